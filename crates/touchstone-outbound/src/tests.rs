//! Tests against a scripted server on loopback: what is sent, what is read, what is refused.

pub(crate) mod keys;
pub(crate) mod server;
mod simulated;
mod tls;

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::client::HttpClient;
use crate::{
    Address, AdminAnswer, AdminClient, AdminError, AdminRequest, BaseUrl, BaseUrlError, CallError,
    Limits, Method, RelyingParty,
};

/// Answers one connection with `answer` and gives back what it was sent.
async fn scripted(answer: String) -> (BaseUrl, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let served = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut seen = vec![0; 65_536];
        let read = connection.read(&mut seen).await.unwrap();
        connection.write_all(answer.as_bytes()).await.unwrap();
        connection.shutdown().await.unwrap();
        String::from_utf8_lossy(&seen[..read]).into_owned()
    });
    (base, served)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn get(path: &str) -> AdminRequest {
    AdminRequest {
        method: Method::Get,
        path: path.to_owned(),
        query: Vec::new(),
        body: None,
    }
}

#[test]
fn addresses_that_would_leak_the_key_are_refused() {
    assert_eq!(
        BaseUrl::parse("http://example.com"),
        Err(BaseUrlError::Plain)
    );
    assert_eq!(
        BaseUrl::parse("http://192.0.2.1:8080"),
        Err(BaseUrlError::Plain)
    );
    assert_eq!(
        BaseUrl::parse("http://localhost.example.com"),
        Err(BaseUrlError::Plain)
    );
    for form in [
        "example.com",
        "ftp://localhost",
        "https://u:p@example.com",
        "https://a/b",
        "https://a/?q=1",
    ] {
        assert_eq!(BaseUrl::parse(form), Err(BaseUrlError::Form), "{form}");
    }
    for good in [
        "https://example.com",
        "http://127.0.0.1:8080",
        "http://[::1]:1",
        "http://localhost/",
    ] {
        assert!(BaseUrl::parse(good).is_ok(), "{good}");
    }
}

#[test]
fn an_address_with_a_path_is_held_to_the_same_rules() {
    assert_eq!(
        Address::parse("http://example.com/status"),
        Err(BaseUrlError::Plain)
    );
    for form in [
        "",
        "/status",
        "ftp://localhost/status",
        "file:///etc/passwd",
        "https://u:p@example.com/status",
        "https://example.com/status?q=1",
        "https://example.com/status#a",
    ] {
        assert_eq!(Address::parse(form), Err(BaseUrlError::Address), "{form}");
    }
    for good in [
        "https://example.com/a/b",
        "http://127.0.0.1:8080/token",
        "http://[::1]:1/a",
    ] {
        assert_eq!(Address::parse(good).unwrap().to_string(), good);
    }
}

#[tokio::test]
async fn an_admin_call_carries_key_query_and_body() {
    let (base, served) = scripted(answer("201 Created", "", "{\"id\":\"tenant_1\"}")).await;
    let client = AdminClient::new(base, "tsadm_secret").unwrap();
    let request = AdminRequest {
        method: Method::Post,
        path: "/admin/v1/tenants".to_owned(),
        query: vec![("tenant_id".to_owned(), "a b&c".to_owned())],
        body: Some(json!({"name": "acme"})),
    };
    let answer = client.call(&request).await.unwrap();
    assert_eq!(
        (answer.status, answer.body),
        (201, json!({"id": "tenant_1"}))
    );
    let seen = served.await.unwrap();
    assert!(
        seen.starts_with("POST /admin/v1/tenants?tenant_id=a%20b%26c HTTP/1.1\r\n"),
        "{seen}"
    );
    assert!(
        seen.contains("authorization: Bearer tsadm_secret\r\n"),
        "{seen}"
    );
    assert!(seen.ends_with("{\"name\":\"acme\"}"), "{seen}");
    assert!(!format!("{client:?}").contains("secret"));
}

#[test]
fn a_problem_is_read_with_its_issues() {
    let body = json!({"type": "x", "title": "Invalid", "status": 422, "code": "invalid",
        "detail": "The input is invalid", "issues": [{"path": "name", "message": "must be short"}],
        "request_id": "req_1"});
    let error = AdminAnswer::read(422, body.to_string().as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The input is invalid\n  name: must be short\n  (422 invalid, request req_1)"
    );
}

