//! What becomes of Play Integrity tokens (spec mobile.md 4.5; section 9, rows 31 and 39 to 41).

use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD, HEXLOWER};
use serde_json::json;
use touchstone_simulator::play::{Flaw, TokenType};

use crate::support::{
    AndroidStage, Engine, GoogleStage, PACKAGE, SIGNER, accepted_by_google, add_android_app,
    android_app, by_nonce, by_session, on_each_engine, play_app,
};

on_each_engine!(
    a_classic_token_is_accepted_as_printed,
    a_standard_token_is_accepted_as_printed,
    row_31_a_platform_that_no_app_has_is_not_supported,
    row_39_tokens_with_other_algorithms_are_refused,
    row_40_a_nonce_in_any_base64_is_accepted,
    row_41_a_standard_token_with_a_nonce_and_no_hash_is_refused,
    both_nonces_are_bound,
    the_mode_of_the_app_chooses_who_opens,
    words_that_google_invents_are_told,
    a_testing_response_is_accepted_where_that_is_allowed,
    a_token_opened_here_is_accepted_for_another_nonce_never,
    the_token_of_a_disabled_app_is_refused,
    a_key_limited_to_an_app_serves_no_other,
    an_app_of_another_tenant_has_keys_of_its_own,
    keys_that_are_rotated_take_tokens_of_the_new_keys_alone,
    a_session_outlives_the_rotation_of_keys_and_its_api_key,
);

fn printed(token_type: &str) -> String {
    format!(
        "{{\"isValid\":true,\"googleTokenDetails\":{{\"packageName\":\"{PACKAGE}\",\
         \"deviceIntegrityVerdicts\":[\"MEETS_BASIC_INTEGRITY\",\"MEETS_DEVICE_INTEGRITY\"],\
         \"tokenType\":\"{token_type}\",\"appRecognitionVerdict\":\"PLAY_RECOGNIZED\",\
         \"appLicensingVerdict\":\"LICENSED\",\"versionCode\":\"42\",\
         \"playProtectVerdict\":\"NO_ISSUES\",\"recentDeviceActivityLevel\":\"LEVEL_1\",\
         \"appAccessRiskVerdicts\":[\"KNOWN_INSTALLED\"],\
         \"certificateSha256Digests\":[\"{}\"],\"deviceSdkVersion\":36,\
         \"requestTimestampUtc\":\"2026-04-29T14:49:57.000Z\"}},\"statusCode\":0}}",
        HEXLOWER.encode(&SIGNER)
    )
}

fn classic(stage: &AndroidStage) -> impl Fn(&[u8]) -> Vec<u8> + Copy {
    let now_ms = stage.now_ms();
    move |nonce| play_app().token(TokenType::Classic, nonce, now_ms)
}

async fn a_classic_token_is_accepted_as_printed(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let session = stage.party.init().await;
    let body = by_session(&classic(&stage)(&session.nonce), &session);
    let answer = stage.party.verify(&body).await;
    answer.assert_told(200, &printed("classic"));
    let logged = stage.logged(&answer).await;
    assert_eq!(logged["format"], "gms");
    assert_eq!(logged["subject"], format!("gms:{PACKAGE}"));
    let again = stage.party.verify(&body).await;
    again.assert_conflict(268_509_186, "Session already used");
}

async fn a_standard_token_is_accepted_as_printed(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let answer = stage.ask_google().await;
    answer.assert_told(200, &printed("standard"));
    assert_eq!(stage.calls(), (1, 1));
}

