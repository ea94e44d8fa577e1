//! Reading and revoking API keys: by kind and tenant.

use serde_json::json;

use super::house::{House, Told};

async fn key(house: &House, tenant: &str, kind: &str) -> Told {
    let path = format!("/keys?tenant_id={tenant}");
    let told = house
        .local("POST", &path)
        .json(json!({ "kind": kind, "label": kind }))
        .await;
    told.expect(201);
    told
}

fn kinds(told: &Told) -> Vec<&str> {
    let items = told.expect(200)["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_list_shows_the_kinds_that_the_caller_handles() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    for kind in ["mobile", "knox", "webauthn"] {
        house.clock.advance_ms(1);
        key(&house, &tenant, kind).await;
    }
    let one = house.admin_key(Some(&tenant), &["knox:keys"]).await;
    assert_eq!(kinds(&house.ask("GET", "/keys").by(&one).await), ["knox"]);
    house
        .ask("GET", "/keys?kind=mobile")
        .by(&one)
        .await
        .refused(403, "scope_missing");
    house
        .ask("GET", "/keys?kind=admin")
        .by(&one)
        .await
        .refused(403, "scope_missing");
    let two = house
        .admin_key(Some(&tenant), &["knox:keys", "mobile:keys"])
        .await;
    house
        .ask("GET", "/keys")
        .by(&two)
        .await
        .refused(422, "invalid")
        .issue("kind");
    assert_eq!(
        kinds(&house.ask("GET", "/keys?kind=mobile").by(&two).await),
        ["mobile"]
    );
    let none = house.admin_key(Some(&tenant), &["mobile:write"]).await;
    house
        .ask("GET", "/keys")
        .by(&none)
        .await
        .refused(403, "scope_missing");
    let all = house.admin_key(Some(&tenant), &["*"]).await;
    assert_eq!(kinds(&house.ask("GET", "/keys").by(&all).await).len(), 7);
}

#[tokio::test]
async fn keys_of_other_tenants_do_not_exist() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    let foreign = house.tenant("other").await;
    let foreign = key(&house, &foreign, "mobile").await.id().to_owned();
    house.admin_key(None, &["*"]).await;
    let server_wide = house.local("GET", "/keys?kind=admin").await.body["items"][0]["id"].clone();
    let bound = house.admin_key(Some(&own), &["*"]).await;
    let unknown = "key_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for id in [
        foreign.as_str(),
        server_wide.as_str().unwrap(),
        unknown,
        "key_",
        "x",
    ] {
        let path = format!("/keys/{id}");
        let read = house.ask("GET", &path).by(&bound).await;
        assert_eq!(read.refused(404, "not_found").body["detail"], "Not found");
        for verb in ["rotate", "revoke"] {
            let path = format!("/keys/{id}/{verb}");
            house
                .ask("POST", &path)
                .by(&bound)
                .await
                .refused(404, "not_found");
        }
    }
    let path = format!("/keys/{foreign}?tenant_id=acme");
    house.local("GET", &path).await.refused(404, "not_found");
    let list = house.ask("GET", "/keys").by(&bound).await;
    assert_eq!(kinds(&list), ["admin"]);
}

#[tokio::test]
async fn reading_a_key_takes_the_scope_of_its_kind() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let made = key(&house, &tenant, "mobile").await;
    let path = format!("/keys/{}", made.id());
    for scope in ["mobile:read", "mobile:write", "knox:keys", "tenants:write"] {
        let caller = house.admin_key(Some(&tenant), &[scope]).await;
        house
            .ask("GET", &path)
            .by(&caller)
            .await
            .refused(403, "scope_missing");
        let revoke = format!("{path}/revoke");
        house
            .ask("POST", &revoke)
            .by(&caller)
            .await
            .refused(403, "scope_missing");
    }
    let caller = house.admin_key(Some(&tenant), &["mobile:keys"]).await;
    house.ask("GET", &path).by(&caller).await.expect(200);
}

#[tokio::test]
async fn a_revoked_key_stays_as_it_is() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let made = key(&house, &tenant, "mobile").await;
    let path = format!("/keys/{}/revoke", made.id());
    let told = house
        .local("POST", &path)
        .json(json!({ "reason": "leaked" }))
        .await;
    assert_eq!(told.expect(200)["revoked_at"], "2026-04-29T14:40:00.000Z");
    assert_eq!(told.body["revoked_reason"], "leaked");
    house.clock.advance_ms(1_000);
    let again = house
        .local("POST", &path)
        .json(json!({ "reason": "other" }))
        .await;
    assert_eq!(again.expect(200)["revoked_at"], "2026-04-29T14:40:00.000Z");
    assert_eq!(again.body["revoked_reason"], "leaked");
    let rotate = format!("/keys/{}/rotate", made.id());
    house
        .local("POST", &rotate)
        .await
        .refused(409, "key_not_live");
}

#[tokio::test]
async fn a_reason_has_bounds_and_a_name() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let made = key(&house, &tenant, "mobile").await;
    let path = format!("/keys/{}/revoke", made.id());
    for reason in ["", "two\nlines", "nul\0", &"a".repeat(257)] {
        let told = house
            .local("POST", &path)
            .json(json!({ "reason": reason }))
            .await;
        told.refused(422, "invalid").issue("reason");
    }
    let told = house
        .local("POST", &path)
        .json(json!({ "raeson": "leaked" }))
        .await;
    assert!(
        told.refused(422, "invalid")
            .issue("raeson")
            .contains("reason")
    );
    let read = house.local("GET", &format!("/keys/{}", made.id())).await;
    assert_eq!(read.expect(200)["revoked_at"], json!(null));
}
