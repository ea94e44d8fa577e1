//! Apple apps: the printed example, forms, tenants, removal.

use serde_json::{Value, json};

use super::device_keys::register;
use super::house::{Ask, House};

const APP_ID: &str = "TESTTEAM01.com.example.app";

fn create(house: &House, body: Value) -> Ask<'_> {
    house
        .local("POST", "/mobile/apple-apps?tenant_id=acme")
        .json(body)
}

#[tokio::test]
async fn the_printed_example_holds_field_for_field() {
    let house = House::new().await;
    house.tenant("acme").await;
    let body = json!({ "apple_app_id": APP_ID, "environments": ["production"] });
    let told = create(&house, body).await;
    let id = told.expect(201)["id"].as_str().unwrap();
    assert!(id.starts_with("app_"));
    let printed = json!({
        "id": id,
        "apple_app_id": "TESTTEAM01.com.example.app",
        "environments": ["production"],
        "client_data_profile": "cbor_array",
        "receipt_check": "record",
        "receipt_max_age_s": 300,
        "receipt_refresh": "off",
        "enabled": true,
        "devicecheck_key_set": false,
        "created_at": "2026-04-29T14:40:00.000Z",
    });
    assert_eq!(told.body, printed);
    let one = house
        .local("GET", &format!("/mobile/apple-apps/{id}?tenant_id=acme"))
        .await;
    assert_eq!(one.expect(200), &printed);
    let list = house
        .local("GET", "/mobile/apple-apps?tenant_id=acme")
        .await;
    assert_eq!(
        list.expect(200),
        &json!({ "items": [printed], "next_cursor": null })
    );
}

#[tokio::test]
async fn an_app_id_is_unique_in_its_tenant_only() {
    let house = House::new().await;
    house.tenant("acme").await;
    let other = house.tenant("other").await;
    create(&house, json!({ "apple_app_id": APP_ID }))
        .await
        .expect(201);
    create(&house, json!({ "apple_app_id": APP_ID }))
        .await
        .refused(409, "already_exists");
    house.app(&other, APP_ID).await;
}

#[tokio::test]
async fn unsafe_policies_are_refused_when_they_are_set() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, APP_ID).await;
    let cases = [
        ("environments", json!([])),
        ("environments", json!(["production", "production"])),
        ("environments[0]", json!(["sandbox"])),
        ("environments", json!("production")),
        ("client_data_profile", json!("hex")),
        ("receipt_check", json!("maybe")),
        ("receipt_max_age_s", json!(0)),
        ("receipt_max_age_s", json!(86_401)),
        ("receipt_refresh", json!("hourly")),
        ("enabled", json!(1)),
    ];
    let path = format!("/mobile/apple-apps/{app}?tenant_id=acme");
    for (issue, value) in cases {
        let member = issue.trim_end_matches("[0]");
        let told = house
            .local("PATCH", &path)
            .json(json!({ member: value }))
            .await;
        told.refused(422, "invalid").issue(issue);
        let told = create(
            &house,
            json!({ "apple_app_id": "TESTTEAM01.x", member: value }),
        )
        .await;
        told.refused(422, "invalid").issue(issue);
    }
    let list = house
        .local("GET", "/mobile/apple-apps?tenant_id=acme")
        .await;
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_app_id_has_its_form_and_never_changes() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    for id in [
        "",
        "com.example.app",
        "testteam01.com.example.app",
        "TESTTEAM01.",
    ] {
        let told = create(&house, json!({ "apple_app_id": id })).await;
        told.refused(422, "invalid").issue("apple_app_id");
    }
    for body in [
        json!({}),
        json!({ "apple_app_id": null }),
        json!({ "apple_app_id": 1 }),
    ] {
        create(&house, body)
            .await
            .refused(422, "invalid")
            .issue("apple_app_id");
    }
    let app = house.app(&tenant, APP_ID).await;
    let path = format!("/mobile/apple-apps/{app}?tenant_id=acme");
    let told = house
        .local("PATCH", &path)
        .json(json!({ "apple_app_id": "TESTTEAM01.x" }))
        .await;
    told.refused(422, "invalid").issue("apple_app_id");
}

