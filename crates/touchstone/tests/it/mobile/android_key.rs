//! What becomes of attested Android keys (spec mobile.md 4.7; section 9, rows 31 and 45 to 47).

use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};
use touchstone_simulator::android::{
    AndroidPhone, BootState, Flaw, OWNER_BOOT_KEY, Provisioning, Root, SecurityLevel, SerialForm,
    Status, TargetKey, status_list,
};

use crate::support::{
    AndroidStage, Answer, Engine, PACKAGE, SIGNER, add_android_app, android_app, android_key_path,
    android_phone, android_phone_of, by_nonce, google_ca, on_each_engine,
};

on_each_engine!(
    a_chain_and_then_proofs_are_accepted_as_printed,
    every_kind_of_genuine_phone_is_accepted,
    row_45_a_chain_with_one_more_certificate_is_refused,
    row_46_a_factory_chain_whose_certificates_expired_is_accepted,
    row_47_a_serial_that_is_listed_in_decimal_is_revoked,
    a_chain_of_a_registered_key_is_refused,
    a_proof_of_an_unknown_key_is_refused,
    a_proof_serves_its_own_nonce_alone,
    a_chain_without_proof_registers_and_a_proof_follows,
    an_opaque_key_is_registered_but_cannot_prove_anything,
    a_revoked_key_is_refused_for_good,
    a_forgotten_key_is_attested_again,
    a_registered_key_is_refused_once_its_chain_is_listed,
    the_keys_of_a_disabled_app_are_unknown,
    a_key_limited_to_an_app_knows_no_other,
    a_phone_of_another_tenant_is_unknown,
    a_phone_with_an_attest_key_is_accepted_where_that_is_allowed,
    an_owner_who_signed_the_system_is_accepted_by_his_key,
);

async fn a_chain_and_then_proofs_are_accepted_as_printed(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    let told = |attested: bool| {
        format!(
            "{{\"isValid\":true,\"androidKeyDetails\":{{\"packageName\":\"{PACKAGE}\",\
             \"keyId\":\"{}\",\"attested\":{attested},\
             \"attestedAtUtc\":\"2026-04-29T14:50:00.000Z\",\"securityLevel\":\"TEE\",\
             \"provisioning\":\"remote\",\"attestationVersion\":300,\
             \"verifiedBootState\":\"Verified\",\"deviceLocked\":true,\
             \"verifiedBootKey\":\"{}\",\"osVersion\":160000,\"osPatchLevel\":202512,\
             \"vendorPatchLevel\":20251205,\"bootPatchLevel\":20251205,\
             \"certificatesIssued30Days\":8}},\"statusCode\":0}}",
            BASE64.encode(&phone.key_id()),
            HEXLOWER.encode(&phone.verified_boot_key),
        )
    };
    stage.attest(&phone).await.assert_told(200, &told(true));
    for _ in 0..2 {
        stage.clock.advance_ms(60_000);
        let answer = stage.prove(&phone).await;
        answer.assert_told(200, &told(false));
        let accepted = ("valid".to_owned(), "accepted".to_owned());
        assert_eq!(stage.reason(&answer).await, accepted);
    }
    let stored = stage.stored_android_key(&phone).await.unwrap();
    assert_eq!(stored["registered_at"], "2026-04-29T14:50:00.000Z");
    assert_eq!(stored["last_used_at"], "2026-04-29T14:52:00.000Z");
}

async fn every_kind_of_genuine_phone_is_accepted(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let mut seed = 0;
    for provisioning in [Provisioning::Factory, Provisioning::Remote] {
        for level in [SecurityLevel::Tee, SecurityLevel::StrongBox] {
            for target in [TargetKey::P256, TargetKey::Rsa] {
                for (root, root_included) in [(Root::Rsa4096, false), (Root::P384, true)] {
                    seed += 1;
                    let mut phone = android_phone_of(seed, provisioning, level);
                    phone.target = target;
                    phone.root = root;
                    phone.root_included = root_included;
                    accept_and_forget(&stage, &phone).await;
                }
            }
        }
    }
    for version in [1, 2, 3, 4, 100, 200, 300, 400, 9_000] {
        seed += 1;
        let mut phone = android_phone(seed);
        phone.attestation_version = version;
        accept_and_forget(&stage, &phone).await;
    }
}

