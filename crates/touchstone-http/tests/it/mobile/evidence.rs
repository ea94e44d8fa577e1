//! Verdicts on evidence as they go out (spec mobile.md 2.2 and 4.8; section 9, rows 28 to 38 as far as they concern answers).

use data_encoding::BASE64;
use serde_json::json;
use touchstone_core::mobile::Explain;
use touchstone_simulator::apple::{
    ClientDataProfile, EnvelopeFlaw, Environment, Flaw, Iphone, OTHER_APP_ID,
};

use crate::harness::{APP_ID, Server, T};

const CBOR: ClientDataProfile = ClientDataProfile::CborArray;
const NONCE: [u8; 32] = [9; 32];

#[tokio::test]
async fn row_28_what_is_no_envelope_is_refused_and_the_session_is_used() {
    let server = Server::start().await;
    let (reference, _) = server.init().await;
    let answer = server.verify_session(&reference, b"hello").await;
    answer.assert_refused(268_513_280, "Attestation token malformed");
    assert_eq!(
        server.verify_session(&reference, b"hello").await.status,
        409
    );
}

#[tokio::test]
async fn rows_29_and_31_every_flaw_of_the_envelope_is_an_answer() {
    let server = Server::start().await;
    for (seed, flaw) in EnvelopeFlaw::ALL.iter().enumerate() {
        let mut iphone = server.iphone(u8::try_from(seed).unwrap() + 10);
        let flawed = Flaw::Envelope(*flaw);
        let token = iphone.flawed_token(flawed, &NONCE, CBOR, true, T.unix_ms());
        let answer = server.verify_sessionless(&NONCE, &token).await;
        if token.is_empty() {
            answer.assert_malformed("attestationToken is empty");
            continue;
        }
        let (code, message) = match flaw.expected_reason() {
            "token_malformed" => (268_513_280, "Attestation token malformed"),
            "token_service_unsupported" => (268_513_281, "Platform not supported"),
            "apple_jailbroken" => (268_513_287, "Device integrity insufficient"),
            "apple_key_id_mismatch" => (268_513_285, "Device key not acceptable"),
            other => panic!("{flaw:?}: {other}"),
        };
        answer.assert_refused(code, message);
    }
}

#[tokio::test]
async fn row_30_a_length_of_2_to_the_63_is_refused() {
    let server = Server::start().await;
    let token = [0x5b, 0x80, 0, 0, 0, 0, 0, 0, 0];
    let answer = server.verify_sessionless(&NONCE, &token).await;
    answer.assert_refused(268_513_280, "Attestation token malformed");
}

