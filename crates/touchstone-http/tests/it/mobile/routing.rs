//! Paths and methods under `/api/` (spec mobile.md 2.0, steps 3 and 4; section 9, rows 7 and 8).

use http::Request;

use crate::harness::{Answer, Ask, Server, get, post};

const INIT: &str = "/api/v1/attestation/init";
const VERIFY: &str = "/api/v1/attestation/verify";
const VERDICT: &str = "/api/v1/attestation/verdicts/vdt_01KQCVG7B20000000000000002";

#[track_caller]
fn assert_not_found(answer: &Answer) {
    answer.assert_error(404, 268_505_090, "Not found");
}

#[tokio::test]
async fn row_7_paths_have_a_case_and_no_trailing_slash() {
    let server = Server::start().await;
    for path in [
        "/api/v1/attestation/Init",
        "/api/v1/attestation/init/",
        "/api/v1//attestation/init",
        "/api/v1/attestation/verify/",
        "/api/v1/attestation",
        "/api/v1/attestation/verdicts",
        "/api/v1/attestation/verdicts/",
        "/api/v1/attestation/verdicts/a/b",
        "/api/",
        "/api/x",
        "/api/v1/attestation/%69nit",
        "/api/../health",
        "/api/v2/attestation/init",
    ] {
        assert_not_found(&server.ask(post(path)).await);
        assert_not_found(&server.ask(get(path)).await);
    }
}

#[tokio::test]
async fn row_8_init_and_verify_take_post_alone() {
    let server = Server::start().await;
    for path in [INIT, VERIFY] {
        for method in ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            let answer = server
                .ask(Request::builder().method(method).uri(path))
                .await;
            answer.assert_error(405, 268_505_091, "Method not allowed");
            assert_eq!(answer.header("allow"), "POST", "{method}");
        }
        let answer = server.ask(Request::head(path)).await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, "POST".to_owned())
        );
    }
}

#[tokio::test]
async fn verdicts_take_get_alone_and_no_head() {
    let server = Server::start().await;
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let answer = server
            .ask(Request::builder().method(method).uri(VERDICT))
            .await;
        answer.assert_error(405, 268_505_091, "Method not allowed");
        assert_eq!(answer.header("allow"), "GET", "{method}");
    }
    let answer = server.ask(Request::head(VERDICT)).await;
    assert_eq!(
        (answer.status, answer.header("allow")),
        (405, "GET".to_owned())
    );
}

#[tokio::test]
async fn a_preflight_gets_no_permission() {
    let server = Server::start().await;
    let preflight = Request::options(INIT)
        .header("origin", "https://example.com")
        .header("access-control-request-method", "POST");
    let answer = server.ask(preflight).await;
    assert_eq!(answer.status, 405);
    let allowed = answer
        .headers
        .keys()
        .any(|name| name.as_str().starts_with("access-control"));
    assert!(!allowed, "{answer:?}");
}

#[tokio::test]
async fn paths_beside_the_room_speak_the_common_shape_and_need_no_key() {
    let server = Server::start().await;
    for path in [
        "/",
        "/api",
        "//api/v1/attestation/init",
        "/API/v1/attestation/init",
        "/x",
    ] {
        let answer = server
            .send(post(path).header("x-request-id", "a-1").empty())
            .await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["code"], "not_found");
        assert_eq!(answer.json()["request_id"], "a-1");
    }
}

#[tokio::test]
async fn query_strings_are_ignored() {
    let server = Server::start().await;
    let answer = server
        .ask(post(&format!("{INIT}?sessionReference=x&%ff")))
        .await;
    assert_eq!(answer.status, 200);
}