async fn row_31_a_platform_that_no_app_has_is_not_supported(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let now_ms = stage.now_ms();
    let hms = |nonce: &[u8]| crate::support::huawei_app().token(nonce, now_ms);
    let phone = crate::support::android_phone(1);
    let key = |nonce: &[u8]| phone.token(nonce, true, true, now_ms);
    let (text, reason) = ("Platform not supported", "service_not_enabled");
    for (services, gms, hms_on, key_on) in [
        (json!(["hms", "android-key"]), false, true, true),
        (json!(["gms", "android-key"]), true, false, true),
        (json!(["gms", "hms"]), true, true, false),
    ] {
        stage.set_android_app(json!({"services": services})).await;
        for (is_served, answer) in [
            (gms, stage.judge(classic(&stage)).await),
            (hms_on, stage.judge(hms).await),
            (key_on, stage.judge(key).await),
        ] {
            if is_served {
                // The key is registered by the first of its verdicts.
                assert_ne!(stage.reason(&answer).await.1, reason, "{services}");
            } else {
                stage
                    .assert_refused_for(&answer, 268_513_281, text, reason)
                    .await;
            }
        }
    }
    stage.set_android_app(json!({"enabled": false})).await;
    for answer in [
        stage.judge(classic(&stage)).await,
        stage.judge(hms).await,
        stage.judge(key).await,
    ] {
        stage
            .assert_refused_for(&answer, 268_513_281, text, reason)
            .await;
    }
}

async fn row_39_tokens_with_other_algorithms_are_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let now_ms = stage.now_ms();
    let (malformed, forged) = ("Attestation token malformed", "Attestation not authentic");
    for (flaw, code, text) in [
        (Flaw::AlgorithmDirect, 268_513_280, malformed),
        (Flaw::SignatureAlgorithmNone, 268_513_284, forged),
        (Flaw::SignatureAlgorithmHs256, 268_513_284, forged),
    ] {
        let answer = stage
            .judge(|nonce| play_app().flawed_token(flaw, TokenType::Classic, nonce, now_ms))
            .await;
        stage
            .assert_refused_for(&answer, code, text, flaw.expected_reason())
            .await;
    }
}

async fn row_40_a_nonce_in_any_base64_is_accepted(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let app = play_app();
    // 0xFB and 0xFF: the alphabets differ there.
    let nonce = [[0xFB; 16], [0xFF; 16]].concat();
    let unpadded = |text: String| text.trim_end_matches('=').to_owned();
    for text in [
        BASE64.encode(&nonce),
        unpadded(BASE64.encode(&nonce)),
        BASE64URL.encode(&nonce),
        BASE64URL_NOPAD.encode(&nonce),
    ] {
        let mut payload = app.payload(TokenType::Classic, &nonce, stage.now_ms());
        payload.nonce = Some(text);
        let token = app.payload_token(TokenType::Classic, &payload);
        let answer = stage.party.verify(&by_nonce(&token, &nonce)).await;
        accepted_by_google(&answer);
    }
}

async fn row_41_a_standard_token_with_a_nonce_and_no_hash_is_refused(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let app = play_app();
    let now_ms = stage.now_ms();
    let answer = stage
        .judge(|nonce| {
            let mut payload = app.payload(TokenType::Standard, nonce, now_ms);
            payload.nonce = payload.request_hash.take();
            app.payload_token(TokenType::Standard, &payload)
        })
        .await;
    let (text, reason) = ("Nonce mismatch", "gms_nonce_mismatch");
    stage
        .assert_refused_for(&answer, 268_513_283, text, reason)
        .await;
}

async fn both_nonces_are_bound(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let device = [0x6D; 32];
    let with_device = async |nonce: Vec<u8>, session| {
        let mut body = by_session(&classic(&stage)(&nonce), &session);
        body["deviceNonce"] = json!(BASE64.encode(&device));
        stage.party.verify(&body).await
    };
    let session = stage.party.init().await;
    let both = crate::support::sha256(&[session.nonce.as_slice(), &device].concat());
    accepted_by_google(&with_device(both, session).await);
    let session = stage.party.init().await;
    let alone = with_device(session.nonce.clone(), session).await;
    alone.assert_refused(268_513_283, "Nonce mismatch");
    assert_eq!(
        stage.logged(&alone).await["facts"]["hint"],
        "nonce composition=server_nonce_alone"
    );
}

