//! Bodies that are no requests (spec webauthn.md section 9, rows 1, 13 to 18, 31 and 33).

use serde_json::{Value, json};

use super::harness::{FOR_BROWSERS, ORIGIN, W1, W2, W3, W4, W5, asked, authenticator, start};
use crate::harness::{Answer, Ask, Server};

/// A registration message that is in order, as far as its own members go.
async fn message(server: &Server) -> Value {
    let options = server.registration_options("jeff").await;
    authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message()
}

async fn sent(server: &Server, path: &str, body: impl Into<axum::body::Body>) -> Answer {
    server.send(asked(path).with(body)).await
}

#[tokio::test]
async fn row_1_the_vendor_s_own_sample_is_refused_as_printed() {
    let server = start("nevis", json!({})).await;
    let sample = r#"{"type":"public-key","id":"Y3JlZElk","response":{"clientDataJSON":"dW5wYXJzYWJsZSBjbGllbnQganNvbiBkYXRh","attestationObject":"dW5wYXJzYWJsZSBhdHRlc3RhdGlvbiBkYXRh"},"userFriendlyName":"MyAuthenticator","userAgent":"Mozilla/5.0 (X11; Linux x86_64)"}"#;
    let answer = sent(&server, W2, sample).await;
    assert_eq!(
        answer.told(),
        (
            200,
            r#"{"status":"failed","errorMessage":"client_data_not_json: The client data is not a JSON object.","fido2SessionId":""}"#
        )
    );
    assert_eq!(answer.header("x-touchstone-reason"), "client_data_not_json");
    assert_eq!(answer.header("x-touchstone-verdict"), "");
}

#[tokio::test]
async fn row_13_what_is_no_object_is_malformed() {
    let server = start("nevis", json!({})).await;
    let deep = format!(r#"{{"username":{}{}}}"#, "[".repeat(16), "]".repeat(16));
    let bodies: [&[u8]; 8] = [
        b"",
        b"[]",
        b"null",
        b"{\"username\":",
        b"{\"username\":\"\xff\"}",
        b"\xef\xbb\xbf{}",
        b"{} {}",
        deep.as_bytes(),
    ];
    for body in bodies {
        for path in FOR_BROWSERS {
            let answer = sent(&server, path, body.to_vec()).await;
            let json = answer.assert_reason("body_malformed");
            assert_eq!(json["fido2SessionId"], "");
        }
        assert_status_malformed(&sent(&server, W5, body.to_vec()).await);
    }
}

#[tokio::test]
async fn depth_16_is_not_too_deep() {
    let server = start("nevis", json!({})).await;
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(15), "]".repeat(15));
    for (path, reason) in [(W1, "username_missing"), (W2, "id_missing")] {
        sent(&server, path, deep.clone())
            .await
            .assert_reason(reason);
    }
}

#[tokio::test]
async fn row_14_a_member_that_comes_twice_is_told() {
    let server = start("nevis", json!({})).await;
    let body = r#"{"type":"public-key","type":"x","id":"YQ"}"#;
    for path in FOR_BROWSERS {
        sent(&server, path, body)
            .await
            .assert_reason("body_duplicate_member");
    }
    let inner = r#"{"id":"YQ","x":{"a":1,"a":2}}"#;
    sent(&server, W4, inner)
        .await
        .assert_reason("body_duplicate_member");
    let body = r#"{"fido2SessionId":"a","fido2SessionId":"a"}"#;
    assert_status_malformed(&sent(&server, W5, body).await);
}

#[tokio::test]
async fn row_15_an_id_is_base64url() {
    let server = start("nevis", json!({})).await;
    for id in [
        json!(1469),
        json!("a+b/"),
        json!(""),
        json!("YR"),
        json!(true),
    ] {
        let body = json!({"type": "public-key", "id": id});
        server.post(W2, &body).await.assert_reason("id_malformed");
        server.post(W4, &body).await.assert_reason("id_malformed");
    }
}

