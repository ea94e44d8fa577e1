//! Android Key Attestation as it goes out (spec mobile.md 2.2, 4.7; section 9, rows 45 to 47).

use data_encoding::{BASE64, HEXLOWER};
use touchstone_core::mobile::admin::{AndroidAppFields, create_android_app, load_status_list};
use touchstone_core::mobile::{
    AcceptedBootState, AndroidAppPolicy, AndroidKeyPolicy, AndroidService, Explain, Sha256Text,
};
use touchstone_simulator::android::{
    AndroidPhone, Condition, Flaw, MIN_OS_VERSION, MIN_PATCH, OWNER_BOOT_KEY, Provisioning,
    SecurityLevel, SerialForm, Status, status_list,
};

use crate::harness::{Server, T};

const PACKAGE: &str = "com.example.app";
const SIGNER: [u8; 32] = [7; 32];
const NONCE: [u8; 32] = [9; 32];

async fn house() -> (Server, AndroidPhone) {
    house_with(None).await
}

/// A server on which the condition holds, and a phone.
async fn house_with(condition: Option<Condition>) -> (Server, AndroidPhone) {
    let server = Server::start().await;
    let holds = |wanted| condition == Some(wanted);
    let (attest_key, tags) = (
        holds(Condition::AttestKeyAllowed),
        holds(Condition::UnknownTagsRejected),
    );
    server
        .set(|settings| {
            settings.android_allow_attest_key = attest_key;
            settings.android_reject_unknown_tags = tags;
        })
        .await;
    let mut android_key = AndroidKeyPolicy::default();
    if holds(Condition::BootKeyListed) {
        android_key.boot_states.push(AcceptedBootState::SelfSigned);
        android_key.boot_keys.push(Sha256Text(OWNER_BOOT_KEY));
    }
    if holds(Condition::Minimums) {
        android_key.min_os_version = Some(MIN_OS_VERSION);
        android_key.min_os_patch = Some(MIN_PATCH);
        android_key.min_vendor_patch = Some(MIN_PATCH);
        android_key.min_boot_patch = Some(MIN_PATCH);
    }
    let policy = AndroidAppPolicy {
        signer_sha256: vec![Sha256Text(SIGNER)],
        services: vec![AndroidService::AndroidKey],
        android_key,
        ..AndroidAppPolicy::default()
    };
    let fields = AndroidAppFields {
        policy,
        enabled: true,
    };
    let made = server.administer(Some("acme"), async |admin| {
        create_android_app(admin, PACKAGE.to_owned(), fields).await
    });
    made.await.unwrap();
    let phone = AndroidPhone::new(
        &server.google_ca,
        [2; 32],
        PACKAGE,
        SIGNER,
        Provisioning::Remote,
        SecurityLevel::Tee,
    );
    (server, phone)
}

async fn load(server: &Server, list: String) {
    let loaded = server.administer(None, async |admin| {
        load_status_list(admin, list.into(), None).await
    });
    loaded.await.unwrap();
}

/// What is told of the phone, but for whether this token carried the chain.
fn details(phone: &AndroidPhone, attested: bool) -> String {
    format!(
        concat!(
            r#"{{"isValid":true,"androidKeyDetails":{{"packageName":"com.example.app","#,
            r#""keyId":"{}","attested":{},"attestedAtUtc":"2026-04-29T14:50:00.000Z","#,
            r#""securityLevel":"TEE","provisioning":"remote","attestationVersion":300,"#,
            r#""verifiedBootState":"Verified","deviceLocked":true,"verifiedBootKey":"{}","#,
            r#""osVersion":160000,"osPatchLevel":202512,"vendorPatchLevel":20251205,"#,
            r#""bootPatchLevel":20251205,"certificatesIssued30Days":8}},"statusCode":0}}"#
        ),
        BASE64.encode(&phone.key_id()),
        attested,
        HEXLOWER.encode(&phone.verified_boot_key),
    )
}

#[tokio::test]
async fn a_key_is_registered_then_used_with_the_facts_of_its_registration() {
    let (server, phone) = house().await;
    load(&server, server.google_ca.status_list()).await;
    let token = phone.token(&NONCE, true, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    assert_eq!(answer.told(), (200, details(&phone, true).as_str()));
    server.clock.advance_ms(60_000);
    let token = phone.token(&NONCE, false, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    assert_eq!(answer.told(), (200, details(&phone, false).as_str()));
}

#[tokio::test]
async fn without_a_status_list_a_key_cannot_be_judged_and_the_session_stays() {
    let (server, phone) = house().await;
    server.set(|settings| settings.explain = Explain::Off).await;
    let (reference, nonce) = server.init().await;
    let token = phone.token(&nonce, true, true, T.unix_ms());
    let answer = server.verify_session(&reference, &token).await;
    answer.assert_error(503, 268_505_095, "Temporarily unavailable");
    assert_eq!(answer.header("retry-after"), "5");
    assert!(answer.header("x-touchstone-verdict").starts_with("vdt_"));
    load(&server, server.google_ca.status_list()).await;
    let answer = server.verify_session(&reference, &token).await;
    assert_eq!(answer.json()["isValid"], true);
}

#[tokio::test]
async fn row_45_an_extended_chain_is_refused() {
    let (server, phone) = house().await;
    load(&server, server.google_ca.status_list()).await;
    let token = phone.flawed_token(Flaw::Extended, &NONCE, true, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    answer.assert_refused(268_513_284, "Attestation not authentic");
}

#[tokio::test]
async fn every_flaw_of_chain_and_key_is_refused_for_its_reason() {
    let conditions = [
        None,
        Some(Condition::AttestKeyAllowed),
        Some(Condition::UnknownTagsRejected),
        Some(Condition::BootKeyListed),
        Some(Condition::Minimums),
    ];
    for condition in conditions {
        let (server, phone) = house_with(condition).await;
        server
            .set(|settings| settings.explain = Explain::Reason)
            .await;
        load(&server, server.google_ca.status_list()).await;
        let flaws = Flaw::ALL
            .iter()
            .filter(|flaw| flaw.condition() == condition);
        for flaw in flaws {
            let token = phone.flawed_token(*flaw, &NONCE, true, true, T.unix_ms());
            let answer = server.verify_sessionless(&NONCE, &token).await;
            let told = (answer.status, answer.json());
            assert_eq!(told.0, 200, "{flaw}: {told:?}");
            assert_eq!(told.1["isValid"], false, "{flaw}");
            assert_eq!(told.1["reason"], flaw.expected_reason(), "{flaw}");
        }
    }
}

#[tokio::test]
async fn row_47_a_serial_that_is_listed_in_decimal_is_revoked() {
    let (server, phone) = house().await;
    let serials = phone.serials();
    let entries = [(serials[1].as_slice(), SerialForm::Decimal, Status::Revoked)];
    load(&server, status_list(&entries)).await;
    let token = phone.token(&NONCE, true, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    answer.assert_refused(268_513_289, "Revoked");
}