async fn the_mode_of_the_app_chooses_who_opens(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    for (mode, classic_at_google, standard) in [
        ("auto", 0, Ok(())),
        ("local", 0, Err("gms_token_type_refused")),
        ("google", 1, Ok(())),
    ] {
        stage.set_android_app(json!({"gms": {"mode": mode}})).await;
        let (before, _) = stage.calls();
        accepted_by_google(&stage.judge(classic(&stage)).await);
        assert_eq!(stage.calls().0 - before, classic_at_google, "{mode}");
        let answer = stage.ask_google().await;
        match standard {
            Ok(()) => drop(accepted_by_google(&answer)),
            Err(reason) => {
                stage
                    .assert_refused_for(&answer, 268_513_288, "Policy not met", reason)
                    .await;
                assert_eq!(stage.calls().0, before + classic_at_google);
            }
        }
    }
    // Without keys every token is Google's to open, unless the app says that none is.
    stage.clear_play_keys().await;
    stage
        .set_android_app(json!({"gms": {"mode": "auto"}}))
        .await;
    let (before, _) = stage.calls();
    accepted_by_google(&stage.judge(classic(&stage)).await);
    assert_eq!(stage.calls().0 - before, 1);
    stage
        .set_android_app(json!({"gms": {"mode": "local"}}))
        .await;
    let answer = stage.judge(classic(&stage)).await;
    stage.assert_internal_for(&answer, "not_configured").await;
    assert_eq!(stage.calls().0 - before, 1);
}

async fn words_that_google_invents_are_told(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let app = play_app();
    let now_ms = stage.now_ms();
    let answer = stage
        .judge(|nonce| {
            let mut payload = app.payload(TokenType::Classic, nonce, now_ms);
            let labels = payload.device_recognition_verdicts.as_mut().unwrap();
            labels.push("MEETS_NEW_INTEGRITY".to_owned());
            payload.play_protect_verdict = Some("NEW_WORD".to_owned());
            payload.app_licensing_verdict = None;
            payload.device_sdk_version = None;
            app.payload_token(TokenType::Classic, &payload)
        })
        .await;
    let details = accepted_by_google(&answer);
    assert_eq!(details["deviceIntegrityVerdicts"][2], "MEETS_NEW_INTEGRITY");
    assert_eq!(details["playProtectVerdict"], "NEW_WORD");
    assert_eq!(details.get("appLicensingVerdict"), None);
    assert_eq!(details.get("deviceSdkVersion"), None);
    assert_eq!(details.get("isTestingResponse"), None);
}

async fn a_testing_response_is_accepted_where_that_is_allowed(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let now_ms = stage.now_ms();
    let testing = |nonce: &[u8]| {
        play_app().flawed_token(Flaw::TestingResponse, TokenType::Classic, nonce, now_ms)
    };
    let answer = stage.judge(testing).await;
    let reason = "gms_testing_response";
    stage
        .assert_refused_for(&answer, 268_513_288, "Policy not met", reason)
        .await;
    stage
        .set_android_app(json!({"gms": {"allow_testing": true}}))
        .await;
    let details = accepted_by_google(&stage.judge(testing).await);
    assert_eq!(details["isTestingResponse"], true);
}

async fn a_token_opened_here_is_accepted_for_another_nonce_never(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let token = classic(&stage)(&[7; 32]);
    accepted_by_google(&stage.party.verify(&by_nonce(&token, &[7; 32])).await);
    for other in [vec![8; 32], vec![7; 31], vec![7; 33], vec![7; 16]] {
        let answer = stage.party.verify(&by_nonce(&token, &other)).await;
        let (text, reason) = ("Nonce mismatch", "gms_nonce_mismatch");
        stage
            .assert_refused_for(&answer, 268_513_283, text, reason)
            .await;
    }
}