/// Registers, proves and forgets: all RSA phones have one key.
async fn accept_and_forget(stage: &AndroidStage, phone: &AndroidPhone) {
    let details = accepted(&stage.attest(phone).await);
    let level = match phone.level() {
        SecurityLevel::StrongBox => "StrongBox",
        SecurityLevel::Tee | SecurityLevel::Software => "TEE",
    };
    let provisioning = match phone.provisioning() {
        Provisioning::Factory => "factory",
        Provisioning::Remote => "remote",
    };
    assert_eq!(details["securityLevel"], level);
    assert_eq!(details["provisioning"], provisioning);
    assert_eq!(details["attestationVersion"], phone.attestation_version);
    accepted(&stage.prove(phone).await);
    stage.admin.delete(&android_key_path(phone)).await;
}

#[track_caller]
fn accepted(answer: &Answer) -> Value {
    answer.assert_accepted_as("androidKeyDetails", "packageName")
}

async fn row_45_a_chain_with_one_more_certificate_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    let now_ms = stage.now_ms();
    for flaw in [Flaw::Extended, Flaw::ExtendedPlain, Flaw::ExtendedTwice] {
        let answer = stage
            .judge(|nonce| phone.flawed_token(flaw, nonce, true, true, now_ms))
            .await;
        let (text, reason) = ("Attestation not authentic", "android_chain_extended");
        stage
            .assert_refused_for(&answer, 268_513_284, text, reason)
            .await;
    }
    assert_eq!(stage.stored_android_key(&phone).await, None);
}

async fn row_46_a_factory_chain_whose_certificates_expired_is_accepted(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let expired = Some(stage.now_ms() - 1_000);
    let mut factory = android_phone_of(1, Provisioning::Factory, SecurityLevel::Tee);
    factory.not_after_ms = expired;
    accepted(&stage.attest(&factory).await);
    let mut remote = android_phone(2);
    remote.not_after_ms = expired;
    let answer = stage.attest(&remote).await;
    let (text, reason) = ("Attestation not fresh", "android_cert_expired");
    stage
        .assert_refused_for(&answer, 268_513_286, text, reason)
        .await;
}

/// A list with one serial of this phone's chain.
fn list_with(phone: &AndroidPhone, place: usize, form: SerialForm, status: Status) -> String {
    status_list(&[(&phone.serials()[place], form, status)])
}

async fn row_47_a_serial_that_is_listed_in_decimal_is_revoked(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    // Serials that fit into 16 bytes can be written in decimal; those of remote chains do.
    for (seed, form) in [(1, SerialForm::Decimal), (2, SerialForm::Hex)] {
        let phone = android_phone(seed);
        let serials = phone.serials();
        let place = (1..serials.len()).find(|place| serials[*place].len() <= 16);
        let place = place.expect("a serial of at most 16 bytes");
        let list = list_with(&phone, place, form, Status::Revoked);
        stage.load_status_list(&list).await;
        let answer = stage.attest(&phone).await;
        stage
            .assert_refused_for(&answer, 268_513_289, "Revoked", "android_cert_revoked")
            .await;
        let list = list_with(&phone, place, form, Status::Suspended);
        stage.load_status_list(&list).await;
        let answer = stage.attest(&phone).await;
        let reason = "android_cert_suspended";
        stage
            .assert_refused_for(&answer, 268_513_289, "Revoked", reason)
            .await;
        assert_eq!(stage.stored_android_key(&phone).await, None);
        stage.load_status_list(&status_list(&[])).await;
        accepted(&stage.attest(&phone).await);
    }
}

