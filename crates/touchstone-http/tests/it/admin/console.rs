//! The console session: an admin key shown once, carried on in a sealed cookie by pages of this server, and by nobody else.

use axum::body::Body;
use http::Request;
use http::request::Builder;
use serde_json::{Value, json};
use touchstone_http::{HttpOptions, HttpState, admin_router, public_router};
use tower::ServiceExt;

use super::house::{House, Told};
use crate::harness::Answer;

const SESSION: &str = "/console/session";
const OWN: &str = "http://localhost:8080";
const HOST: &str = "localhost:8080";

/// A browser that signed in.
struct Browser<'h> {
    house: &'h House,
    key: String,
    cookie: String,
    csrf: String,
}

fn request(method: &str, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", HOST)
}

async fn send(house: &House, request: Builder, body: impl Into<Body>) -> Answer {
    let request = request.body(body.into()).unwrap();
    Answer::read(house.router.clone().oneshot(request).await.unwrap()).await
}

async fn sign_in(house: &House, origin: &str, host: &str, key: &str) -> Answer {
    let request = Request::post(SESSION)
        .header("host", host)
        .header("origin", origin)
        .header("content-type", "application/json");
    send(house, request, json!({ "token": key }).to_string()).await
}

fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.json()["code"], code);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("set-cookie"), "");
}

impl<'h> Browser<'h> {
    async fn new(house: &'h House, key: &str) -> Self {
        let answer = sign_in(house, OWN, HOST, key).await;
        assert_eq!(answer.told(), (204, ""), "{answer:?}");
        let cookie = answer.header("set-cookie");
        Self {
            house,
            key: key.to_owned(),
            cookie: cookie.split(';').next().unwrap().to_owned(),
            csrf: answer.header("x-csrf-token"),
        }
    }

    async fn of_all(house: &'h House) -> Self {
        Self::new(house, &house.admin_key(None, &["*"]).await).await
    }

