//! What becomes of Huawei's tokens (spec mobile.md 4.6; section 9, rows 31 and 44).

use serde_json::{Value, json};
use touchstone_outbound::Method;
use touchstone_simulator::huawei::{Algorithm, Condition, FieldNames, Flaw, HuaweiApp, HuaweiCa};

use crate::support::{
    AndroidStage, Engine, HUAWEI_APP_ID, PACKAGE, Place, SIGNER, Setup, Stage, android_app,
    by_nonce, by_session, huawei_app, on_each_engine,
};

on_each_engine!(
    a_right_token_is_accepted_as_printed,
    every_form_of_a_right_token_is_accepted,
    every_flaw_is_refused,
    row_44_a_chain_to_an_unknown_root_is_refused,
    a_token_is_accepted_until_it_is_600_s_old,
    the_windows_of_the_app_count,
    a_token_of_another_tenants_app_is_refused,
    without_roots_hms_cannot_be_enabled,
    roots_that_are_gone_after_a_restart_refuse_no_evidence,
);

const NONCE: [u8; 32] = [0x33; 32];

async fn a_right_token_is_accepted_as_printed(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let session = stage.party.init().await;
    let token = huawei_app().token(&session.nonce, stage.now_ms());
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    let details = answer.assert_accepted_as("huaweiTokenDetails", "packageName");
    let digest = data_encoding::HEXLOWER.encode(&SIGNER);
    let made_at = details["timestampUtc"].as_str().unwrap().to_owned();
    let told = format!(
        "{{\"isValid\":true,\"huaweiTokenDetails\":{{\"packageName\":\"{PACKAGE}\",\
         \"appId\":\"{HUAWEI_APP_ID}\",\"basicIntegrity\":true,\"detail\":[],\
         \"certificateSha256Digests\":[\"{digest}\"],\"timestampUtc\":\"{made_at}\"}},\
         \"statusCode\":0}}"
    );
    answer.assert_told(200, &told);
    assert!(made_at.starts_with("2026-04-29T14:49:5") && made_at.ends_with('Z'));
    let logged = stage.logged(&answer).await;
    assert_eq!(logged["format"], "hms");
    assert_eq!(logged["subject"], format!("hms:{PACKAGE}"));
    let again = stage.party.verify(&by_session(&token, &session)).await;
    again.assert_conflict(268_509_186, "Session already used");
}

async fn every_form_of_a_right_token_is_accepted(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let hms = json!({"huawei_app_id": HUAWEI_APP_ID});
    stage.set_android_app(json!({"hms": hms})).await;
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256] {
        for field_names in [FieldNames::Apk, FieldNames::Hap] {
            for (digest_as_text, root_included) in [(false, true), (true, false)] {
                let mut app = huawei_app();
                app.algorithm = algorithm;
                app.field_names = field_names;
                app.digest_as_text = digest_as_text;
                app.root_included = root_included;
                let now_ms = stage.now_ms();
                let answer = stage.judge(|nonce| app.token(nonce, now_ms)).await;
                answer.assert_accepted_as("huaweiTokenDetails", "packageName");
            }
        }
    }
}

async fn every_flaw_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    stage.set(json!({"explain": "reason"})).await;
    let app = huawei_app();
    for flaw in Flaw::ALL.iter().copied() {
        let app_id = flaw
            .condition()
            .map(|Condition::AppIdConfigured| HUAWEI_APP_ID);
        let hms = json!({"huawei_app_id": app_id});
        stage.set_android_app(json!({"hms": hms})).await;
        let token = app.flawed_token(flaw, &NONCE, stage.now_ms());
        let answer = stage.party.verify(&by_nonce(&token, &NONCE)).await;
        let body = answer.json();
        let told = (answer.status, &body["isValid"], &body["reason"]);
        let reason = Value::from(flaw.expected_reason());
        let expected = (200, &Value::Bool(false), &reason);
        assert_eq!(told, expected, "{flaw}: {answer:?}");
        let token = app.token(&NONCE, stage.now_ms());
        let right = stage.party.verify(&by_nonce(&token, &NONCE)).await;
        assert!(right.is_valid(), "{flaw}: {right:?}");
    }
}

async fn row_44_a_chain_to_an_unknown_root_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let ca = HuaweiCa::new([99; 32]);
    let stranger = HuaweiApp::new(&ca, [5; 32], PACKAGE, SIGNER, HUAWEI_APP_ID);
    let now_ms = stage.now_ms();
    let answer = stage.judge(|nonce| stranger.token(nonce, now_ms)).await;
    let (text, reason) = ("Attestation not authentic", "hms_chain_untrusted");
    stage
        .assert_refused_for(&answer, 268_513_284, text, reason)
        .await;
}

