//! Envelopes that cannot be read or are of another platform: bad evidence, which uses its session
//! (spec mobile.md 4.1; section 9, rows 28 to 31).

use ciborium::{Value, cbor};
use touchstone_simulator::apple::{AttestationFlaw, ClientDataProfile, EnvelopeFlaw, Flaw};

use crate::support::{
    APP_ID, Answer, Engine, NOW, Stage, by_session, envelope, iphone, on_each_engine,
};

on_each_engine!(
    row_28_text_in_place_of_an_envelope_is_refused,
    row_29_and_30_envelopes_in_another_form_are_refused,
    row_31_an_unknown_service_is_not_supported,
    row_31_the_services_of_platforms_without_an_app_are_not_enabled,
    row_31_apple_is_not_enabled_for_a_key_without_an_apple_app,
    a_leading_self_description_and_unknown_members_are_accepted,
);

/// Has this token judged in a session of its own, which is then used.
async fn judge(stage: &Stage, token: &[u8], reason: &str) -> Answer {
    let session = stage.party.init().await;
    let answer = stage.party.verify(&by_session(token, &session)).await;
    let logged = stage.logged(&answer).await;
    assert_eq!(
        (&logged["outcome"], &logged["reason"]),
        (&"invalid".into(), &reason.into())
    );
    let token = stage.token(&mut iphone(1), &session.nonce, true);
    let again = stage.party.verify(&by_session(&token, &session)).await;
    again.assert_conflict(268_509_186, "Session already used");
    answer
}

async fn row_28_text_in_place_of_an_envelope_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let answer = judge(&stage, b"hello", "token_malformed").await;
    answer.assert_refused(268_513_280, "Attestation token malformed");
    assert_eq!(stage.logged(&answer).await["subject"], "none");
}

async fn row_29_and_30_envelopes_in_another_form_are_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    for flaw in [
        EnvelopeFlaw::TrailingByte,
        EnvelopeFlaw::DuplicateMember,
        EnvelopeFlaw::TagInside,
        EnvelopeFlaw::KeyIdAsText,
        EnvelopeFlaw::HugeDeclaredLength,
        EnvelopeFlaw::NestedTooDeep,
    ] {
        let session = stage.party.init().await;
        let (flaw, profile) = (Flaw::Envelope(flaw), ClientDataProfile::CborArray);
        let token = iphone(1).flawed_token(flaw, &session.nonce, profile, true, NOW.unix_ms());
        let answer = judge(&stage, &token, "token_malformed").await;
        answer.assert_refused(268_513_280, "Attestation token malformed");
    }
    // An array whose length no memory has.
    let huge = [b"\xa2\x66device\x9b\x7f".as_slice(), &[0xff; 7]].concat();
    let answer = judge(&stage, &huge, "token_malformed").await;
    answer.assert_refused(268_513_280, "Attestation token malformed");
}

/// A right token of each other platform, by its service.
fn others() -> [(&'static str, Value); 3] {
    let zeros = |bytes: usize| Value::Bytes(vec![0; bytes]);
    let gms =
        cbor!({ "token" => "eyJ", "packageName" => "com.example.app", "tokenType" => "classic" });
    let hms = cbor!({ "token" => "eyJ" });
    let android_key = cbor!({ "keyId" => zeros(32), "signature" => zeros(64) });
    [
        ("gms", gms.unwrap()),
        ("hms", hms.unwrap()),
        ("android-key", android_key.unwrap()),
    ]
}

async fn row_31_an_unknown_service_is_not_supported(engine: Engine) {
    let stage = Stage::new(engine).await;
    let [(_, token), ..] = others();
    for service in ["winstore", "Apple", "GMS", ""] {
        let token = envelope(service, &token);
        let answer = judge(&stage, &token, "token_service_unsupported").await;
        answer.assert_refused(268_513_281, "Platform not supported");
    }
}

async fn row_31_the_services_of_platforms_without_an_app_are_not_enabled(engine: Engine) {
    let stage = Stage::new(engine).await;
    for (service, token) in others() {
        let token = envelope(service, &token);
        let answer = judge(&stage, &token, "service_not_enabled").await;
        answer.assert_refused(268_513_281, "Platform not supported");
        assert_eq!(stage.logged(&answer).await["format"], service);
    }
}

async fn row_31_apple_is_not_enabled_for_a_key_without_an_apple_app(engine: Engine) {
    let mut stage = Stage::new(engine).await;
    let token = stage.token(&mut iphone(1), &[7; 32], true);
    stage.set_app(serde_json::json!({"enabled": false})).await;
    let session = stage.party.init().await;
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_refused(268_513_281, "Platform not supported");
    assert_eq!(stage.reason(&answer).await.1, "service_not_enabled");
    let id = stage.another_app("TESTTEAM02.com.example.second").await;
    let members = serde_json::json!({"app_ids": [id]});
    let (_, key) = stage.another_key(&members).await;
    stage.party = stage.party.with_key(&key);
    let token = stage.token(&mut iphone(1), &session.nonce, true);
    let answer = judge(&stage, &token, "apple_app_not_allowed").await;
    answer.assert_refused(268_513_282, "Application not allowed");
}

async fn a_leading_self_description_and_unknown_members_are_accepted(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    let token = stage.token(&mut iphone(1), &session.nonce, true);
    let mut envelope: Value = ciborium::from_reader(token.as_slice()).unwrap();
    let unknown = (Value::from("unknown"), Value::Null);
    envelope.as_map_mut().unwrap().push(unknown);
    let mut described = Vec::new();
    ciborium::into_writer(&Value::Tag(55_799, Box::new(envelope)), &mut described).unwrap();
    let answer = stage.party.verify(&by_session(&described, &session)).await;
    assert_eq!(answer.assert_accepted()["appId"], APP_ID);
    // What stands behind it is judged as without it.
    let flaw = Flaw::Attestation(AttestationFlaw::NonceOther);
    let profile = ClientDataProfile::CborArray;
    let token = iphone(2).flawed_token(flaw, &[7; 32], profile, true, NOW.unix_ms());
    let described = [b"\xd9\xd9\xf7", token.as_slice()].concat();
    let answer = judge(&stage, &described, "apple_nonce_mismatch").await;
    answer.assert_refused(268_513_283, "Nonce mismatch");
}
