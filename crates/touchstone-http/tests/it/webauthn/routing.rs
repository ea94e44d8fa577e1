//! Paths and methods (spec webauthn.md 2.1 and 2.2, steps 1 and 3; section 9, rows 2 to 4).

use http::Request;
use serde_json::json;

use super::harness::{FOR_BROWSERS, HOST, W1, W5, start};
use crate::harness::{Answer, Ask, Server, get, post};

const NOT_POST: &str = "The method of the received request was not POST.";

#[track_caller]
fn assert_not_found(answer: &Answer) {
    answer.assert_failure(404, "not_found", "The requested resource does not exist.");
}

#[tokio::test]
async fn paths_have_a_case_and_no_trailing_slash() {
    let server = Server::start().await;
    for path in [
        "/nevisfido/fido2/attestation/Options",
        "/nevisfido/fido2/attestation/options/",
        "/nevisfido/fido2//attestation/options",
        "/nevisfido/fido2/attestation/%6fptions",
        "/nevisfido/fido2/attestation",
        "/nevisfido/fido2/status/",
        "/nevisfido/Health",
        "/nevisfido/health/",
        "/nevisfido/",
        "/nevisfido/x",
    ] {
        assert_not_found(&server.send(post(path).empty()).await);
        assert_not_found(&server.send(get(path).empty()).await);
        let options = Request::options(path).empty();
        assert_not_found(&server.send(options).await);
    }
}

#[tokio::test]
async fn paths_beside_the_room_speak_the_common_shape() {
    let server = Server::start().await;
    for path in [
        "/nevisfido",
        "/NEVISFIDO/health",
        "//nevisfido/health",
        "/.well-known/x",
    ] {
        let answer = server.send(get(path).empty()).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn row_2_other_methods_are_refused() {
    let server = start("nevis", json!({})).await;
    for path in FOR_BROWSERS {
        for method in ["GET", "PUT", "PATCH", "DELETE", "TRACE", "BREW"] {
            let request = Request::builder().method(method).uri(path);
            let answer = server.send(request.header("host", HOST).empty()).await;
            answer.assert_failure(405, "method_not_allowed", NOT_POST);
            assert_eq!(answer.header("allow"), "POST, OPTIONS", "{method}");
            assert_eq!(answer.header("vary"), "Origin");
        }
        let answer = server.send(Request::head(path).empty()).await;
        assert_eq!(answer.status, 405);
        assert_eq!(answer.header("allow"), "POST, OPTIONS");
    }
}

#[tokio::test]
async fn row_3_options_on_the_status_service_is_another_method() {
    let server = start("nevis", json!({})).await;
    for method in ["OPTIONS", "GET", "PUT"] {
        let request = Request::builder().method(method).uri(W5);
        let answer = server.send(request.empty()).await;
        answer.assert_failure(405, "method_not_allowed", NOT_POST);
        assert_eq!(answer.header("allow"), "POST");
    }
}

#[tokio::test]
async fn row_4_the_method_is_looked_at_before_the_headers() {
    let server = start("nevis", json!({})).await;
    let request = get(W1).header("accept", "text/html").empty();
    let answer = server.send(request).await;
    answer.assert_failure(405, "method_not_allowed", NOT_POST);
}

#[tokio::test]
async fn the_request_s_name_is_on_every_answer() {
    let server = start("nevis", json!({})).await;
    for path in [W1, W5, "/nevisfido/x", "/nevisfido/health"] {
        let request = get(path).header("x-request-id", "a-1").empty();
        assert_eq!(server.send(request).await.header("x-request-id"), "a-1");
    }
}
