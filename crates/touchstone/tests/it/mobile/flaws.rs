//! Every flaw that a simulated iPhone can make, over HTTP: each is refused by its own check and
//! changes nothing (section 12, row 11).

use serde_json::{Value, json};
use touchstone_simulator::apple::{ClientDataProfile, EnvelopeFlaw, Flaw, Iphone};

use crate::support::{Answer, Engine, NOW, Stage, by_nonce, iphone, on_each_engine};

on_each_engine!(
    every_flaw_of_a_registered_phone_is_refused,
    every_flaw_of_a_new_phone_is_refused
);

const NONCE: [u8; 32] = [0x33; 32];

/// What the flaws take for granted, and every reason told.
async fn stage(engine: Engine) -> Stage {
    let stage = Stage::new(engine).await;
    stage.set_app(json!({"receipt_check": "require"})).await;
    stage.set(json!({"explain": "reason"})).await;
    stage
}

async fn verify(stage: &Stage, phone: &mut Iphone, flaw: Option<Flaw>, attest: bool) -> Answer {
    let (profile, now_ms) = (ClientDataProfile::CborArray, NOW.unix_ms());
    let token = match flaw {
        Some(flaw) => phone.flawed_token(flaw, &NONCE, profile, attest, now_ms),
        None => phone.token(&NONCE, profile, attest, now_ms),
    };
    stage.party.verify(&by_nonce(&token, &NONCE)).await
}

/// A phone of this flaw, which may be what the flaw is about.
fn phone(seed: u16, flaw: Flaw) -> Iphone {
    let mut phone = iphone(seed);
    if flaw == Flaw::Envelope(EnvelopeFlaw::Jailbroken) {
        phone.jailbroken = Some(false);
    }
    phone
}

#[track_caller]
fn assert_flaw_told(flaw: Flaw, answer: &Answer) {
    // No token at all is a malformed request, not bad evidence.
    if flaw == Flaw::Envelope(EnvelopeFlaw::Empty) {
        return answer.assert_malformed("attestationToken is empty");
    }
    let body = answer.json();
    let told = (answer.status, &body["isValid"], &body["reason"]);
    let reason = Value::from(flaw.expected_reason());
    assert_eq!(
        told,
        (200, &Value::Bool(false), &reason),
        "{flaw}: {answer:?}"
    );
    assert_ne!(body["statusCode"], 0, "{flaw}");
}

async fn every_flaw_of_a_registered_phone_is_refused(engine: Engine) {
    let stage = stage(engine).await;
    for (seed, flaw) in (1..).zip(Flaw::all()) {
        let mut phone = phone(seed, flaw);
        let first = verify(&stage, &mut phone, None, true).await;
        assert!(first.is_valid(), "{flaw}: {first:?}");
        let stored = stage.stored_key(&phone).await;
        let answer = verify(&stage, &mut phone, Some(flaw), false).await;
        assert_flaw_told(flaw, &answer);
        assert_eq!(stage.stored_key(&phone).await, stored, "{flaw}");
        let last = verify(&stage, &mut phone, None, false).await;
        assert!(last.is_valid(), "{flaw}: {last:?}");
    }
}

async fn every_flaw_of_a_new_phone_is_refused(engine: Engine) {
    let stage = stage(engine).await;
    for (seed, flaw) in (1_001..).zip(Flaw::all()) {
        let mut phone = phone(seed, flaw);
        let before = phone.clone();
        let answer = verify(&stage, &mut phone, Some(flaw), true).await;
        assert_flaw_told(flaw, &answer);
        assert_eq!(stage.stored_key(&phone).await, None, "{flaw}");
        let mut phone = before;
        let last = verify(&stage, &mut phone, None, true).await;
        assert!(last.is_valid(), "{flaw}: {last:?}");
        assert_eq!(stage.counter(&phone).await, Some(1), "{flaw}");
    }
}