#[tokio::test]
async fn row_32_another_app_is_refused() {
    let server = Server::start().await;
    let mut iphone = Iphone::new(&server.ca, [3; 32], OTHER_APP_ID, Environment::Production);
    let token = iphone.token(&NONCE, CBOR, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    answer.assert_refused(268_513_282, "Application not allowed");
}

#[tokio::test]
async fn row_33_a_development_build_is_refused() {
    let server = Server::start().await;
    let mut iphone = Iphone::new(&server.ca, [3; 32], APP_ID, Environment::Development);
    let token = iphone.token(&NONCE, CBOR, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    answer.assert_refused(268_513_282, "Application not allowed");
}

#[tokio::test]
async fn row_34_the_other_profile_is_a_nonce_mismatch_and_only_explain_full_hints_at_it() {
    let server = Server::start().await;
    let token = |seed| {
        server
            .iphone(seed)
            .token(&NONCE, ClientDataProfile::Raw, true, T.unix_ms())
    };
    let answer = server.verify_sessionless(&NONCE, &token(3)).await;
    answer.assert_refused(268_513_283, "Nonce mismatch");

    server
        .set(|settings| settings.explain = Explain::Reason)
        .await;
    let answer = server.verify_sessionless(&NONCE, &token(4)).await;
    let told = r#"{"isValid":false,"statusCode":268513283,"errorMessage":"Nonce mismatch","reason":"apple_nonce_mismatch"}"#;
    assert_eq!(answer.told(), (200, told));

    server
        .set(|settings| settings.explain = Explain::Full)
        .await;
    let json = server.verify_sessionless(&NONCE, &token(5)).await.json();
    let hint = json["hint"].as_str().unwrap();
    assert!(hint.contains("profile=raw"), "{hint}");
    let failed = json["checks"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&failed["check"], &failed["ok"]),
        (&json!("A6"), &json!(false))
    );
}

#[tokio::test]
async fn rows_35_36_and_38_keys_that_are_unknown_replayed_or_known_already_are_refused() {
    let server = Server::start().await;
    let mut iphone = server.iphone(3);
    let unknown = iphone.token(&NONCE, CBOR, false, T.unix_ms());
    let refused = (268_513_285, "Device key not acceptable");
    let answer = server.verify_sessionless(&NONCE, &unknown).await;
    answer.assert_refused(refused.0, refused.1);

    let attested = iphone.token(&NONCE, CBOR, true, T.unix_ms());
    assert_eq!(
        server.verify_sessionless(&NONCE, &attested).await.json()["isValid"],
        true
    );
    let again = iphone.token(&NONCE, CBOR, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &again).await;
    answer.assert_refused(refused.0, refused.1);

    let asserted = iphone.token(&NONCE, CBOR, false, T.unix_ms());
    assert_eq!(
        server.verify_sessionless(&NONCE, &asserted).await.json()["isValid"],
        true
    );
    let answer = server.verify_sessionless(&NONCE, &asserted).await;
    answer.assert_refused(refused.0, refused.1);
}

#[tokio::test]
async fn accepted_evidence_has_its_fields_in_the_printed_order() {
    let server = Server::start().await;
    let mut iphone = server.iphone(3);
    let token = iphone.token(&NONCE, CBOR, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    assert_eq!(answer.status, 200);
    let details = &answer.json()["appleTokenDetails"];
    let optional: String = ["isJailbroken", "osVersion", "osBuild"]
        .iter()
        .filter_map(|name| {
            details
                .get(name)
                .map(|value| format!(r#","{name}":{value}"#))
        })
        .collect();
    let key_id = BASE64.encode(&iphone.key_id());
    let told = format!(
        r#"{{"isValid":true,"appleTokenDetails":{{"appId":"{APP_ID}","environment":"production","keyId":"{key_id}","attested":true,"counter":1,"attestedAtUtc":"2026-04-29T14:50:00.000Z"{optional}}},"statusCode":0}}"#
    );
    assert_eq!(answer.body, told);
    assert!(answer.header("x-touchstone-verdict").starts_with("vdt_"));
}

#[tokio::test]
async fn an_assertion_tells_when_its_key_was_attested() {
    let server = Server::start().await;
    let mut iphone = server.iphone(3);
    let token = iphone.token(&NONCE, CBOR, true, T.unix_ms());
    server.verify_sessionless(&NONCE, &token).await;
    server.clock.advance_ms(86_400_000);
    let token = iphone.token(&NONCE, CBOR, false, T.unix_ms());
    let details = &server.verify_sessionless(&NONCE, &token).await.json()["appleTokenDetails"];
    assert_eq!(
        (&details["attested"], &details["counter"]),
        (&json!(false), &json!(2))
    );
    assert_eq!(details["attestedAtUtc"], "2026-04-29T14:50:00.000Z");
}

#[tokio::test]
async fn the_device_s_nonce_goes_into_the_final_one() {
    let server = Server::start().await;
    server
        .set(|settings| {
            settings.final_nonce = touchstone_core::mobile::FinalNonce::ConcatServerDevice
        })
        .await;
    let (reference, server_nonce) = server.init().await;
    let device_nonce = [5; 32];
    let final_nonce = [&server_nonce[..], &device_nonce].concat();
    let token = server
        .iphone(3)
        .token(&final_nonce, CBOR, true, T.unix_ms());
    let body = json!({
        "attestationToken": BASE64.encode(&token),
        "sessionReference": reference,
        "deviceNonce": BASE64.encode(&device_nonce),
    });
    assert_eq!(
        server.verify(body.to_string()).await.json()["isValid"],
        true
    );
}
