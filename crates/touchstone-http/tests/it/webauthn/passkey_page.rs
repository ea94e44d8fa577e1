//! The page to try passkeys with: what it is served as, and what it learns of where it stands.

use axum::Router;
use http::Request;
use serde_json::{Value, json};
use touchstone_core::api_keys::{NewApiKey, issue};
use touchstone_core::ports::KeyKind;
use touchstone_http::{HttpOptions, public_router};
use tower::ServiceExt;

use super::harness::{HOST, ORIGIN, start_with};
use crate::harness::{Answer, Ask, Server, get, post};

const CONTEXT: &str = "/passkeys/context";
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

async fn served() -> Server {
    let options = HttpOptions {
        passkey_page: true,
        ..HttpOptions::default()
    };
    start_with(options, "nevis", json!({})).await
}

async fn send(router: Router, request: http::request::Builder) -> Answer {
    Answer::read(router.oneshot(request.empty()).await.unwrap()).await
}

/// What a page under this origin and host is told.
async fn told(server: &Server, origin: &str, host: &str) -> Value {
    let request = post(CONTEXT).header("origin", origin).header("host", host);
    let answer = server.send(request.empty()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

#[tokio::test]
async fn the_page_runs_and_loads_nothing_but_its_own() {
    let server = served().await;
    let files = [
        ("/passkeys", "text/html; charset=utf-8"),
        ("/passkeys/passkeys.js", "text/javascript; charset=utf-8"),
        ("/passkeys/passkeys.css", "text/css; charset=utf-8"),
    ];
    for (path, kind) in files {
        let answer = server.send(get(path).empty()).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("content-security-policy"), POLICY);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn where_the_page_is_off_nothing_of_it_is_found() {
    let server = start_with(HttpOptions::default(), "nevis", json!({})).await;
    for path in ["/passkeys", "/passkeys/passkeys.js", CONTEXT] {
        for method in ["GET", "POST"] {
            let request = Request::builder().method(method).uri(path);
            assert_eq!(server.send(request.empty()).await.status, 404, "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_no_file_of_the_page_is_not_found() {
    let server = served().await;
    for path in [
        "/passkeys/",
        "/passkeys/passkeys.html",
        "/passkeys/mod.rs",
        "/passkeys/..%2fmod.rs",
        "/passkeys/page/dom.js",
    ] {
        assert_eq!(server.send(get(path).empty()).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn other_methods_are_told_which_are_allowed() {
    let server = served().await;
    let on_page = server.send(post("/passkeys").empty()).await;
    assert_eq!(on_page.status, 405);
    assert_eq!(on_page.header("allow"), "GET, HEAD");
    let on_context = server.send(get(CONTEXT).empty()).await;
    assert_eq!(on_context.status, 405);
    assert_eq!(on_context.header("allow"), "POST");
}

#[tokio::test]
async fn the_page_learns_the_relying_party_of_its_origin() {
    let server = served().await;
    let told = told(&server, ORIGIN, "elsewhere.example").await;
    let party = &told["relying_party"];
    assert_eq!(party["rp_id"], "siven.ch");
    assert_eq!(party["rp_name"], "Siven");
    assert_eq!(party["profile"], "nevis");
    assert_eq!(party["origins"], json!([ORIGIN]));
}

#[tokio::test]
async fn the_page_learns_the_relying_party_of_its_host() {
    let server = served().await;
    let told = told(&server, "https://elsewhere.example", HOST).await;
    assert_eq!(told["relying_party"]["rp_id"], "siven.ch");
}

#[tokio::test]
async fn a_page_of_no_relying_party_learns_that() {
    let server = served().await;
    let told = told(&server, "https://elsewhere.example", "elsewhere.example").await;
    assert_eq!(told["relying_party"], Value::Null);
}

#[tokio::test]
async fn a_stranger_does_not_learn_the_tenant() {
    let server = served().await;
    let told = told(&server, ORIGIN, HOST).await;
    assert_eq!(told["relying_party"]["tenant_id"], Value::Null);
}

/// What the page is told of its relying party under a console session with an admin key of this tenant, or of the server.
async fn told_to_an_administrator(server: &Server, tenant: Option<&str>) -> Value {
    let new = NewApiKey {
        kind: KeyKind::Admin,
        label: "test".to_owned(),
        app_ids: None,
        rp: None,
        scopes: vec!["*".to_owned()],
        expires_at: None,
    };
    let issued = server.administer(tenant, async |admin| issue(admin, new).await);
    let issued = issued.await.unwrap();
    let request = post("/console/session")
        .header("origin", ORIGIN)
        .header("host", "siven.ch")
        .header("content-type", "application/json");
    let body = json!({ "token": issued.secret.reveal() });
    let signed_in = server.send(request.with(body.to_string())).await;
    let cookie = signed_in.header("set-cookie");
    let request = post(CONTEXT).header("origin", ORIGIN);
    let request = request.header("cookie", cookie.split(';').next().unwrap());
    server.send(request.empty()).await.json()["relying_party"].clone()
}

#[tokio::test]
async fn administrators_learn_the_tenant_that_they_may_see() {
    let server = served().await;
    let tenant = server.core.world.store.tenant_by_name("acme").await;
    let tenant = tenant.unwrap().unwrap().value.id.to_string();
    let own = told_to_an_administrator(&server, Some("acme")).await;
    assert_eq!(own["tenant_id"], tenant);
    let of_all = told_to_an_administrator(&server, None).await;
    assert_eq!(of_all["tenant_id"], tenant);
}

#[tokio::test]
async fn administrators_of_other_tenants_learn_none() {
    let server = served().await;
    server.add_tenant("other").await;
    let party = told_to_an_administrator(&server, Some("other")).await;
    assert_eq!(party["rp_id"], "siven.ch");
    assert_eq!(party["tenant_id"], Value::Null);
}

#[tokio::test]
async fn the_page_learns_whether_administrators_are_served_beside_it() {
    let server = served().await;
    assert_eq!(told(&server, ORIGIN, HOST).await["administration"], true);
    let public = send(public_router(&server.state), post(CONTEXT)).await;
    assert_eq!(public.json()["administration"], false);
}

#[tokio::test]
async fn learning_counts_against_the_address() {
    let mut options = HttpOptions {
        passkey_page: true,
        ..HttpOptions::default()
    };
    options.webauthn.address_burst = 1;
    let server = start_with(options, "nevis", json!({})).await;
    told(&server, ORIGIN, HOST).await;
    let refused = server.send(post(CONTEXT).empty()).await;
    assert_eq!(refused.status, 429);
}
