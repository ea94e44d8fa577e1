//! The first admin key: made once, in an empty house only. And limits that need many objects.

use serde_json::json;
use touchstone_core::api_keys::first_admin_key;

use super::house::House;

#[tokio::test]
async fn an_empty_house_gets_one_key_that_may_do_everything() {
    let house = House::new().await;
    let call = house.core.world.new_call();
    let first = first_admin_key(&house.core, &call).await.unwrap().unwrap();
    assert!(first_admin_key(&house.core, &call).await.unwrap().is_none());
    let key = first.secret.reveal();
    house
        .ask("POST", "/tenants")
        .by(key)
        .json(json!({ "name": "acme" }))
        .await
        .expect(201);
    let told = house.ask("GET", "/audit?action=key.issue").by(key).await;
    assert_eq!(
        told.expect(200)["items"][0]["actor"],
        json!({ "kind": "server" })
    );
    assert!(!told.body.to_string().contains(&key[8..]));
    assert!(!format!("{first:?}").contains(&key[8..]));
}

#[tokio::test]
async fn a_house_with_an_admin_key_gets_none_even_when_it_is_revoked() {
    let house = House::new().await;
    let made = house.local("POST", "/keys");
    let made = made
        .json(json!({ "kind": "admin", "label": "x", "scopes": ["mobile:read"] }))
        .await;
    house
        .local("POST", &format!("/keys/{}/revoke", made.id()))
        .await
        .expect(200);
    let call = house.core.world.new_call();
    assert!(first_admin_key(&house.core, &call).await.unwrap().is_none());
}

#[tokio::test]
async fn keys_of_other_kinds_do_not_count() {
    let house = House::new().await;
    house.tenant("acme").await;
    let body = json!({ "kind": "mobile", "label": "x" });
    house
        .local("POST", "/keys?tenant_id=acme")
        .json(body)
        .await
        .expect(201);
    let call = house.core.world.new_call();
    assert!(first_admin_key(&house.core, &call).await.unwrap().is_some());
}

#[tokio::test]
async fn a_tenant_has_a_thousand_live_keys_and_revoked_ones_do_not_count() {
    let house = House::new().await;
    house.tenant("acme").await;
    house.tenant("other").await;
    let issue = |tenant: &str| {
        let path = format!("/keys?tenant_id={tenant}");
        house
            .local("POST", &path)
            .json(json!({ "kind": "mobile", "label": "x" }))
    };
    let first = issue("acme").await;
    for _ in 1..1_000 {
        issue("acme").await.expect(201);
    }
    let told = issue("acme").await;
    assert!(
        told.refused(422, "limit_reached").body["detail"]
            .as_str()
            .unwrap()
            .contains("1000")
    );
    issue("other").await.expect(201);
    house
        .local("POST", &format!("/keys/{}/revoke", first.id()))
        .await
        .expect(200);
    issue("acme").await.expect(201);
}
