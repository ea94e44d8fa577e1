//! Tenants: who makes, sees and changes them.

use serde_json::json;

use super::house::House;

#[tokio::test]
async fn a_tenant_is_made_read_renamed_and_disabled() {
    let house = House::new().await;
    let made = house
        .local("POST", "/tenants")
        .json(json!({ "name": "acme" }))
        .await;
    let body = made.expect(201);
    assert_eq!(body["name"], "acme");
    assert_eq!(body["enabled"], true);
    assert_eq!(body["created_at"], "2026-04-29T14:40:00.000Z");
    assert_eq!(made.header("etag"), "\"v1\"");
    let path = format!("/tenants/{}", made.id());
    let told = house.local("GET", &path).await;
    assert_eq!(told.expect(200), body);
    assert_eq!(told.header("etag"), "\"v1\"");
    let told = house
        .local("PATCH", &path)
        .json(json!({ "name": "acme-2", "enabled": false }))
        .await;
    assert_eq!(told.expect(200)["name"], "acme-2");
    assert_eq!(told.body["enabled"], false);
    assert_eq!(
        house.local("GET", "/tenants/acme-2").await.expect(200)["id"],
        made.id()
    );
    house
        .local("GET", "/tenants/acme")
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn names_are_unique_and_of_the_right_form() {
    let house = House::new().await;
    house.tenant("acme").await;
    let other = house.tenant("other").await;
    let ask = |name: &str| {
        house
            .local("POST", "/tenants")
            .json(json!({ "name": name }))
    };
    ask("acme").await.refused(409, "already_exists");
    for name in ["", "Acme", "1acme", "a_b", &"a".repeat(64)] {
        ask(name).await.refused(422, "invalid").issue("name");
    }
    let path = format!("/tenants/{other}");
    let told = house
        .local("PATCH", &path)
        .json(json!({ "name": "acme" }))
        .await;
    told.refused(409, "already_exists");
    house
        .local("PATCH", &path)
        .json(json!({ "name": null }))
        .await
        .refused(422, "invalid");
    assert_eq!(house.local("GET", &path).await.expect(200)["name"], "other");
}

#[tokio::test]
async fn making_a_tenant_takes_the_scope_and_a_server_wide_key() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let body = || json!({ "name": "other" });
    let reader = house
        .admin_key(None, &["mobile:read", "mobile:write", "mobile:keys"])
        .await;
    let told = house.ask("POST", "/tenants").by(&reader).json(body()).await;
    assert!(
        told.refused(403, "scope_missing").body["detail"]
            .as_str()
            .unwrap()
            .contains("tenants:write")
    );
    let bound = house.admin_key(Some(&tenant), &["*"]).await;
    let told = house.ask("POST", "/tenants").by(&bound).json(body()).await;
    assert!(
        told.refused(403, "scope_missing").body["detail"]
            .as_str()
            .unwrap()
            .contains("server-wide")
    );
    let writer = house.admin_key(None, &["tenants:write"]).await;
    house
        .ask("POST", "/tenants")
        .by(&writer)
        .json(body())
        .await
        .expect(201);
}

#[tokio::test]
async fn a_bound_key_sees_its_own_tenant_only() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    let foreign = house.tenant("other").await;
    let key = house.admin_key(Some(&own), &["*"]).await;
    let list = house.ask("GET", "/tenants").by(&key).await;
    let items = list.expect(200)["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["id"], own.as_str());
    house
        .ask("GET", &format!("/tenants/{own}"))
        .by(&key)
        .await
        .expect(200);
    house.ask("GET", "/tenants/acme").by(&key).await.expect(200);
    let unknown = "tenant_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for named in [foreign.as_str(), "other", unknown, "none", "tenant_"] {
        let path = format!("/tenants/{named}");
        house
            .ask("GET", &path)
            .by(&key)
            .await
            .refused(404, "not_found");
        let patch = house
            .ask("PATCH", &path)
            .by(&key)
            .json(json!({ "enabled": false }));
        patch.await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_bound_key_disables_its_own_tenant_and_never_renames_it() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    let path = format!("/tenants/{own}");
    let patch = |key, body| house.ask("PATCH", &path).by(key).json(body);
    let reader = house.admin_key(Some(&own), &["mobile:write"]).await;
    let disabled = json!({ "enabled": false });
    patch(&reader, disabled.clone())
        .await
        .refused(403, "scope_missing");
    let writer = house.admin_key(Some(&own), &["tenants:write"]).await;
    let renamed = json!({ "name": "prod" });
    patch(&writer, renamed).await.refused(403, "scope_missing");
    patch(&writer, disabled).await.expect(200);
}

#[tokio::test]
async fn a_tenant_is_named_by_identifier_or_name_and_never_guessed() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    house.tenant("other").await;
    let told = house.local("GET", "/mobile/settings").await;
    assert!(
        told.refused(422, "invalid")
            .issue("tenant_id")
            .contains("tenant_id")
    );
    for named in [own.as_str(), "acme"] {
        house
            .local("GET", &format!("/mobile/settings?tenant_id={named}"))
            .await
            .expect(200);
    }
    house
        .local("GET", "/mobile/settings?tenant_id=none")
        .await
        .refused(404, "not_found");
    let bound = house.admin_key(Some(&own), &["mobile:read"]).await;
    for path in ["/mobile/settings", "/mobile/settings?tenant_id=acme"] {
        house.ask("GET", path).by(&bound).await.expect(200);
    }
    for path in [
        "/mobile/settings?tenant_id=other",
        "/mobile/settings?tenant_id=none",
    ] {
        house
            .ask("GET", path)
            .by(&bound)
            .await
            .refused(404, "not_found");
    }
}