async fn a_chain_of_a_registered_key_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    accepted(&stage.attest(&phone).await);
    let stored = stage.stored_android_key(&phone).await;
    stage.clock.advance_ms(1_000);
    let answer = stage.attest(&phone).await;
    let reason = "android_key_already_attested";
    assert_unacceptable(&stage, &answer, reason).await;
    assert_eq!(stage.stored_android_key(&phone).await, stored);
    accepted(&stage.prove(&phone).await);
}

async fn assert_unacceptable(stage: &AndroidStage, answer: &Answer, reason: &str) {
    let text = "Device key not acceptable";
    stage
        .assert_refused_for(answer, 268_513_285, text, reason)
        .await;
}

async fn a_proof_of_an_unknown_key_is_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let answer = stage.prove(&android_phone(1)).await;
    assert_unacceptable(&stage, &answer, "android_key_unknown").await;
}

async fn a_proof_serves_its_own_nonce_alone(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    accepted(&stage.attest(&phone).await);
    let token = phone.token(&[5; 32], false, true, stage.now_ms());
    accepted(&stage.party.verify(&by_nonce(&token, &[5; 32])).await);
    for other in [vec![6; 32], vec![5; 31], vec![5; 33]] {
        let answer = stage.party.verify(&by_nonce(&token, &other)).await;
        let (text, reason) = ("Attestation not authentic", "android_pop_invalid");
        stage
            .assert_refused_for(&answer, 268_513_284, text, reason)
            .await;
    }
}

async fn a_chain_without_proof_registers_and_a_proof_follows(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    let now_ms = stage.now_ms();
    let chain_alone = |nonce: &[u8]| phone.token(nonce, true, false, now_ms);
    accepted(&stage.judge(chain_alone).await);
    let again = stage.judge(chain_alone).await;
    assert_unacceptable(&stage, &again, "android_key_already_attested").await;
    accepted(&stage.prove(&phone).await);
}

async fn an_opaque_key_is_registered_but_cannot_prove_anything(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let mut phone = android_phone(1);
    phone.target = TargetKey::MlDsa65;
    let now_ms = stage.now_ms();
    let details = stage
        .judge(|nonce| phone.token(nonce, true, false, now_ms))
        .await;
    assert_eq!(accepted(&details)["keyId"], BASE64.encode(&phone.key_id()));
    let answer = stage.prove(&phone).await;
    let (text, reason) = ("Attestation not authentic", "android_pop_unsupported");
    stage
        .assert_refused_for(&answer, 268_513_284, text, reason)
        .await;
}

async fn a_revoked_key_is_refused_for_good(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    accepted(&stage.attest(&phone).await);
    let path = format!("{}/revoke", android_key_path(&phone));
    let revoked = stage.admin.post(&path, json!({"reason": "stolen"})).await;
    assert_eq!(revoked["revoked_reason"], "stolen");
    let answer = stage.prove(&phone).await;
    stage
        .assert_refused_for(&answer, 268_513_289, "Revoked", "android_key_revoked")
        .await;
    // Attesting once more is no way back.
    let answer = stage.attest(&phone).await;
    assert_unacceptable(&stage, &answer, "android_key_already_attested").await;
}

async fn a_forgotten_key_is_attested_again(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    accepted(&stage.attest(&phone).await);
    stage.admin.delete(&android_key_path(&phone)).await;
    let answer = stage.prove(&phone).await;
    assert_unacceptable(&stage, &answer, "android_key_unknown").await;
    assert_eq!(accepted(&stage.attest(&phone).await)["attested"], true);
}

async fn a_registered_key_is_refused_once_its_chain_is_listed(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone_of(1, Provisioning::Factory, SecurityLevel::StrongBox);
    accepted(&stage.attest(&phone).await);
    let serials = phone.serials().len();
    for place in 1..serials {
        for (status, reason) in [
            (Status::Revoked, "android_cert_revoked"),
            (Status::Suspended, "android_cert_suspended"),
        ] {
            let list = list_with(&phone, place, SerialForm::Hex, status);
            stage.load_status_list(&list).await;
            let answer = stage.prove(&phone).await;
            stage
                .assert_refused_for(&answer, 268_513_289, "Revoked", reason)
                .await;
        }
    }
    stage.load_status_list(&google_ca().status_list()).await;
    accepted(&stage.prove(&phone).await);
}

