//! Every flaw that a simulated Android phone can make, over HTTP: each is refused by its own check and
//! registers nothing (spec mobile.md 4.7).

use serde_json::{Value, json};
use touchstone_simulator::android::{
    AndroidPhone, Condition, Flaw, MIN_OS_VERSION, MIN_PATCH, OWNER_BOOT_KEY, TargetKey,
};

use crate::support::{AndroidStage, Answer, Engine, android_phone, by_nonce, on_each_engine};

on_each_engine!(
    every_flaw_of_a_new_phone_is_refused,
    every_flaw_of_a_registered_phone_is_refused,
);

const NONCE: [u8; 32] = [0x33; 32];

/// The settings that flaws take for granted, one set after the other.
const CONDITIONS: [Option<Condition>; 5] = [
    None,
    Some(Condition::AttestKeyAllowed),
    Some(Condition::UnknownTagsRejected),
    Some(Condition::BootKeyListed),
    Some(Condition::Minimums),
];

async fn meet(stage: &AndroidStage, condition: Option<Condition>) {
    let is = |other| condition == Some(other);
    let minimum = |least: u32| is(Condition::Minimums).then_some(least);
    stage
        .set(json!({
            "explain": "reason",
            "android_allow_attest_key": is(Condition::AttestKeyAllowed),
            "android_reject_unknown_tags": is(Condition::UnknownTagsRejected),
        }))
        .await;
    let (states, keys) = if is(Condition::BootKeyListed) {
        let key = data_encoding::HEXLOWER.encode(&OWNER_BOOT_KEY);
        (json!(["verified", "self_signed"]), json!([key]))
    } else {
        (json!(["verified"]), json!([]))
    };
    let policy = json!({
        "boot_states": states,
        "boot_keys": keys,
        "min_os_version": minimum(MIN_OS_VERSION),
        "min_os_patch": minimum(MIN_PATCH),
        "min_vendor_patch": minimum(MIN_PATCH),
        "min_boot_patch": minimum(MIN_PATCH),
    });
    stage.set_android_app(json!({"android_key": policy})).await;
}

async fn verify(stage: &AndroidStage, token: &[u8]) -> Answer {
    stage.party.verify(&by_nonce(token, &NONCE)).await
}

#[track_caller]
fn assert_flaw_told(flaw: Flaw, answer: &Answer) {
    let body = answer.json();
    let told = (answer.status, &body["isValid"], &body["reason"]);
    let reason = Value::from(flaw.expected_reason());
    let expected = (200, &Value::Bool(false), &reason);
    assert_eq!(told, expected, "{flaw}: {answer:?}");
    assert_ne!(body["statusCode"], 0, "{flaw}");
}

/// Every flaw under its condition, with a seed of its own.
fn flaws(condition: Option<Condition>) -> impl Iterator<Item = (u16, Flaw)> {
    let flaws = (1..).zip(Flaw::ALL.iter().copied());
    flaws.filter(move |(_, flaw)| flaw.condition() == condition)
}

/// A phone of this flaw, which may be what the flaw is about.
fn phone(seed: u16, flaw: Flaw) -> AndroidPhone {
    let mut phone = android_phone(seed);
    if flaw == Flaw::MlDsaSignature {
        phone.target = TargetKey::MlDsa65;
    }
    phone
}

/// A right first token of this phone: ML-DSA keys cannot prove their possession.
fn registration(stage: &AndroidStage, phone: &AndroidPhone) -> Vec<u8> {
    let can_prove = phone.target != TargetKey::MlDsa65;
    phone.token(&NONCE, true, can_prove, stage.now_ms())
}

async fn every_flaw_of_a_new_phone_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let mut seen = 0;
    for condition in CONDITIONS {
        meet(&stage, condition).await;
        for (seed, flaw) in flaws(condition) {
            let phone = phone(seed, flaw);
            let token = phone.flawed_token(flaw, &NONCE, true, true, stage.now_ms());
            assert_flaw_told(flaw, &verify(&stage, &token).await);
            assert_eq!(stage.stored_android_key(&phone).await, None, "{flaw}");
            let answer = verify(&stage, &registration(&stage, &phone)).await;
            assert!(answer.is_valid(), "{flaw}: {answer:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, Flaw::ALL.len());
}

async fn every_flaw_of_a_registered_phone_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    for condition in CONDITIONS {
        meet(&stage, condition).await;
        for (seed, flaw) in flaws(condition) {
            let phone = phone(seed, flaw);
            let first = verify(&stage, &registration(&stage, &phone)).await;
            assert!(first.is_valid(), "{flaw}: {first:?}");
            let stored = stage.stored_android_key(&phone).await;
            let token = phone.flawed_token(flaw, &NONCE, false, true, stage.now_ms());
            assert_flaw_told(flaw, &verify(&stage, &token).await);
            assert_eq!(stage.stored_android_key(&phone).await, stored, "{flaw}");
        }
    }
}
