//! What becomes of an iPhone's evidence (spec mobile.md 4.2 and 4.3; section 9, rows 32 to 38).

use serde_json::json;
use touchstone_simulator::apple::{ClientDataProfile, Environment, Iphone};

use crate::support::{
    APP_ID, Engine, NOW, Session, Stage, by_nonce, by_session, ca, iphone, on_each_engine,
};

on_each_engine!(
    an_attestation_and_then_assertions_are_accepted,
    row_32_an_attestation_for_another_app_is_refused,
    row_33_a_development_attestation_is_refused_by_a_production_app,
    row_34_another_profile_is_refused_and_explained,
    row_35_an_assertion_of_an_unknown_key_is_refused,
    row_36_an_assertion_is_accepted_once,
    row_38_an_attestation_of_a_registered_key_is_refused,
    a_lost_counter_may_jump_but_never_fall,
    a_phone_of_another_tenant_is_unknown,
    a_revoked_phone_is_refused_for_good,
    the_phones_of_a_disabled_app_are_unknown,
    a_key_limited_to_an_app_knows_no_other,
);

async fn an_attestation_and_then_assertions_are_accepted(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = iphone(1);
    let key_id = data_encoding::BASE64.encode(&phone.key_id());
    let details = |rest: &str| {
        format!(
            "{{\"isValid\":true,\"appleTokenDetails\":{{\"appId\":\"{APP_ID}\",\
             \"environment\":\"production\",\"keyId\":\"{key_id}\",{rest}}},\"statusCode\":0}}"
        )
    };
    let session = stage.party.init().await;
    let token = stage.token(&mut phone, &session.nonce, true);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    let told = details(
        "\"attested\":true,\"counter\":1,\"attestedAtUtc\":\"2026-04-29T14:50:00.000Z\",\
         \"osVersion\":\"19.4\",\"osBuild\":\"23E246\"",
    );
    answer.assert_told(200, &told);
    stage.clock.advance_ms(60_000);
    phone.jailbroken = Some(false);
    for counter in [2, 3] {
        let session = stage.party.init().await;
        let token = stage.token(&mut phone, &session.nonce, false);
        let answer = stage.party.verify(&by_session(&token, &session)).await;
        let told = details(&format!(
            "\"attested\":false,\"counter\":{counter},\
             \"attestedAtUtc\":\"2026-04-29T14:50:00.000Z\",\"isJailbroken\":false"
        ));
        answer.assert_told(200, &told);
        let accepted = ("valid".to_owned(), "accepted".to_owned());
        assert_eq!(stage.reason(&answer).await, accepted);
        assert_eq!(stage.counter(&phone).await, Some(counter));
    }
}

/// Has a first token of this phone refused; nothing is registered then.
async fn refuse_first(stage: &Stage, phone: &mut Iphone, code: u32, text: &str, reason: &str) {
    let session = stage.party.init().await;
    let token = stage.token(phone, &session.nonce, true);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_refused(code, text);
    assert_eq!(stage.reason(&answer).await.1, reason);
    assert_eq!(stage.counter(phone).await, None);
}

async fn row_32_an_attestation_for_another_app_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let other = "TESTTEAM09.com.example.other";
    let mut phone = Iphone::new(ca(), [9; 32], other, Environment::Production);
    let (text, reason) = ("Application not allowed", "apple_app_not_allowed");
    refuse_first(&stage, &mut phone, 268_513_282, text, reason).await;
    stage.another_app(other).await;
    stage.register(&mut phone).await;
}

async fn row_33_a_development_attestation_is_refused_by_a_production_app(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = Iphone::new(ca(), [9; 32], APP_ID, Environment::Development);
    let (text, reason) = ("Application not allowed", "apple_environment_mismatch");
    refuse_first(&stage, &mut phone, 268_513_282, text, reason).await;
    stage
        .set_app(json!({"environments": ["production", "development"]}))
        .await;
    let session = stage.party.init().await;
    let details = stage.accept(&session, &mut phone, true).await;
    assert_eq!(details["environment"], "development");
}

async fn row_34_another_profile_is_refused_and_explained(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    let profile = ClientDataProfile::Raw;
    let token = iphone(1).token(&session.nonce, profile, true, NOW.unix_ms());
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_refused(268_513_283, "Nonce mismatch");
    let logged = stage.logged(&answer).await;
    assert_eq!(logged["reason"], "apple_nonce_mismatch");
    assert_eq!(logged["facts"]["hint"], "profile=raw");
}

async fn row_35_an_assertion_of_an_unknown_key_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    let token = stage.token(&mut iphone(1), &session.nonce, false);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_refused(268_513_285, "Device key not acceptable");
    assert_eq!(stage.reason(&answer).await.1, "apple_key_unknown");
}

async fn row_36_an_assertion_is_accepted_once(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    let token = stage.token(&mut phone, &[5; 32], false);
    let body = by_nonce(&token, &[5; 32]);
    let details = stage.party.verify(&body).await.assert_accepted();
    assert_eq!(details["counter"], 2);
    let answer = stage.party.verify(&body).await;
    answer.assert_refused(268_513_285, "Device key not acceptable");
    assert_eq!(stage.reason(&answer).await.1, "apple_counter_replay");
    assert_eq!(stage.counter(&phone).await, Some(2));
}