async fn the_keys_of_a_disabled_app_are_unknown(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    accepted(&stage.attest(&phone).await);
    let mut other = android_app("com.example.another");
    other["services"] = json!(["android-key"]);
    add_android_app(&stage.admin, &other).await;
    stage.set_android_app(json!({"enabled": false})).await;
    let answer = stage.prove(&phone).await;
    assert_unacceptable(&stage, &answer, "android_key_unknown").await;
    let answer = stage.attest(&android_phone(2)).await;
    let (text, reason) = ("Application not allowed", "android_app_not_allowed");
    stage
        .assert_refused_for(&answer, 268_513_282, text, reason)
        .await;
    stage.set_android_app(json!({"enabled": true})).await;
    accepted(&stage.prove(&phone).await);
}

async fn a_key_limited_to_an_app_knows_no_other(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    accepted(&stage.attest(&phone).await);
    let other = android_app("com.example.another");
    let other = add_android_app(&stage.admin, &other).await;
    let limited = async |app: &str| {
        let (_, key) = stage.another_key(&json!({"app_ids": [app]})).await;
        stage.party.with_key(&key)
    };
    let (own, foreign) = (limited(&stage.android_app).await, limited(&other).await);
    let now_ms = stage.now_ms();
    let proof = |nonce: &[u8]| phone.token(nonce, false, true, now_ms);
    accepted(&stage.judge_for(&own, proof).await);
    let answer = stage.judge_for(&foreign, proof).await;
    assert_unacceptable(&stage, &answer, "android_key_unknown").await;
    let new = android_phone(2);
    let chain = |nonce: &[u8]| new.token(nonce, true, true, now_ms);
    let answer = stage.judge_for(&foreign, chain).await;
    answer.assert_refused(268_513_282, "Application not allowed");
    accepted(&stage.judge_for(&own, chain).await);
}

async fn a_phone_of_another_tenant_is_unknown(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let (_, _, other) = stage.another_android_tenant("other").await;
    let phone = android_phone(1);
    accepted(&stage.attest(&phone).await);
    let now_ms = stage.now_ms();
    let proof = |nonce: &[u8]| phone.token(nonce, false, true, now_ms);
    let answer = stage.judge_for(&other, proof).await;
    answer.assert_refused(268_513_285, "Device key not acceptable");
    // The registries are separate: the same key can be registered there too.
    let chain = |nonce: &[u8]| phone.token(nonce, true, true, now_ms);
    accepted(&stage.judge_for(&other, chain).await);
    accepted(&stage.judge_for(&other, proof).await);
}

async fn a_phone_with_an_attest_key_is_accepted_where_that_is_allowed(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let mut phone = android_phone(1);
    phone.attest_key = true;
    let answer = stage.attest(&phone).await;
    let (text, reason) = ("Attestation not authentic", "android_chain_extended");
    stage
        .assert_refused_for(&answer, 268_513_284, text, reason)
        .await;
    stage.set(json!({"android_allow_attest_key": true})).await;
    accepted(&stage.attest(&phone).await);
    accepted(&stage.prove(&phone).await);
}

async fn an_owner_who_signed_the_system_is_accepted_by_his_key(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let mut phone = android_phone(1);
    phone.boot_state = BootState::SelfSigned;
    phone.verified_boot_key = OWNER_BOOT_KEY;
    assert_eq!(phone.signers, [SIGNER]);
    let answer = stage.attest(&phone).await;
    let (text, reason) = ("Device integrity insufficient", "android_boot_state");
    stage
        .assert_refused_for(&answer, 268_513_287, text, reason)
        .await;
    let policy = json!({
        "boot_states": ["verified", "self_signed"],
        "boot_keys": [HEXLOWER.encode(&OWNER_BOOT_KEY)],
    });
    stage.set_android_app(json!({"android_key": policy})).await;
    let details = accepted(&stage.attest(&phone).await);
    assert_eq!(details["verifiedBootState"], "SelfSigned");
}
