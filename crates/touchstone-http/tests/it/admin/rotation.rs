//! Rotating API keys: a successor, a grace, and nothing wider than before.

use serde_json::{Value, json};
use touchstone_core::ports::KeyKind;

use super::house::{House, Told};

async fn lives(house: &House, told: &Told) -> bool {
    let key = told.body["key"].as_str().unwrap();
    let now = house.core.world.clock.now();
    house
        .core
        .api_keys
        .authenticate(key.as_bytes(), KeyKind::Mobile, now)
        .await
        .is_ok()
}

async fn issue(house: &House, body: Value) -> Told {
    let told = house.local("POST", "/keys?tenant_id=acme").json(body).await;
    told.expect(201);
    told
}

#[tokio::test]
async fn the_old_key_goes_on_for_the_grace() {
    let house = House::new().await;
    house.tenant("acme").await;
    let old = issue(&house, json!({ "kind": "mobile", "label": "shop" })).await;
    let path = format!("/keys/{}/rotate", old.id());
    let new = house
        .local("POST", &path)
        .json(json!({ "grace_seconds": 60 }))
        .await;
    assert_eq!(new.expect(201)["label"], "shop");
    assert_ne!(new.id(), old.id());
    assert_ne!(new.body["key"], old.body["key"]);
    house.clock.advance_ms(59_999);
    assert!(lives(&house, &old).await);
    house.clock.advance_ms(1);
    assert!(!lives(&house, &old).await);
    assert!(lives(&house, &new).await);
    let record = house.local("GET", &format!("/keys/{}", old.id())).await;
    assert_eq!(record.expect(200)["expires_at"], "2026-04-29T14:41:00.000Z");
    house
        .local("POST", &path)
        .await
        .refused(409, "key_not_live");
}

#[tokio::test]
async fn without_a_body_the_grace_is_a_day_and_it_can_be_nothing() {
    let house = House::new().await;
    house.tenant("acme").await;
    let old = issue(&house, json!({ "kind": "mobile", "label": "shop" })).await;
    let new = house
        .local("POST", &format!("/keys/{}/rotate", old.id()))
        .await;
    new.expect(201);
    let record = house.local("GET", &format!("/keys/{}", old.id())).await;
    assert_eq!(record.expect(200)["expires_at"], "2026-04-30T14:40:00.000Z");
    let path = format!("/keys/{}/rotate", new.id());
    house
        .local("POST", &path)
        .json(json!({ "grace_seconds": 0 }))
        .await
        .expect(201);
    assert!(!lives(&house, &new).await);
    assert!(lives(&house, &old).await);
}

#[tokio::test]
async fn a_grace_out_of_range_is_refused() {
    let house = House::new().await;
    house.tenant("acme").await;
    let old = issue(&house, json!({ "kind": "mobile", "label": "shop" })).await;
    let path = format!("/keys/{}/rotate", old.id());
    for grace in [
        json!(604_801),
        json!(-1),
        json!(1.5),
        json!("60"),
        json!(4_294_967_296_u64),
    ] {
        let told = house
            .local("POST", &path)
            .json(json!({ "grace_seconds": grace }))
            .await;
        told.refused(422, "invalid").issue("grace_seconds");
    }
    let told = house
        .local("POST", &path)
        .header("if-match", "\"v9\"")
        .await;
    told.refused(412, "precondition_failed");
    house
        .local("POST", &path)
        .json(json!({ "grace_seconds": 604_800 }))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_successor_opens_the_same_doors_and_does_not_inherit_an_end() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let old = issue(
        &house,
        json!({
            "kind": "mobile", "label": "shop", "app_ids": [app], "expires_at": "2026-04-30T14:40:00Z",
        }),
    );
    let old = old.await;
    house.clock.advance_ms(3_600_000);
    let new = house
        .local("POST", &format!("/keys/{}/rotate", old.id()))
        .await;
    assert_eq!(new.expect(201)["app_ids"], json!([app]));
    assert_eq!(new.body["tenant_id"], tenant.as_str());
    assert_eq!(new.body["expires_at"], json!(null));
    let again = house
        .local("POST", &format!("/keys/{}/rotate", old.id()))
        .json(json!({ "expires_at": "2026-05-30T14:40:00Z" }))
        .await;
    assert_eq!(again.expect(201)["expires_at"], "2026-05-30T14:40:00.000Z");
    let record = house.local("GET", &format!("/keys/{}", old.id())).await;
    assert_eq!(record.expect(200)["expires_at"], "2026-04-30T14:40:00.000Z");
}

#[tokio::test]
async fn admin_keys_are_rotated_by_the_scope_for_everything_only() {
    let house = House::new().await;
    let made = house.local("POST", "/keys");
    let made = made
        .json(json!({ "kind": "admin", "label": "x", "scopes": ["*"] }))
        .await;
    let path = format!("/keys/{}/rotate", made.expect(201)["id"].as_str().unwrap());
    let caller = house
        .admin_key(None, &["mobile:keys", "tenants:write"])
        .await;
    house
        .ask("POST", &path)
        .by(&caller)
        .await
        .refused(403, "scope_missing");
    let own = made.body["key"].as_str().unwrap();
    let new = house.ask("POST", &path).by(own).await;
    assert_eq!(new.expect(201)["scopes"], json!(["*"]));
    house
        .ask("GET", "/tenants")
        .by(new.body["key"].as_str().unwrap())
        .await
        .expect(200);
}
