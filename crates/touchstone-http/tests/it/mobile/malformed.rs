//! Requests to verify that are refused before a session is looked at (spec mobile.md 2.2; section 9, rows 11 to 23). The causes
//! themselves are told apart in the unit tests of the reader; here it is shown that they go out and consume nothing.

use data_encoding::BASE64;
use serde_json::json;
use touchstone_core::mobile::FinalNonce;
use touchstone_simulator::apple::ClientDataProfile;

use crate::harness::{Ask, Never, Server, T, post};

const VERIFY: &str = "/api/v1/attestation/verify";

#[tokio::test]
async fn rows_11_and_12_another_media_type_is_refused_before_the_body_is_read() {
    let server = Server::start().await;
    for kind in [
        None,
        Some("application/json; charset=utf-16"),
        Some("text/json"),
        Some(""),
    ] {
        let mut request = post(VERIFY).header("x-api-key", &server.key);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let body = Never::default();
        let answer = server.send(request.with(body.clone())).await;
        answer.assert_error(415, 268_505_092, "Unsupported media type");
        assert!(!body.was_asked_for());
    }
}

#[tokio::test]
async fn row_13_a_body_of_131_073_bytes_is_too_large() {
    let server = Server::start().await;
    for bytes in [131_073, 200 * 1024] {
        let answer = server.verify("x".repeat(bytes)).await;
        answer.assert_error(413, 268_505_093, "Request too large");
    }
}

#[tokio::test]
async fn a_body_of_131_072_bytes_is_read() {
    let server = Server::start().await;
    let answer = server.verify(" ".repeat(131_072)).await;
    answer.assert_malformed("body is not a JSON object");
}

#[tokio::test]
async fn row_14_what_is_no_object_is_cause_1() {
    let server = Server::start().await;
    for body in ["[]", "", "{", "\u{feff}{\"attestationToken\":\"AA==\"}"] {
        let answer = server.verify(body).await;
        answer.assert_malformed("body is not a JSON object");
    }
}

#[tokio::test]
async fn row_15_a_name_twice_is_cause_2() {
    let server = Server::start().await;
    let answer = server
        .verify(r#"{"attestationToken":"AA==","attestationToken":"AA=="}"#)
        .await;
    answer.assert_malformed("duplicate field attestationToken");
}

#[tokio::test]
async fn a_name_that_must_be_escaped_is_told_back_as_json() {
    let server = Server::start().await;
    let answer = server.verify(r#"{"a\"\n":1,"a\"\n":1}"#).await;
    assert_eq!(
        answer.json()["errorMessage"],
        "Malformed request: duplicate field a\"\n"
    );
}

#[tokio::test]
async fn rows_16_to_19_and_21_to_23_have_their_causes() {
    let server = Server::start().await;
    let nonce = BASE64.encode(&[7; 16]);
    let long = "r".repeat(129);
    for (body, cause) in [
        (
            json!({"attestationToken": null}),
            "attestationToken is missing",
        ),
        (
            json!({"attestationToken": "-_8="}),
            "attestationToken is not a base64 string",
        ),
        (
            json!({"attestationToken": "AB=="}),
            "attestationToken is not a base64 string",
        ),
        (
            json!({"attestationToken": 1}),
            "attestationToken is not a base64 string",
        ),
        (json!({"attestationToken": ""}), "attestationToken is empty"),
        (
            json!({"attestationToken": "AA==", "sessionReference": long}),
            "sessionReference is not a string of 1 to 128 characters",
        ),
        (
            json!({"attestationToken": "AA==", "expectedNonce": ""}),
            "expectedNonce is not base64 of 16 to 64 bytes",
        ),
        (
            json!({"attestationToken": "AA=="}),
            "exactly one of sessionReference and expectedNonce is required",
        ),
        (
            json!({"attestationToken": "AA==", "sessionReference": "r", "expectedNonce": nonce}),
            "exactly one of sessionReference and expectedNonce is required",
        ),
        (
            json!({"attestationToken": "AA==", "deviceNonce": nonce, "expectedNonce": nonce}),
            "deviceNonce is not allowed with expectedNonce",
        ),
    ] {
        server
            .verify(body.to_string())
            .await
            .assert_malformed(cause);
    }
}

#[tokio::test]
async fn row_20_a_malformed_request_leaves_the_session_as_it_was() {
    let server = Server::start().await;
    let (reference, nonce) = server.init().await;
    let mut iphone = server.iphone(3);
    let token = iphone.token(&nonce, ClientDataProfile::CborArray, true, T.unix_ms());
    let body = json!({
        "attestationToken": BASE64.encode(&token),
        "sessionReference": reference,
        "deviceNonce": BASE64.encode(&[7; 15]),
    });
    let answer = server.verify(body.to_string()).await;
    answer.assert_malformed("deviceNonce is not base64 of 16 to 64 bytes");
    let answer = server.verify_session(&reference, &token).await;
    assert_eq!(answer.json()["isValid"], true, "{answer:?}");
}

#[tokio::test]
async fn the_limits_of_the_nonces_are_the_tenant_s() {
    let server = Server::start().await;
    server
        .set(|settings| settings.final_nonce = FinalNonce::ConcatServerDevice)
        .await;
    server
        .set(|settings| settings.expected_nonce_min_bytes = 32)
        .await;
    let nonce = BASE64.encode(&[7; 33]);
    let body = json!({"attestationToken": "AA==", "sessionReference": "r", "deviceNonce": nonce});
    let answer = server.verify(body.to_string()).await;
    answer.assert_malformed("deviceNonce is not base64 of 16 to 32 bytes");
    let nonce = BASE64.encode(&[7; 31]);
    let body = json!({"attestationToken": "AA==", "expectedNonce": nonce});
    let answer = server.verify(body.to_string()).await;
    answer.assert_malformed("expectedNonce is not base64 of 32 to 64 bytes");
}

#[tokio::test]
async fn an_approach_that_is_switched_off_is_cause_12() {
    let server = Server::start().await;
    server
        .set(|settings| settings.session_enabled = false)
        .await;
    let answer = server.verify_session("r", b"x").await;
    answer.assert_malformed("the session approach is not enabled");
    server
        .set(|settings| settings.sessionless_enabled = false)
        .await;
    let answer = server.verify_sessionless(&[7; 16], b"x").await;
    answer.assert_malformed("the sessionless approach is not enabled");
}