    fn ask(&self, method: &'h str, path: &str) -> super::house::Ask<'h> {
        let ask = self.house.ask(method, path).header("host", HOST);
        ask.header("cookie", &self.cookie)
    }

    async fn session(&self) -> Value {
        let request = request("GET", SESSION).header("cookie", &self.cookie);
        let answer = send(self.house, request, Body::empty()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["session"].clone()
    }

    async fn make_tenant(&self, csrf: &[&str]) -> Told {
        let mut ask = self.ask("POST", "/tenants");
        for token in csrf {
            ask = ask.header("x-csrf-token", *token);
        }
        ask.json(json!({ "name": "acme" })).await
    }
}

#[tokio::test]
async fn a_session_reads_what_its_key_may_read() {
    let house = House::new().await;
    let browser = Browser::of_all(&house).await;
    browser.ask("GET", "/tenants").await.expect(200);
}

#[tokio::test]
async fn a_session_writes_with_its_token() {
    let house = House::new().await;
    let browser = Browser::of_all(&house).await;
    browser.make_tenant(&[&browser.csrf]).await.expect(201);
}

#[tokio::test]
async fn without_its_token_nothing_is_written() {
    let house = House::new().await;
    let browser = Browser::of_all(&house).await;
    let other = Browser::new(&house, &browser.key).await;
    let own = browser.csrf.as_str();
    let wrong: [&[&str]; 5] = [&[], &[""], &[&other.csrf], &[&own[1..]], &[own, own]];
    for tokens in wrong {
        let told = browser.make_tenant(tokens).await;
        told.refused(403, "csrf_token_invalid");
    }
    let list = house.local("GET", "/tenants").await;
    assert_eq!(list.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn a_session_may_no_more_than_its_key() {
    let house = House::new().await;
    let key = house.admin_key(None, &["mobile:read"]).await;
    let browser = Browser::new(&house, &key).await;
    let told = browser.make_tenant(&[&browser.csrf]).await;
    told.refused(403, "scope_missing");
}

#[tokio::test]
async fn revoking_the_key_ends_its_sessions_at_once() {
    let house = House::new().await;
    let issued = house.local("POST", "/keys");
    let issued = issued
        .json(json!({ "kind": "admin", "label": "a", "scopes": ["*"] }))
        .await;
    let browser = Browser::new(&house, issued.expect(201)["key"].as_str().unwrap()).await;
    browser.ask("GET", "/tenants").await.expect(200);
    let path = format!("/keys/{}/revoke", issued.id());
    house.local("POST", &path).await.expect(200);
    let told = browser.ask("GET", "/tenants").await;
    told.refused(401, "unauthenticated");
    assert_eq!(browser.session().await, Value::Null);
}

#[tokio::test]
async fn a_session_ends_after_eight_hours() {
    let house = House::new().await;
    let browser = Browser::of_all(&house).await;
    house.clock.advance_ms(8 * 3_600_000 - 1);
    browser.ask("GET", "/tenants").await.expect(200);
    house.clock.advance_ms(1);
    let told = browser.ask("GET", "/tenants").await;
    told.refused(401, "unauthenticated");
}

#[tokio::test]
async fn no_other_cookie_enters() {
    let house = House::new().await;
    let browser = Browser::of_all(&house).await;
    let own = &browser.cookie;
    let cookies = [
        "touchstone_console=".to_owned(),
        "touchstone_console=AAAA".to_owned(),
        format!("touchstone_console={}", browser.key),
        format!("{own}A"),
        format!("{own}; {own}"),
        "a=b".to_owned(),
    ];
    for cookie in cookies {
        let ask = house.ask("GET", "/tenants").header("host", HOST);
        let told = ask.header("cookie", &cookie).await;
        told.refused(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_named_key_counts_before_the_cookie() {
    let house = House::new().await;
    let browser = Browser::of_all(&house).await;
    let told = browser.ask("GET", "/tenants").by("tsadm_wrong").await;
    told.refused(401, "unauthenticated");
    let told = browser.ask("POST", "/tenants").by(&browser.key);
    told.json(json!({ "name": "acme" })).await.expect(201);
}

#[tokio::test]
async fn what_browsers_say_to_come_from_elsewhere_is_refused() {
    let house = House::new().await;
    let browser = Browser::of_all(&house).await;
    for site in ["cross-site", "same-site", "", "Same-Origin"] {
        let told = browser
            .ask("GET", "/tenants")
            .header("sec-fetch-site", site);
        told.await.refused(403, "origin_refused");
    }
    for site in ["same-origin", "none"] {
        let told = browser
            .ask("GET", "/tenants")
            .header("sec-fetch-site", site);
        told.await.expect(200);
    }
}

#[tokio::test]
async fn the_cookie_is_read_by_no_script_and_sent_by_no_other_site() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    let attributes = |answer: &Answer, name: &str| {
        let cookie = answer.header("set-cookie");
        let (value, attributes) = cookie.split_once("; ").unwrap();
        assert!(value.starts_with(name), "{cookie}");
        attributes.to_owned()
    };
    let here = sign_in(&house, OWN, HOST, &key).await;
    let common = "Max-Age=28800; Path=/; HttpOnly; SameSite=Strict";
    assert_eq!(attributes(&here, "touchstone_console="), common);
    let away = sign_in(&house, "https://siven.ch", "siven.ch", &key).await;
    let (name, secure) = ("__Host-touchstone_console=", format!("{common}; Secure"));
    assert_eq!(attributes(&away, name), secure);
}

#[tokio::test]
async fn elsewhere_than_on_this_machine_only_the_host_s_own_cookie_enters() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    let answer = sign_in(&house, "https://siven.ch", "siven.ch", &key).await;
    let cookie = answer.header("set-cookie");
    let own = cookie.split(';').next().unwrap();
    let laid = own.strip_prefix("__Host-").unwrap();
    let ask = |cookie: &str| {
        let ask = house.ask("GET", "/tenants").header("host", "siven.ch");
        ask.header("cookie", cookie)
    };
    ask(own).await.expect(200);
    ask(&format!("{laid}x; {own}")).await.expect(200);
    ask(laid).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn only_a_live_admin_key_begins_a_session() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let path = format!("/keys?tenant_id={tenant}");
    let mobile = house.local("POST", &path);
    let mobile = mobile.json(json!({ "kind": "mobile", "label": "m" })).await;
    let mobile = mobile.expect(201)["key"].as_str().unwrap();
    let unknown = format!("tsadm_{}", "a".repeat(43));
    for key in ["", "tsadm_", mobile, &unknown] {
        let answer = sign_in(&house, OWN, HOST, key).await;
        refused(&answer, 401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_session_begins_on_pages_of_this_server_only() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    let pairs = [
        ("https://evil.example", "siven.ch"),
        ("http://localhost:3000", HOST),
        ("null", HOST),
        ("", HOST),
        ("http://siven.ch", "siven.ch"),
    ];
    for (origin, host) in pairs {
        let answer = sign_in(&house, origin, host, &key).await;
        refused(&answer, 403, "origin_refused");
    }
    let unsaid = request("POST", SESSION).header("content-type", "application/json");
    let body = json!({ "token": key }).to_string();
    refused(&send(&house, unsaid, body).await, 403, "origin_refused");
}

#[tokio::test]
async fn bodies_that_are_no_key_are_refused() {
    let house = House::new().await;
    let ask = |kind: &'static str| {
        let request = request("POST", SESSION).header("origin", OWN);
        request.header("content-type", kind)
    };
    let json = "application/json";
    let long = format!(r#"{{"token":"{}"}}"#, "a".repeat(5_000));
    refused(&send(&house, ask(json), long).await, 413, "body_too_large");
    let form = send(&house, ask("text/plain"), r#"{"token":"x"}"#).await;
    refused(&form, 415, "content_type_unsupported");
    for body in ["", "[]", "{}", r#"{"token":7}"#, r#"{"token":"x","x":1}"#] {
        refused(&send(&house, ask(json), body).await, 422, "invalid");
    }
}

#[tokio::test]
async fn the_session_tells_whose_it_is() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let key = house.admin_key(Some(&tenant), &["webauthn:read"]).await;
    let browser = Browser::new(&house, &key).await;
    let session = browser.session().await;
    assert_eq!(session["csrf_token"], browser.csrf);
    assert_eq!(session["tenant_id"], tenant);
    assert_eq!(session["scopes"], json!(["webauthn:read"]));
    assert_eq!(session["expires_at"], "2026-04-29T22:40:00.000Z");
}

#[tokio::test]
async fn who_is_not_signed_in_is_told_so() {
    let house = House::new().await;
    for cookie in ["a=b", "touchstone_console=x"] {
        let request = request("GET", SESSION).header("cookie", cookie);
        let answer = send(&house, request, Body::empty()).await;
        assert_eq!(answer.told(), (200, r#"{"session":null}"#));
    }
}

#[tokio::test]
async fn ending_takes_the_cookie_away() {
    let house = House::new().await;
    let ask = request("DELETE", SESSION).header("origin", OWN);
    let answer = send(&house, ask, Body::empty()).await;
    assert_eq!(answer.status, 204);
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("touchstone_console=; Max-Age=0;"),
        "{cookie}"
    );
    let foreign = request("DELETE", SESSION).header("origin", "https://evil.example");
    let answer = send(&house, foreign, Body::empty()).await;
    refused(&answer, 403, "origin_refused");
}

#[tokio::test]
async fn other_methods_are_told_which_are_allowed() {
    let house = House::new().await;
    let answer = send(&house, request("PUT", SESSION), Body::empty()).await;
    refused(&answer, 405, "method_not_allowed");
    assert_eq!(answer.header("allow"), "POST,GET,HEAD,DELETE");
}

#[tokio::test]
async fn sessions_are_begun_where_administrators_are_served() {
    let house = House::new().await;
    let state = HttpState::new(house.core.clone(), HttpOptions::default());
    let ask = || request("GET", SESSION).body(Body::empty()).unwrap();
    let public = public_router(&state).oneshot(ask()).await.unwrap();
    assert_eq!(public.status(), 404);
    let admin = admin_router(&state).oneshot(ask()).await.unwrap();
    assert_eq!(admin.status(), 200);
}