async fn row_38_an_attestation_of_a_registered_key_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    let stored = stage.stored_key(&phone).await;
    let session = stage.party.init().await;
    let token = stage.token(&mut phone, &session.nonce, true);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_refused(268_513_285, "Device key not acceptable");
    assert_eq!(stage.reason(&answer).await.1, "apple_key_already_attested");
    assert_eq!(stage.stored_key(&phone).await, stored);
    let session = stage.party.init().await;
    let details = stage.accept(&session, &mut phone, false).await;
    assert_eq!(details["counter"], 3);
}

async fn a_lost_counter_may_jump_but_never_fall(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    let mut earlier = phone.clone();
    phone.counter = 4_294_967_293;
    let session = stage.party.init().await;
    stage.accept(&session, &mut phone, false).await;
    let session = stage.party.init().await;
    let token = stage.token(&mut earlier, &session.nonce, false);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    assert_eq!(stage.reason(&answer).await.1, "apple_counter_replay");
    assert_eq!(stage.counter(&phone).await, Some(4_294_967_294));
    let session = stage.party.init().await;
    stage.accept(&session, &mut phone, false).await;
    assert_eq!(stage.counter(&phone).await, Some(4_294_967_295));
}

async fn a_phone_of_another_tenant_is_unknown(engine: Engine) {
    let stage = Stage::new(engine).await;
    let other = stage.another_tenant("other").await;
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    let session = other.init().await;
    let token = stage.token(&mut phone, &session.nonce, false);
    let answer = other.verify(&by_session(&token, &session)).await;
    answer.assert_refused(268_513_285, "Device key not acceptable");
    // There it can be registered too, with a counter of its own.
    let session = other.init().await;
    let token = stage.token(&mut phone, &session.nonce, true);
    let details = other
        .verify(&by_session(&token, &session))
        .await
        .assert_accepted();
    assert_eq!(details["counter"], 3);
    assert_eq!(stage.counter(&phone).await, Some(1));
}

async fn a_revoked_phone_is_refused_for_good(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    let key_id = data_encoding::BASE64URL_NOPAD.encode(&phone.key_id());
    let path = format!("/admin/v1/mobile/device-keys/apple/{key_id}/revoke");
    stage.admin.post(&path, json!({"reason": "stolen"})).await;
    for attest in [false, true] {
        let session = stage.party.init().await;
        let token = stage.token(&mut phone, &session.nonce, attest);
        let answer = stage.party.verify(&by_session(&token, &session)).await;
        let (code, text, reason) = if attest {
            (
                268_513_285,
                "Device key not acceptable",
                "apple_key_already_attested",
            )
        } else {
            (268_513_289, "Revoked", "apple_key_revoked")
        };
        answer.assert_refused(code, text);
        assert_eq!(stage.reason(&answer).await.1, reason);
    }
    assert_eq!(stage.counter(&phone).await, Some(1));
}

async fn the_phones_of_a_disabled_app_are_unknown(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.another_app("TESTTEAM02.com.example.second").await;
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    stage.set_app(json!({"enabled": false})).await;
    for (attest, reason) in [
        (false, "apple_key_unknown"),
        (true, "apple_app_not_allowed"),
    ] {
        let session = stage.party.init().await;
        let token = stage.token(&mut phone, &session.nonce, attest);
        let answer = stage.party.verify(&by_session(&token, &session)).await;
        assert_eq!(stage.reason(&answer).await.1, reason);
    }
    stage.set_app(json!({"enabled": true})).await;
    let session = stage.party.init().await;
    stage.accept(&session, &mut phone, false).await;
}

async fn a_key_limited_to_an_app_knows_no_other(engine: Engine) {
    let stage = Stage::new(engine).await;
    let second = "TESTTEAM02.com.example.second";
    let second_id = stage.another_app(second).await;
    let (_, key) = stage.another_key(&json!({"app_ids": [second_id]})).await;
    let limited = stage.party.with_key(&key);
    let (mut first, mut allowed) = (
        iphone(1),
        Iphone::new(ca(), [2; 32], second, Environment::Production),
    );
    stage.register(&mut first).await;
    for (attest, reason) in [
        (false, "apple_key_unknown"),
        (true, "apple_app_not_allowed"),
    ] {
        // The session is the tenant's, whichever key asked for it.
        let session: Session = stage.party.init().await;
        let token = stage.token(&mut first, &session.nonce, attest);
        let answer = limited.verify(&by_session(&token, &session)).await;
        assert_eq!(stage.reason(&answer).await.1, reason);
    }
    let session = stage.party.init().await;
    let token = stage.token(&mut allowed, &session.nonce, true);
    let answer = limited.verify(&by_session(&token, &session)).await;
    assert_eq!(answer.assert_accepted()["appId"], second);
    assert_eq!(stage.counter(&first).await, Some(1));
}
