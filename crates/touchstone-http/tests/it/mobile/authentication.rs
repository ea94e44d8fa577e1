//! The key comes before everything else, and every refusal sounds the same (spec mobile.md 2.0; section 9, rows 1 to 6).

use touchstone_core::api_keys::{self, NewApiKey};
use touchstone_core::ports::KeyKind;
use touchstone_core::tenants;

use crate::harness::{Answer, Ask, Server, T, get, post};

const INIT: &str = "/api/v1/attestation/init";

/// Everything of the answer but its name.
fn sound(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let headers = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id");
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()));
    (answer.status, answer.body.clone(), headers.collect())
}

async fn with_key(server: &Server, key: &str) -> Answer {
    server
        .send(post(INIT).header("x-api-key", key).empty())
        .await
}

/// A 403 as it must be: no body, and no header that tells anything.
#[track_caller]
fn assert_forbidden(answer: &Answer) {
    let cache = ("cache-control".to_owned(), "no-store".to_owned());
    let length = ("content-length".to_owned(), "0".to_owned());
    let (status, body, headers) = sound(answer);
    assert_eq!((status, body.as_str()), (403, ""));
    assert!(
        headers
            .iter()
            .all(|header| *header == cache || *header == length),
        "{headers:?}"
    );
}

#[tokio::test]
async fn row_1_without_a_key_the_answer_is_an_empty_401_that_names_the_scheme() {
    let server = Server::start().await;
    let answer = server.send(post(INIT).empty()).await;
    assert_eq!(answer.told(), (401, ""));
    assert_eq!(answer.header("www-authenticate"), "ApiKey");
    assert_eq!(answer.header("content-type"), "");
}

#[tokio::test]
async fn row_2_an_empty_key_is_present() {
    assert_forbidden(&with_key(&Server::start().await, "").await);
}

#[tokio::test]
async fn row_3_a_key_without_prefix_is_forbidden() {
    assert_forbidden(&with_key(&Server::start().await, "SampleKey").await);
}

#[tokio::test]
async fn row_4_revoked_expired_and_unknown_keys_and_those_of_a_disabled_tenant_sound_the_same() {
    let server = Server::start().await;
    let expired = server.add_key("acme", None, Some(T.plus_s(60))).await;
    let disabled = server.add_tenant("other").await;
    for key in [&server.key, &expired, &disabled] {
        assert_eq!(with_key(&server, key).await.status, 200);
    }
    let revoke = async |admin: &touchstone_core::AdminCall<'_>| {
        let keys = api_keys::list(admin, Some(KeyKind::Mobile), page())
            .await
            .unwrap();
        for key in keys
            .items
            .iter()
            .filter(|key| key.value.expires_at.is_none())
        {
            api_keys::revoke(admin, key.value.id, None, None)
                .await
                .unwrap();
        }
    };
    server.administer(Some("acme"), revoke).await;
    let disable = async |admin: &touchstone_core::AdminCall<'_>| {
        tenants::update(admin, "other", None, |mut fields| {
            fields.enabled = false;
            Ok(fields)
        })
        .await
    };
    server.administer(None, disable).await.unwrap();
    server.clock.advance_ms(60_000);

    let unknown = with_key(&server, &format!("xma_{}", "A".repeat(43))).await;
    assert_forbidden(&unknown);
    for key in [&server.key, &expired, &disabled] {
        assert_eq!(sound(&with_key(&server, key).await), sound(&unknown));
    }
}

#[tokio::test]
async fn row_5_two_keys_are_forbidden_even_when_both_are_good() {
    let server = Server::start().await;
    let another = server.add_key("acme", None, None).await;
    let twice = post(INIT)
        .header("x-api-key", &server.key)
        .header("x-api-key", &another);
    assert_forbidden(&server.send(twice.empty()).await);
    let same = post(INIT)
        .header("x-api-key", &server.key)
        .header("x-api-key", &server.key);
    assert_forbidden(&server.send(same.empty()).await);
}

#[tokio::test]
async fn row_6_the_key_comes_before_path_method_and_content() {
    let server = Server::start().await;
    for request in [
        post("/api/v2/x"),
        get("/api/"),
        get(INIT),
        get("/api/v1/attestation/verdicts/x"),
        http::Request::options(INIT),
        http::Request::head(INIT),
        get("/api/../health"),
        post("/api/v1/attestation/verify").header("content-type", "text/xml"),
    ] {
        let answer = server.send(request.with("{{{")).await;
        assert_eq!(answer.told(), (401, ""));
        assert!(
            !answer.headers.contains_key("allow"),
            "no path tells that it exists"
        );
    }
    let refused = post("/api/v2/x").header("x-api-key", "xma_nobody").empty();
    assert_forbidden(&server.send(refused).await);
}

#[tokio::test]
async fn a_key_of_another_kind_is_an_unknown_key() {
    let server = Server::start().await;
    for (kind, scopes) in [
        (KeyKind::Admin, vec!["*".to_owned()]),
        (KeyKind::Purchases, vec![]),
    ] {
        let label = "other".to_owned();
        let new = NewApiKey {
            kind,
            label,
            app_ids: None,
            rp: None,
            scopes,
            expires_at: None,
        };
        let issued = server.administer(Some("acme"), async |admin| {
            api_keys::issue(admin, new).await
        });
        let issued = issued.await.unwrap();
        assert_forbidden(&with_key(&server, issued.secret.reveal()).await);
    }
}

#[tokio::test]
async fn keys_that_cannot_be_keys_are_forbidden() {
    let server = Server::start().await;
    let almost = &server.key[..server.key.len() - 1];
    let padded = format!("{}{}", server.key, "A".repeat(513));
    for key in [
        almost,
        &padded,
        &"A".repeat(512),
        &"A".repeat(30_000),
        &server.key.to_uppercase(),
    ] {
        assert_forbidden(&with_key(&server, key).await);
    }
    let raw = http::HeaderValue::from_bytes(&[0xff; 40]).unwrap();
    assert_forbidden(
        &server
            .send(post(INIT).header("x-api-key", raw).empty())
            .await,
    );
}

#[tokio::test]
async fn a_key_in_another_header_or_in_the_query_is_no_key() {
    let server = Server::start().await;
    let bearer = post(INIT)
        .header("authorization", format!("Bearer {}", server.key))
        .empty();
    assert_eq!(server.send(bearer).await.status, 401);
    let query = post(&format!("{INIT}?x-api-key={}", server.key)).empty();
    assert_eq!(server.send(query).await.status, 401);
}

#[tokio::test]
async fn the_name_of_the_header_has_no_case() {
    let server = Server::start().await;
    let request = post(INIT).header("X-API-KEY", &server.key).empty();
    assert_eq!(server.send(request).await.status, 200);
}

fn page() -> touchstone_core::ports::PageRequest<touchstone_core::ApiKeyId> {
    touchstone_core::ports::PageRequest {
        limit: 200,
        after: None,
    }
}
