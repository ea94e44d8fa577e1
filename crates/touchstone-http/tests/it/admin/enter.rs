//! Who enters: the bearer of a live admin key and nobody else, and every refusal sounds the same.

use serde_json::{Value, json};

use super::house::{House, Told};

/// A refusal without what names the request.
fn nameless(told: &Told) -> (Value, Vec<(String, String)>) {
    let mut body = told.body.clone();
    body.as_object_mut().unwrap().remove("request_id");
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    let headers = told.headers.iter().map(header);
    (
        body,
        headers.filter(|(name, _)| name != "x-request-id").collect(),
    )
}

#[tokio::test]
async fn every_refused_key_sounds_the_same() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let disabled = house.tenant("gone").await;
    let of_disabled = house.admin_key(Some(&disabled), &["*"]).await;
    let path = format!("/tenants/{disabled}");
    house
        .local("PATCH", &path)
        .json(json!({ "enabled": false }))
        .await
        .expect(200);
    let mobile = format!("/keys?tenant_id={tenant}");
    let mobile = house
        .local("POST", &mobile)
        .json(json!({ "kind": "mobile", "label": "m" }))
        .await;
    let mobile = mobile.expect(201)["key"].as_str().unwrap().to_owned();
    let revoked = house.local("POST", "/keys");
    let revoked = revoked
        .json(json!({ "kind": "admin", "label": "r", "scopes": ["*"] }))
        .await;
    let path = format!("/keys/{}/revoke", revoked.id());
    house.local("POST", &path).await.expect(200);
    let revoked = revoked.body["key"].as_str().unwrap();
    let expiring = house.local("POST", "/keys").json(json!({
        "kind": "admin", "label": "e", "scopes": ["*"], "expires_at": "2026-04-29T14:40:01Z",
    }));
    let expired = expiring.await.expect(201)["key"]
        .as_str()
        .unwrap()
        .to_owned();
    house.clock.advance_ms(1_000);

    let first = house.ask("GET", "/tenants").await;
    first.refused(401, "unauthenticated");
    assert_eq!(first.header("www-authenticate"), "Bearer");
    let unknown = format!("tsadm_{}", "a".repeat(43));
    let keys = [
        of_disabled.as_str(),
        &mobile,
        revoked,
        &expired,
        &unknown,
        "",
        &"a".repeat(600),
    ];
    for key in keys {
        let told = house.ask("GET", "/tenants").by(key).await;
        assert_eq!(nameless(&told), nameless(&first), "{key}");
    }
    let two = house.ask("GET", "/tenants").by(&unknown).by(&unknown).await;
    assert_eq!(nameless(&two), nameless(&first));
    let basic = house
        .ask("GET", "/tenants")
        .header("authorization", "Basic dXNlcjpwYXNz")
        .await;
    assert_eq!(nameless(&basic), nameless(&first));
}

#[tokio::test]
async fn the_key_comes_before_path_method_and_body() {
    let house = House::new().await;
    house
        .ask("GET", "/no/such/path")
        .await
        .refused(401, "unauthenticated");
    house
        .ask("PUT", "/tenants")
        .await
        .refused(401, "unauthenticated");
    house
        .ask("POST", "/tenants")
        .raw(vec![b'a'; 70_000])
        .await
        .refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_once() {
    let house = House::new().await;
    let issued = house.local("POST", "/keys");
    let issued = issued
        .json(json!({ "kind": "admin", "label": "a", "scopes": ["*"] }))
        .await;
    let key = issued.expect(201)["key"].as_str().unwrap();
    house.ask("GET", "/tenants").by(key).await.expect(200);
    let path = format!("/keys/{}/revoke", issued.id());
    house.ask("POST", &path).by(key).await.expect(200);
    house
        .ask("GET", "/tenants")
        .by(key)
        .await
        .refused(401, "unauthenticated");
}

#[tokio::test]
async fn disabling_a_tenant_refuses_its_keys_at_once() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let key = house.admin_key(Some(&tenant), &["*"]).await;
    house.ask("GET", "/tenants").by(&key).await.expect(200);
    let path = format!("/tenants/{tenant}");
    house
        .local("PATCH", &path)
        .json(json!({ "enabled": false }))
        .await
        .expect(200);
    house
        .ask("GET", "/tenants")
        .by(&key)
        .await
        .refused(401, "unauthenticated");
}

#[tokio::test]
async fn unknown_paths_are_not_found() {
    let house = House::new().await;
    for path in [
        "",
        "/",
        "/tenant",
        "/tenants/",
        "/mobile/android-app",
        "/mobile/status-list/",
        "/mobile/android-apps/app_01ARZ3NDEKTSV4RRFFQ69G5FAV/play-key",
    ] {
        house.local("GET", path).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn other_methods_are_told_which_are_allowed() {
    let house = House::new().await;
    let told = house.local("DELETE", "/tenants").await;
    assert_eq!(
        told.refused(405, "method_not_allowed").header("allow"),
        "POST,GET,HEAD"
    );
}

#[tokio::test]
async fn an_accepted_key_in_any_case_of_the_scheme_enters() {
    let house = House::new().await;
    let key = house.admin_key(None, &["mobile:read"]).await;
    let told = house
        .ask("GET", "/tenants")
        .header("authorization", format!("bearer {key}"))
        .await;
    told.expect(200);
    assert_eq!(told.header("cache-control"), "no-store");
}