async fn the_token_of_a_disabled_app_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    add_android_app(&stage.admin, &android_app("com.example.another")).await;
    stage.set_android_app(json!({"enabled": false})).await;
    let answer = stage.judge(classic(&stage)).await;
    let (text, reason) = ("Application not allowed", "gms_app_not_allowed");
    stage
        .assert_refused_for(&answer, 268_513_282, text, reason)
        .await;
    stage.set_android_app(json!({"enabled": true})).await;
    accepted_by_google(&stage.judge(classic(&stage)).await);
}

async fn a_key_limited_to_an_app_serves_no_other(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let other = add_android_app(&stage.admin, &android_app("com.example.another")).await;
    for (app, is_allowed) in [(&stage.android_app, true), (&other, false)] {
        let (_, key) = stage.another_key(&json!({"app_ids": [app]})).await;
        let party = stage.party.with_key(&key);
        let answer = stage.judge_for(&party, classic(&stage)).await;
        if is_allowed {
            accepted_by_google(&answer);
        } else {
            answer.assert_refused(268_513_282, "Application not allowed");
        }
    }
    let (_, key) = stage.another_key(&json!({"app_ids": [stage.app]})).await;
    let party = stage.party.with_key(&key);
    let answer = stage.judge_for(&party, classic(&stage)).await;
    answer.assert_refused(268_513_281, "Platform not supported");
}

async fn an_app_of_another_tenant_has_keys_of_its_own(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let (admin, app, other) = stage.another_android_tenant("other").await;
    let play = touchstone_simulator::play::PlayApp::new([44; 32], PACKAGE, SIGNER);
    crate::support::set_play_keys(&admin, &app, &play).await;
    let now_ms = stage.now_ms();
    let theirs = |nonce: &[u8]| play.token(TokenType::Classic, nonce, now_ms);
    accepted_by_google(&stage.judge_for(&other, theirs).await);
    accepted_by_google(&stage.judge(classic(&stage)).await);
    let swapped = stage.judge_for(&other, classic(&stage)).await;
    swapped.assert_refused(268_513_284, "Attestation not authentic");
    let swapped = stage.judge(theirs).await;
    swapped.assert_refused(268_513_284, "Attestation not authentic");
}

async fn keys_that_are_rotated_take_tokens_of_the_new_keys_alone(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let new = touchstone_simulator::play::PlayApp::new([44; 32], PACKAGE, SIGNER);
    let now_ms = stage.now_ms();
    crate::support::set_play_keys(&stage.admin, &stage.android_app, &new).await;
    let answer = stage.judge(classic(&stage)).await;
    let (text, reason) = ("Attestation not authentic", "gms_decrypt_failed");
    stage
        .assert_refused_for(&answer, 268_513_284, text, reason)
        .await;
    let token = |nonce: &[u8]| new.token(TokenType::Classic, nonce, now_ms);
    accepted_by_google(&stage.judge(token).await);
}

async fn a_session_outlives_the_rotation_of_keys_and_its_api_key(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let (id, old) = stage.another_key(&json!({})).await;
    let old = stage.party.with_key(&old);
    let sessions = [old.init().await, old.init().await];
    let path = format!("/admin/v1/keys/{id}/rotate");
    let made = stage.admin.post(&path, json!({"grace_seconds": 0})).await;
    let party = stage.party.with_key(made["key"].as_str().unwrap());
    let rotate = "/admin/v1/mobile/session-keys/rotate";
    stage.operator.post(rotate, json!({})).await;
    stage.clock.advance_ms(61_000);
    let stage = stage.restarted().await;
    let party = party.at(stage.node.address);
    let [first, second] = sessions;
    let token = classic(&stage)(&first.nonce);
    accepted_by_google(&party.verify(&by_session(&token, &first)).await);
    let token = stage.standard(&second.nonce);
    accepted_by_google(&party.verify(&by_session(&token, &second)).await);
}
