//! The audit log: every write leaves a row, refused ones leave none, and nobody reads another tenant's.

use serde_json::{Value, json};

use super::device_keys::register;
use super::house::House;

async fn rows(house: &House, query: &str) -> Vec<Value> {
    let told = house.local("GET", &format!("/audit?{query}")).await;
    told.expect(200)["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_write_leaves_one_row() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let key = register(&house, &tenant, &app, 1).await;
    let key = format!("/mobile/device-keys/apple/{key}");
    let made = house.local("POST", "/keys?tenant_id=acme");
    let made = made.json(json!({ "kind": "mobile", "label": "x" })).await;
    let made = format!("/keys/{}", made.id());
    let imported = json!({ "kind": "mobile", "label": "x", "key": "xma_aaaaaaaaaaaaaaaa" });
    let app = format!("/mobile/apple-apps/{app}");
    let writes = [
        (
            "PATCH",
            "/tenants/acme".to_owned(),
            json!({ "enabled": true }),
        ),
        ("POST", format!("{made}/rotate"), json!({})),
        ("POST", format!("{made}/revoke"), json!({})),
        ("POST", "/keys/import".to_owned(), imported),
        (
            "PATCH",
            "/mobile/settings".to_owned(),
            json!({ "explain": "full" }),
        ),
        ("PATCH", app.clone(), json!({ "enabled": false })),
        ("POST", format!("{key}/revoke"), json!({ "reason": "x" })),
        ("DELETE", key, json!({})),
        ("DELETE", app, json!({})),
    ];
    for (method, path, body) in writes {
        house.clock.advance_ms(1);
        let path = format!("{path}?tenant_id=acme");
        let told = house.local(method, &path).json(body).await;
        assert!(told.status.is_success(), "{method} {path} {}", told.body);
    }
    house
        .local("POST", "/mobile/session-keys/rotate")
        .await
        .expect(201);
    let mut actions: Vec<String> = rows(&house, "limit=200")
        .await
        .iter()
        .map(|row| row["action"].as_str().unwrap().to_owned())
        .collect();
    actions.sort();
    let expected = [
        "key.import",
        "key.issue",
        "key.revoke",
        "key.rotate",
        "mobile.apple_app.create",
        "mobile.apple_app.remove",
        "mobile.apple_app.update",
        "mobile.device_key.forget",
        "mobile.device_key.revoke",
        "mobile.session_key.rotate",
        "mobile.settings.update",
        "tenant.create",
        "tenant.update",
    ];
    assert_eq!(actions, expected);
}

#[tokio::test]
async fn a_row_says_who_what_before_and_after() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let made = house.local("POST", "/keys");
    let made = made
        .json(json!({ "kind": "admin", "label": "x", "scopes": ["*"] }))
        .await;
    let key = made.expect(201)["key"].as_str().unwrap();
    let path = format!("/tenants/{tenant}");
    let ask = house
        .ask("PATCH", &path)
        .by(key)
        .header("x-request-id", "mine-7");
    ask.json(json!({ "name": "acme-2" })).await.expect(200);
    let row = &rows(&house, "action=tenant.update").await[0];
    assert_eq!(row["actor"], json!({ "kind": "api_key", "id": made.id() }));
    assert_eq!(row["tenant_id"], tenant.as_str());
    assert_eq!(row["object"], tenant.as_str());
    assert_eq!(row["request_id"], "mine-7");
    assert_eq!(
        row["before"],
        json!({ "id": tenant, "name": "acme", "enabled": true })
    );
    assert_eq!(
        row["after"],
        json!({ "id": tenant, "name": "acme-2", "enabled": true })
    );
    assert_eq!(
        rows(&house, "action=tenant.create").await[0]["actor"],
        json!({ "kind": "local" })
    );
}

#[tokio::test]
async fn a_refused_write_leaves_no_row() {
    let house = House::new().await;
    house.tenant("acme").await;
    let before = rows(&house, "").await.len();
    house
        .local("POST", "/tenants")
        .json(json!({ "name": "acme" }))
        .await
        .refused(409, "already_exists");
    house
        .local("POST", "/tenants")
        .json(json!({ "name": "A" }))
        .await
        .refused(422, "invalid");
    let ask = house
        .local("PATCH", "/tenants/acme")
        .header("if-match", "\"v9\"");
    ask.json(json!({ "name": "b" }))
        .await
        .refused(412, "precondition_failed");
    assert_eq!(rows(&house, "").await.len(), before);
}

#[tokio::test]
async fn rows_are_filtered_by_object_and_time() {
    let house = House::new().await;
    let one = house.tenant("one").await;
    house.clock.advance_ms(1_000);
    let two = house.tenant("two").await;
    assert_eq!(rows(&house, &format!("object={one}")).await.len(), 1);
    assert_eq!(
        rows(&house, "tenant_id=two").await[0]["object"],
        two.as_str()
    );
    assert_eq!(
        rows(&house, "from=2026-04-29T14:40:01Z").await[0]["object"],
        two.as_str()
    );
    assert_eq!(
        rows(&house, "to=2026-04-29T14:40:01Z").await[0]["object"],
        one.as_str()
    );
    assert!(rows(&house, "action=tenant").await.is_empty());
}

#[tokio::test]
async fn reading_takes_the_scope_for_everything_and_stays_in_the_tenant() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    house.tenant("other").await;
    let reader = house
        .admin_key(Some(&own), &["mobile:read", "tenants:write"])
        .await;
    house
        .ask("GET", "/audit")
        .by(&reader)
        .await
        .refused(403, "scope_missing");
    let all = house.admin_key(Some(&own), &["*"]).await;
    let told = house.ask("GET", "/audit").by(&all).await;
    for row in told.expect(200)["items"].as_array().unwrap() {
        assert_eq!(row["tenant_id"], own.as_str());
    }
    house
        .ask("GET", "/audit?tenant_id=other")
        .by(&all)
        .await
        .refused(404, "not_found");
}