#[test]
fn what_is_not_the_admin_api_is_said_to_be_so() {
    for (status, body) in [
        (200, "<html>"),
        (404, "not here"),
        (500, ""),
        (200, "\u{0}"),
    ] {
        let error = AdminAnswer::read(status, body.as_bytes()).unwrap_err();
        assert!(
            matches!(error, AdminError::Foreign { .. }),
            "{status} {body}"
        );
    }
    let AdminError::Foreign { excerpt, .. } = AdminAnswer::read(502, &[b'x'; 9_000]).unwrap_err()
    else {
        panic!("not foreign")
    };
    assert_eq!(excerpt.len(), 200);
}

#[test]
fn a_success_without_body_is_read() {
    assert_eq!(AdminAnswer::read(204, b"").unwrap().body, json!(null));
}

#[test]
fn a_key_that_is_no_header_is_refused() {
    let base = BaseUrl::parse("http://127.0.0.1:1").unwrap();
    assert!(matches!(
        AdminClient::new(base, "tsadm_\n"),
        Err(AdminError::Token)
    ));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (base, served) = scripted(answer(
        "302 Found",
        "Location: http://127.0.0.1:1/stolen\r\n",
        "",
    ))
    .await;
    let client = AdminClient::new(base, "tsadm_secret").unwrap();
    let error = client.call(&get("/admin/v1/tenants")).await.unwrap_err();
    assert!(
        matches!(error, AdminError::Foreign { status: 302, .. }),
        "{error}"
    );
    served.await.unwrap();
}

#[tokio::test]
async fn an_answer_beyond_the_limit_is_refused() {
    let (base, served) = scripted(answer("200 OK", "", &"x".repeat(2_000))).await;
    let limits = Limits {
        max_body_bytes: 1_999,
        ..Limits::default()
    };
    let http = HttpClient::new(base, limits).unwrap();
    let error = http
        .send(http.request(reqwest::Method::GET, "/", &[]))
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            CallError::TooLarge {
                max_body_bytes: 1_999,
                ..
            }
        ),
        "{error}"
    );
    drop(served);
}

#[tokio::test]
async fn silence_ends_with_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let limits = Limits {
        total: Duration::from_millis(50),
        ..Limits::default()
    };
    let http = HttpClient::new(base, limits).unwrap();
    let error = http
        .send(http.request(reqwest::Method::GET, "/", &[]))
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::Timeout { .. }), "{error}");
}

#[tokio::test]
async fn a_closed_port_is_told_with_its_address() {
    let base = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap()
    };
    let error = RelyingParty::new(base.clone(), "xma_x")
        .unwrap()
        .init()
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("cannot connect to {base}")),
        "{error}"
    );
}

#[tokio::test]
async fn a_relying_party_sends_its_key_and_reads_the_verdict() {
    let headers = "X-Touchstone-Verdict: vdt_1\r\n";
    let (base, served) = scripted(answer("200 OK", headers, "{\"isValid\":true}")).await;
    let party = RelyingParty::new(base, "xma_SampleKey").unwrap();
    let answer = party
        .verify(&json!({"attestationToken": "AA=="}))
        .await
        .unwrap();
    assert_eq!(answer.verdict_id.as_deref(), Some("vdt_1"));
    assert_eq!(answer.body, json!({"isValid": true}));
    let seen = served.await.unwrap();
    assert!(
        seen.starts_with("POST /api/v1/attestation/verify HTTP/1.1\r\n"),
        "{seen}"
    );
    assert!(seen.contains("x-api-key: xma_SampleKey\r\n"), "{seen}");
    assert!(!format!("{party:?}").contains("SampleKey"));
}

#[tokio::test]
async fn an_empty_refusal_is_an_answer() {
    let (base, served) = scripted(answer("401 Unauthorized", "", "")).await;
    let answer = RelyingParty::new(base, "xma_x")
        .unwrap()
        .init()
        .await
        .unwrap();
    assert_eq!((answer.status, answer.body), (401, json!(null)));
    served.await.unwrap();
}