#[tokio::test]
async fn row_15_padding_is_tolerated_by_the_vendor_s_profile_alone() {
    let body = json!({"type": "public-key", "id": "YQ=="});
    let server = start("nevis", json!({})).await;
    server
        .post(W2, &body)
        .await
        .assert_reason("response_missing");
    for profile in ["conformance", "l3"] {
        let server = start(profile, json!({})).await;
        let answer = server.post(W2, &body).await;
        assert_eq!(answer.header("x-touchstone-reason"), "id_malformed");
    }
}

#[tokio::test]
async fn row_16_an_id_has_at_most_1023_bytes() {
    let server = start("nevis", json!({})).await;
    // 1024 bytes are 1366 characters, and the last of them has four unused bits.
    let id = "A".repeat(1366);
    let body = json!({"type": "public-key", "id": id});
    server.post(W2, &body).await.assert_reason("id_too_long");
    server.post(W4, &body).await.assert_reason("id_too_long");
}

#[tokio::test]
async fn row_17_a_response_is_an_object() {
    let server = start("nevis", json!({})).await;
    for response in [json!([]), json!("x"), json!(7)] {
        let body = json!({"type": "public-key", "id": "YQ", "response": response});
        server
            .post(W2, &body)
            .await
            .assert_reason("response_malformed");
    }
}

#[tokio::test]
async fn row_18_optional_members_have_their_type_and_size() {
    let server = start("nevis", json!({})).await;
    let good = message(&server).await;
    for (name, value) in [
        ("userFriendlyName", json!("a".repeat(257))),
        ("userAgent", json!(5)),
        ("userAgent", json!("a".repeat(1025))),
        ("authenticatorAttachment", json!(["platform"])),
        ("clientExtensionResults", json!("x")),
    ] {
        let mut body = good.clone();
        body[name] = value;
        let json = server
            .post(W2, &body)
            .await
            .assert_reason("optional_field_malformed");
        let message = json["errorMessage"].as_str().unwrap();
        assert!(message.ends_with(&format!("({name}).")), "{message}");
    }
    server.post(W2, &good).await.assert_ok();
}

#[track_caller]
fn assert_status_malformed(answer: &Answer) {
    let text = "The provided JSON payload does not match the defined structure in the Request Body section.";
    answer.assert_failure(400, "body_malformed", text);
}

#[tokio::test]
async fn row_31_the_status_service_refuses_what_is_no_request_with_400() {
    for profile in ["nevis", "conformance", "l3"] {
        let server = start(profile, json!({})).await;
        for body in [
            json!({}),
            json!({"fido2SessionId": 7}),
            json!({"fido2SessionId": "a".repeat(129)}),
            json!({"fido2SessionId": ""}),
            json!({"fido2SessionId": "a", "detail": "yes"}),
        ] {
            assert_status_malformed(&server.post(W5, &body).await);
        }
    }
}

#[tokio::test]
async fn row_33_options_are_asked_for_in_order() {
    let server = start("nevis", json!({})).await;
    for (body, reason) in [
        (json!({}), "username_missing"),
        (json!({"username": "", "displayName": ""}), "username_empty"),
        (
            json!({"username": "a\u{7}", "displayName": ""}),
            "username_malformed",
        ),
        (
            json!({"username": "a", "displayName": 7}),
            "display_name_malformed",
        ),
        (
            json!({"username": "a", "displayName": "", "extensions": []}),
            "extension_malformed",
        ),
    ] {
        server.post(W1, &body).await.assert_reason(reason);
    }
    for (path, selection) in [
        (
            W1,
            json!({"username": "a", "displayName": "", "authenticatorSelection": {"userVerification": "always"}}),
        ),
        (W1, json!({"username": "a", "userVerification": "always"})),
        (W3, json!({"username": "a", "userVerification": "always"})),
    ] {
        let answer = server.post(path, &selection).await;
        let json = answer.assert_reason("options_field_malformed");
        let message = json["errorMessage"].as_str().unwrap();
        assert!(message.contains("userVerification"), "{message}");
    }
}