#[tokio::test]
async fn a_patch_merges_and_null_puts_the_default_back() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, APP_ID).await;
    let path = format!("/mobile/apple-apps/{app}?tenant_id=acme");
    let body =
        json!({ "client_data_profile": "raw", "environments": ["development"], "enabled": false });
    let told = house.local("PATCH", &path).json(body).await;
    assert_eq!(told.expect(200)["client_data_profile"], "raw");
    assert_eq!(told.header("etag"), "\"v2\"");
    let told = house
        .local("PATCH", &path)
        .json(json!({ "environments": null }))
        .await;
    assert_eq!(told.expect(200)["environments"], json!(["production"]));
    assert_eq!(told.body["client_data_profile"], "raw");
    assert_eq!(told.body["enabled"], false);
}

#[tokio::test]
async fn apps_of_other_tenants_do_not_exist() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    let foreign = house.tenant("other").await;
    let foreign = house.app(&foreign, APP_ID).await;
    let key = house.admin_key(Some(&own), &["*"]).await;
    for id in [foreign.as_str(), "app_01ARZ3NDEKTSV4RRFFQ69G5FAV", "x"] {
        let path = format!("/mobile/apple-apps/{id}");
        house
            .ask("GET", &path)
            .by(&key)
            .await
            .refused(404, "not_found");
        house
            .ask("DELETE", &path)
            .by(&key)
            .await
            .refused(404, "not_found");
        let patch = house
            .ask("PATCH", &path)
            .by(&key)
            .json(json!({ "enabled": false }));
        patch.await.refused(404, "not_found");
    }
    let list = house.ask("GET", "/mobile/apple-apps").by(&key).await;
    assert_eq!(list.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn reading_and_changing_take_their_scopes() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, APP_ID).await;
    let path = format!("/mobile/apple-apps/{app}");
    let reader = house.admin_key(Some(&tenant), &["mobile:read"]).await;
    house.ask("GET", &path).by(&reader).await.expect(200);
    house
        .ask("DELETE", &path)
        .by(&reader)
        .await
        .refused(403, "scope_missing");
    let patch = house
        .ask("PATCH", &path)
        .by(&reader)
        .json(json!({ "enabled": false }));
    patch.await.refused(403, "scope_missing");
    let body = json!({ "apple_app_id": "TESTTEAM01.x" });
    let told = house
        .ask("POST", "/mobile/apple-apps")
        .by(&reader)
        .json(body)
        .await;
    told.refused(403, "scope_missing");
    let other = house
        .admin_key(Some(&tenant), &["mobile:keys", "knox:read"])
        .await;
    house
        .ask("GET", &path)
        .by(&other)
        .await
        .refused(403, "scope_missing");
    house
        .ask("GET", "/mobile/apple-apps")
        .by(&other)
        .await
        .refused(403, "scope_missing");
}

#[tokio::test]
async fn an_app_with_device_keys_goes_only_by_force() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, APP_ID).await;
    register(&house, &tenant, &app, 1).await;
    let path = format!("/mobile/apple-apps/{app}?tenant_id=acme");
    house.local("DELETE", &path).await.refused(409, "in_use");
    house
        .local("DELETE", &format!("{path}&force=false"))
        .await
        .refused(409, "in_use");
    let told = house.local("DELETE", &format!("{path}&force=1")).await;
    told.refused(422, "invalid").issue("force");
    let forced = format!("{path}&force=true");
    let told = house
        .local("DELETE", &forced)
        .header("if-match", "\"v7\"")
        .await;
    told.refused(412, "precondition_failed");
    house.local("DELETE", &forced).await.expect(204);
    house.local("GET", &path).await.refused(404, "not_found");
    let keys = house
        .local("GET", "/mobile/device-keys?tenant_id=acme")
        .await;
    assert_eq!(keys.expect(200)["items"], json!([]));
}
