//! Writes that are sent twice and done once.

use serde_json::{Value, json};
use touchstone_core::AdminCall;
use touchstone_core::idempotency::{Begin, begin};
use touchstone_core::ports::KeyKind;

use super::house::{Ask, House, Told};

fn tenant<'a>(house: &'a House, key: &str, name: &str) -> Ask<'a> {
    let ask = house
        .ask("POST", "/tenants")
        .by(key)
        .header("idempotency-key", "once");
    ask.json(json!({ "name": name }))
}

async fn tenants(house: &House) -> usize {
    house.local("GET", "/tenants").await.expect(200)["items"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn a_repeated_call_gets_the_first_answer_and_does_nothing() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    let first = tenant(&house, &key, "acme").await;
    let path = format!("/tenants/{}", first.expect(201)["id"].as_str().unwrap());
    house
        .local("PATCH", &path)
        .json(json!({ "name": "renamed" }))
        .await
        .expect(200);
    let again = tenant(&house, &key, "acme").await;
    assert_eq!(again.expect(201), &first.body);
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(again.header("content-type"), first.header("content-type"));
    assert_eq!(tenants(&house).await, 1);
}

#[tokio::test]
async fn a_removal_is_repeated_without_a_body() {
    let house = House::new().await;
    let acme = house.tenant("acme").await;
    let app = house.app(&acme, "TESTTEAM01.com.example.app").await;
    let key = house.admin_key(Some(&acme), &["*"]).await;
    let path = format!("/mobile/apple-apps/{app}");
    for _ in 0..2 {
        let ask = house
            .ask("DELETE", &path)
            .by(&key)
            .header("idempotency-key", "once");
        assert_eq!(ask.await.expect(204), &Value::Null);
    }
    house
        .ask("DELETE", &path)
        .by(&key)
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn another_request_under_the_same_key_is_a_mistake() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    tenant(&house, &key, "acme").await.expect(201);
    tenant(&house, &key, "other")
        .await
        .refused(409, "idempotency_key_reused");
    let ask = house
        .ask("POST", "/keys/import")
        .by(&key)
        .header("idempotency-key", "once");
    ask.json(json!({ "name": "acme" }))
        .await
        .refused(409, "idempotency_key_reused");
    assert_eq!(tenants(&house).await, 1);
}

#[tokio::test]
async fn the_tenant_that_is_named_belongs_to_the_request() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    for name in ["acme", "other"] {
        house.tenant(name).await;
    }
    let app = |tenant: &str| {
        let path = format!("/mobile/apple-apps?tenant_id={tenant}");
        let ask = house
            .ask("POST", &path)
            .by(&key)
            .header("idempotency-key", "once");
        ask.json(json!({ "apple_app_id": "TESTTEAM01.com.example.app" }))
    };
    app("acme").await.expect(201);
    app("other").await.refused(409, "idempotency_key_reused");
}

#[tokio::test]
async fn another_api_key_has_idempotency_keys_of_its_own() {
    let house = House::new().await;
    let one = house.admin_key(None, &["*"]).await;
    let two = house.admin_key(None, &["*"]).await;
    tenant(&house, &one, "acme").await.expect(201);
    tenant(&house, &two, "other").await.expect(201);
}

#[tokio::test]
async fn a_secret_is_not_repeated() {
    let house = House::new().await;
    let caller = house.admin_key(None, &["*"]).await;
    house.tenant("acme").await;
    let issue = || {
        let ask = house.ask("POST", "/keys?tenant_id=acme").by(&caller);
        let ask = ask.header("idempotency-key", "once");
        ask.json(json!({ "kind": "mobile", "label": "shop" }))
    };
    let first = issue().await;
    let again = issue().await;
    assert_eq!(
        again.refused(409, "already_done").id(),
        first.expect(201)["id"]
    );
    assert!(
        !again
            .body
            .to_string()
            .contains(&first.body["key"].as_str().unwrap()[8..])
    );
    let list = house.local("GET", "/keys?kind=mobile").await;
    assert_eq!(list.expect(200)["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_call_that_failed_can_be_sent_again() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    let taken = house.tenant("acme").await;
    tenant(&house, &key, "acme")
        .await
        .refused(409, "already_exists");
    let path = format!("/tenants/{taken}");
    house
        .local("PATCH", &path)
        .json(json!({ "name": "renamed" }))
        .await
        .expect(200);
    tenant(&house, &key, "acme").await.expect(201);
}

#[tokio::test]
async fn a_call_whose_first_is_under_way_waits() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    // What is left when a node dies in the middle of a call: begun and never finished.
    let call = house.core.world.new_call();
    let api_keys = &house.core.api_keys;
    let principal = api_keys
        .authenticate(key.as_bytes(), KeyKind::Admin, call.now)
        .await
        .unwrap();
    let admin = AdminCall {
        touchstone: &house.core,
        principal: &principal,
        call: &call,
        tenant: None,
    };
    let body = json!({ "name": "acme" }).to_string();
    let request: [&[u8]; 5] = [b"POST", b"/admin/v1/tenants", b"", b"", body.as_bytes()];
    let begun = begin(&admin, "once", &request).await.unwrap();
    assert!(matches!(begun, Some(Begin::First(_))));
    tenant(&house, &key, "acme")
        .await
        .refused(409, "in_progress");
    assert_eq!(tenants(&house).await, 0);
    house.clock.advance_ms(24 * 3_600_000);
    tenant(&house, &key, "acme").await.expect(201);
}

#[tokio::test]
async fn of_many_at_once_one_is_done() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    let ask = || async { tenant(&house, &key, "acme").await };
    let told: [Told; 4] = {
        let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
        [a, b, c, d]
    };
    for told in &told {
        match told.status.as_u16() {
            201 => {}
            409 => assert_eq!(told.body["code"], "in_progress"),
            other => panic!("{other}"),
        }
    }
    assert_eq!(tenants(&house).await, 1);
}

#[tokio::test]
async fn after_a_day_the_key_is_free_again() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    tenant(&house, &key, "acme").await.expect(201);
    house.clock.advance_ms(24 * 3_600_000 - 1);
    tenant(&house, &key, "other")
        .await
        .refused(409, "idempotency_key_reused");
    house.clock.advance_ms(1);
    tenant(&house, &key, "other").await.expect(201);
}

#[tokio::test]
async fn keys_out_of_form_are_refused_and_reads_need_none() {
    let house = House::new().await;
    let key = house.admin_key(None, &["*"]).await;
    for value in ["", &"a".repeat(129), "a\u{e9}", "a\tb"] {
        let ask = house
            .ask("POST", "/tenants")
            .by(&key)
            .header("idempotency-key", value);
        let told = ask.json(json!({ "name": "acme" })).await;
        told.refused(422, "invalid").issue("Idempotency-Key");
    }
    let ask = house
        .ask("POST", "/tenants")
        .by(&key)
        .header("idempotency-key", "a");
    let told = ask
        .header("idempotency-key", "b")
        .json(json!({ "name": "acme" }))
        .await;
    told.refused(422, "invalid").issue("Idempotency-Key");
    let ask = house
        .ask("GET", "/tenants")
        .by(&key)
        .header("idempotency-key", "");
    ask.await.expect(200);
    assert_eq!(tenants(&house).await, 0);
}
