//! What each answer of Google means, and how often it is asked.

use touchstone_core::ports::UpstreamError;

use super::scene::{PAYLOAD, Scene, TOKEN, decoded, pace, unavailable};
use crate::tests::server::Reply;

fn denied(status: u16, message: &str) -> UpstreamError {
    UpstreamError::Denied {
        status,
        message: message.to_owned(),
    }
}

#[tokio::test]
async fn a_payload_is_given_back_as_it_came() {
    let scene = Scene::new(pace()).await;
    assert_eq!(scene.decode().await.unwrap(), PAYLOAD.as_bytes());
    let seen = scene.server.seen();
    assert_eq!(
        seen[1].line,
        "POST /v1/com.example.app:decodeIntegrityToken HTTP/1.1"
    );
    assert_eq!(seen[1].body, format!("{{\"integrityToken\":\"{TOKEN}\"}}"));
    assert_eq!(
        seen[1].header("authorization"),
        Some("Bearer ya29.token-number-0")
    );
}

#[tokio::test]
async fn a_member_that_is_there_twice_reaches_the_judge() {
    let scene = Scene::new(pace()).await;
    let body = r#"{"x": 1, "tokenPayloadExternal": {"a": 1, "a": 2.50}}"#;
    scene.decodes([Reply::json(200, body)]);
    assert_eq!(scene.decode().await.unwrap(), br#"{"a": 1, "a": 2.50}"#);
}

#[tokio::test]
async fn a_package_name_stays_in_its_place_in_the_path() {
    let scene = Scene::new(pace()).await;
    let request = touchstone_core::ports::DecodeRequest {
        package_name: "../a/b?c#d%2f".to_owned(),
        ..super::scene::request()
    };
    let upstream: &dyn touchstone_core::ports::Upstream = &*scene.issuers;
    upstream.decode_integrity_token(request).await.unwrap();
    assert_eq!(
        scene.server.seen()[1].line,
        "POST /v1/..%2Fa%2Fb%3Fc%23d%252f:decodeIntegrityToken HTTP/1.1"
    );
}

#[tokio::test]
async fn a_200_without_the_object_is_unavailable_and_never_repeated() {
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "hello",
        "{\"tokenPayloadExternal\":",
        r#"{"tokenPayloadExternal":null}"#,
        r#"{"tokenPayloadExternal":"{}"}"#,
        r#"{"tokenPayloadExternal":[{}]}"#,
        r#"{"tokenPayloadExternal":{}} {}"#,
        r#"{"tokenPayloadExternal":{},"tokenPayloadExternal":{}}"#,
    ] {
        let scene = Scene::new(pace()).await;
        scene.decodes([Reply::json(200, body)]);
        assert_eq!(unavailable(scene.decode().await), ("garbage", 5), "{body}");
        assert_eq!(scene.calls(), (1, 1), "{body}");
    }
}

#[tokio::test]
async fn a_400_is_a_refused_token() {
    let scene = Scene::new(pace()).await;
    let body = r#"{"error":{"code":400,"message":"Integrity token cannot be decoded.","status":"INVALID_ARGUMENT"}}"#;
    scene.decodes([Reply::json(400, body)]);
    let refused = UpstreamError::Refused {
        message: "INVALID_ARGUMENT: Integrity token cannot be decoded.".to_owned(),
    };
    assert_eq!(scene.decode().await.unwrap_err(), refused);
    assert_eq!(scene.calls(), (1, 1));
}

#[tokio::test]
async fn a_401_is_met_once_with_a_new_access_token() {
    let scene = Scene::new(pace()).await;
    scene.decodes([Reply::status(401)]);
    scene.decode().await.unwrap();
    assert_eq!(scene.calls(), (2, 2));
    assert_eq!(
        scene.bearers(),
        ["Bearer ya29.token-number-0", "Bearer ya29.token-number-1"]
    );
    scene.decode().await.unwrap();
    assert_eq!(scene.calls(), (2, 3));
}

#[tokio::test]
async fn a_second_401_is_a_denial() {
    let scene = Scene::new(pace()).await;
    scene.decodes([Reply::status(401), Reply::json(401, "who are you")]);
    assert_eq!(
        scene.decode().await.unwrap_err(),
        denied(401, "who are you")
    );
    assert_eq!(scene.calls(), (2, 2));
}

#[tokio::test]
async fn a_403_and_a_404_are_denials_with_googles_text() {
    for status in [403, 404] {
        let scene = Scene::new(pace()).await;
        let body = r#"{"error":{"message":"API off","status":"NO"}}"#;
        scene.decodes([Reply::json(status, body)]);
        let error = scene.decode().await.unwrap_err();
        assert_eq!(error, denied(status, "NO: API off"));
        assert_eq!(scene.calls(), (1, 1));
    }
}

#[tokio::test]
async fn a_429_or_5xx_is_repeated_once() {
    for status in [429, 500, 502, 503, 504, 599] {
        let scene = Scene::new(pace()).await;
        scene.decodes([Reply::status(status)]);
        assert_eq!(scene.decode().await.unwrap(), PAYLOAD.as_bytes());
        assert_eq!(scene.calls(), (1, 2), "{status}");
    }
}

#[tokio::test]
async fn a_second_429_or_5xx_is_unavailable() {
    for (status, word) in [(429, "rate_limited"), (500, "server_error")] {
        let scene = Scene::new(pace()).await;
        scene.decodes([Reply::status(503), Reply::status(status), decoded()]);
        assert_eq!(unavailable(scene.decode().await), (word, 5));
        assert_eq!(scene.calls(), (1, 2));
    }
}

#[tokio::test]
async fn a_repeat_is_judged_like_a_first_answer() {
    let scene = Scene::new(pace()).await;
    scene.decodes([Reply::status(429), Reply::json(400, "bad")]);
    let refused = UpstreamError::Refused {
        message: "bad".to_owned(),
    };
    assert_eq!(scene.decode().await.unwrap_err(), refused);
    scene.decodes([Reply::status(429), Reply::status(401), Reply::status(429)]);
    assert_eq!(scene.decode().await.unwrap(), PAYLOAD.as_bytes());
}

#[tokio::test]
async fn other_answers_are_unavailable_and_not_repeated() {
    for status in [201, 204, 302, 307, 405, 408, 409, 413, 418] {
        let scene = Scene::new(pace()).await;
        scene.decodes([Reply::status(status)]);
        assert_eq!(
            unavailable(scene.decode().await),
            ("garbage", 5),
            "{status}"
        );
        assert_eq!(scene.calls(), (1, 1), "{status}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let scene = Scene::new(pace()).await;
    let location = format!("Location: {}/v1/stolen\r\n", scene.server.url);
    scene.decodes([Reply::Answer(307, location, Vec::new())]);
    assert_eq!(unavailable(scene.decode().await), ("garbage", 5));
    assert_eq!(scene.calls(), (1, 1));
}

#[tokio::test]
async fn an_answer_beyond_one_mebibyte_is_unavailable_and_not_repeated() {
    let scene = Scene::new(pace()).await;
    let body = |padding: usize| {
        format!("{{\"tokenPayloadExternal\":{{}}}}{}", " ".repeat(padding)).into_bytes()
    };
    let fits = 1024 * 1024 - body(0).len();
    let answer = |padding| Reply::Answer(200, String::new(), body(padding));
    scene.decodes([answer(fits), answer(fits + 1)]);
    assert_eq!(scene.decode().await.unwrap(), b"{}");
    assert_eq!(unavailable(scene.decode().await), ("garbage", 5));
    assert_eq!(scene.calls(), (1, 2));
}