async fn a_token_is_accepted_until_it_is_600_s_old(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    // Huawei made the verdict some seconds before the app sent it.
    let token = huawei_app().token(&NONCE, stage.now_ms());
    let answer = stage.party.verify(&by_nonce(&token, &NONCE)).await;
    let details = answer.assert_accepted_as("huaweiTokenDetails", "packageName");
    let made_at: touchstone_core::Timestamp =
        details["timestampUtc"].as_str().unwrap().parse().unwrap();
    let age_ms = stage.now_ms() - made_at.unix_ms();
    stage.clock.advance_ms(600_000 - age_ms);
    let answer = stage.party.verify(&by_nonce(&token, &NONCE)).await;
    answer.assert_accepted_as("huaweiTokenDetails", "packageName");
    stage.clock.advance_ms(1);
    let answer = stage.party.verify(&by_nonce(&token, &NONCE)).await;
    let (text, reason) = ("Attestation not fresh", "hms_stale");
    stage
        .assert_refused_for(&answer, 268_513_286, text, reason)
        .await;
}

async fn the_windows_of_the_app_count(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let hms = json!({"max_age_s": 60, "future_skew_s": 0});
    stage.set_android_app(json!({"hms": hms})).await;
    for (ahead_ms, reason) in [
        (-70_000, Some("hms_stale")),
        (-30_000, None),
        (30_000, Some("hms_from_future")),
    ] {
        let token = huawei_app().token(&NONCE, stage.now_ms() + ahead_ms);
        let answer = stage.party.verify(&by_nonce(&token, &NONCE)).await;
        let expected = reason.unwrap_or("accepted");
        assert_eq!(stage.reason(&answer).await.1, expected);
    }
}

async fn a_token_of_another_tenants_app_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let (admin, app, other) = stage.another_android_tenant("other").await;
    let now_ms = stage.now_ms();
    let token = |nonce: &[u8]| huawei_app().token(nonce, now_ms);
    let answer = stage.judge_for(&other, token).await;
    answer.assert_accepted_as("huaweiTokenDetails", "packageName");
    let path = format!("/admin/v1/mobile/android-apps/{app}");
    let digest = data_encoding::HEXLOWER.encode(&[0x11; 32]);
    admin.patch(&path, json!({"signer_sha256": [digest]})).await;
    let answer = stage.judge_for(&other, token).await;
    answer.assert_refused(268_513_282, "Application not allowed");
    let answer = stage.judge(token).await;
    answer.assert_accepted_as("huaweiTokenDetails", "packageName");
}

fn without_roots() -> Setup {
    Setup {
        huawei_roots: None,
        ..Setup::default()
    }
}

async fn without_roots_hms_cannot_be_enabled(engine: Engine) {
    let place = Place::new(engine);
    place.configure(&without_roots());
    let stage = Stage::at(place).await;
    let mut app = android_app(PACKAGE);
    let path = "/admin/v1/mobile/android-apps";
    let refused = stage.admin.try_write(Method::Post, path, app.clone()).await;
    let refused = refused.unwrap_err();
    assert_eq!(
        (refused.status, refused.issues.len()),
        (422, 1),
        "{refused}"
    );
    assert!(refused.issues[0].path.starts_with("services"), "{refused}");
    assert!(
        refused.issues[0].message.contains("mobile.huawei.roots"),
        "{refused}"
    );
    app["services"] = json!(["gms"]);
    let made = stage.admin.post(path, app).await;
    let path = format!("{path}/{}", made["id"].as_str().unwrap());
    let change = json!({"services": ["gms", "hms"]});
    let refused = stage.admin.try_write(Method::Patch, &path, change).await;
    assert_eq!(refused.unwrap_err().status, 422);
}

async fn roots_that_are_gone_after_a_restart_refuse_no_evidence(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let session = stage.party.init().await;
    stage.place.configure(&without_roots());
    let stage = stage.restarted().await;
    let token = huawei_app().token(&session.nonce, stage.now_ms());
    let body = by_session(&token, &session);
    let answer = stage.party.verify(&body).await;
    stage.assert_internal_for(&answer, "not_configured").await;
    stage.place.configure(&Setup::default());
    let stage = stage.restarted().await;
    let answer = stage.party.verify(&body).await;
    answer.assert_accepted_as("huaweiTokenDetails", "packageName");
}
