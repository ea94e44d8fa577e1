//! Device keys: read, revoked, forgotten, in their own tenant only.

use std::borrow::Cow;

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use touchstone_core::ports::{
    Ending, KeyChange, MobileSettlement, NewAndroidKey, NewAppleKey, Outcome, VerdictHead,
};
use touchstone_core::{Noun, VerdictId};

use super::house::House;

/// A verdict that is about to be settled.
pub fn head(house: &House, tenant: &str, subject: &str) -> VerdictHead {
    let world = &house.core.world;
    let now = world.clock.now();
    VerdictHead {
        id: VerdictId::new(now, &*world.random),
        tenant_id: tenant.parse().unwrap(),
        api_key_id: None,
        noun: Noun::Mobile,
        format: Some("apple".to_owned()),
        subject: subject.to_owned(),
        app_id: None,
        policy: "{\"settings\":{}}".into(),
        facts: "{\"counter\":1}".to_owned(),
        evidence_sha256: Some([9; 32]),
        latency_us: 1_234,
        request_id: "req-1".to_owned(),
        created_at: now,
    }
}

/// An ending with this reason.
pub fn ending(outcome: Outcome, reason: &'static str) -> Ending {
    Ending {
        outcome,
        reason: Cow::Borrowed(reason),
        checks: "[{\"check\":\"T1\",\"ok\":true},{\"check\":\"A6\",\"ok\":false,\"note\":\"n\"}]"
            .to_owned(),
        events: Vec::new(),
    }
}

/// Registers a device key whose bytes all have this value; its identifier as the API writes it.
pub async fn register(house: &House, tenant: &str, app: &str, byte: u8) -> String {
    let key = NewAppleKey {
        key_id: [byte; 32],
        app_id: app.parse().unwrap(),
        public_key: [byte; 65],
        environment: "production".to_owned(),
        counter: 1,
        receipt: None,
        receipt_type: None,
        receipt_due_at: None,
        model: "iPhone17,1".to_owned(),
        version: "26.1".to_owned(),
    };
    settle(house, tenant, KeyChange::RegisterApple(Box::new(key))).await;
    BASE64URL_NOPAD.encode(&[byte; 32])
}

/// Registers an Android device key likewise.
pub async fn register_android(house: &House, tenant: &str, app: &str, byte: u8) -> String {
    let key = NewAndroidKey {
        key_id: [byte; 32],
        app_id: app.parse().unwrap(),
        spki: vec![byte; 91],
        facts: r#"{"security_level":"TEE"}"#.to_owned(),
        serials: vec!["1a".to_owned(), "2b".to_owned()],
        model: "Pixel 10".to_owned(),
        version: "16".to_owned(),
    };
    settle(house, tenant, KeyChange::RegisterAndroid(Box::new(key))).await;
    BASE64URL_NOPAD.encode(&[byte; 32])
}

async fn settle(house: &House, tenant: &str, key_change: KeyChange) {
    let settlement = MobileSettlement {
        head: head(house, tenant, "x"),
        claim: None,
        key_change: Some(key_change),
        ending: ending(Outcome::Valid, "accepted"),
        conflicts: Vec::new(),
    };
    let store = &house.core.world.store;
    store.settle_mobile(settlement).await.unwrap();
}

#[tokio::test]
async fn a_device_key_is_read_and_listed() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let key = register(&house, &tenant, &app, 1).await;
    let told = house
        .local(
            "GET",
            &format!("/mobile/device-keys/apple/{key}?tenant_id=acme"),
        )
        .await;
    let body = told.expect(200);
    assert_eq!(body["platform"], "apple");
    assert_eq!(body["key_id"], key.as_str());
    assert_eq!(body["app_id"], app.as_str());
    assert_eq!(body["counter"], 1);
    assert_eq!(body["environment"], "production");
    assert_eq!(body["registered_at"], "2026-04-29T14:40:00.000Z");
    assert_eq!(body["revoked_at"], json!(null));
    let list = house
        .local("GET", "/mobile/device-keys?tenant_id=acme&platform=apple")
        .await;
    assert_eq!(&list.expect(200)["items"][0], body);
}

#[tokio::test]
async fn an_android_key_is_read_with_what_was_attested() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.android_app(&tenant, "com.example.app").await;
    let key = register_android(&house, &tenant, &app, 1).await;
    let path = format!("/mobile/device-keys/android-key/{key}?tenant_id=acme");
    let told = house.local("GET", &path).await;
    let body = told.expect(200);
    assert_eq!(body["platform"], "android-key");
    assert_eq!(body["key_id"], key.as_str());
    assert_eq!(body["app_id"], app.as_str());
    assert_eq!(body["public_key"], BASE64URL_NOPAD.encode(&[1; 91]));
    assert_eq!(body["facts"], json!({ "security_level": "TEE" }));
    assert_eq!(body["chain_serials"], json!(["1a", "2b"]));
    assert_eq!(body["model"], "Pixel 10");
    assert_eq!(body["revoked_at"], json!(null));
}

#[tokio::test]
async fn the_platforms_are_listed_together_and_apart() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let apple = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let android = house.android_app(&tenant, "com.example.app").await;
    register(&house, &tenant, &apple, 1).await;
    house.clock.advance_ms(1);
    register_android(&house, &tenant, &android, 2).await;
    let platforms = async |query: &str| {
        let path = format!("/mobile/device-keys?tenant_id=acme{query}");
        let told = house.local("GET", &path).await;
        let items = told.expect(200)["items"].as_array().unwrap().clone();
        let word = |item: &serde_json::Value| item["platform"].as_str().unwrap().to_owned();
        items.iter().map(word).collect::<Vec<_>>()
    };
    assert_eq!(platforms("").await, ["android-key", "apple"]);
    assert_eq!(platforms("&platform=android-key").await, ["android-key"]);
    assert_eq!(platforms("&platform=apple").await, ["apple"]);
    assert_eq!(
        platforms(&format!("&app_id={android}")).await,
        ["android-key"]
    );
}

#[tokio::test]
async fn a_key_belongs_to_one_platform_alone() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.android_app(&tenant, "com.example.app").await;
    let key = register_android(&house, &tenant, &app, 1).await;
    for (method, end) in [("GET", ""), ("DELETE", ""), ("POST", "/revoke")] {
        let path = format!("/mobile/device-keys/apple/{key}{end}?tenant_id=acme");
        let told = house
            .local(method, &path)
            .json(json!({ "reason": "x" }))
            .await;
        told.refused(404, "not_found");
    }
    let path = format!("/mobile/device-keys/android-key/{key}");
    let revoke = format!("{path}/revoke?tenant_id=acme");
    let told = house
        .local("POST", &revoke)
        .json(json!({ "reason": "stolen" }))
        .await;
    assert_eq!(told.expect(200)["revoked_reason"], "stolen");
    let rows = house
        .local("GET", "/audit?action=mobile.device_key.revoke")
        .await;
    let object = format!("android-key:{key}");
    assert_eq!(rows.expect(200)["items"][0]["object"], object.as_str());
    let path = format!("{path}?tenant_id=acme");
    house.local("DELETE", &path).await.expect(204);
    house.local("GET", &path).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_list_is_filtered_and_walked() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let one = house.app(&tenant, "TESTTEAM01.one").await;
    let two = house.app(&tenant, "TESTTEAM01.two").await;
    for byte in 1..=3 {
        house.clock.advance_ms(1);
        register(&house, &tenant, if byte == 3 { &two } else { &one }, byte).await;
    }
    let path = "/mobile/device-keys?tenant_id=acme";
    let first = house.local("GET", &format!("{path}&limit=2")).await;
    assert_eq!(first.expect(200)["items"].as_array().unwrap().len(), 2);
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let second = house
        .local("GET", &format!("{path}&limit=2&cursor={cursor}"))
        .await;
    let last = BASE64URL_NOPAD.encode(&[1; 32]);
    assert_eq!(second.expect(200)["items"][0]["key_id"], last.as_str());
    assert_eq!(second.body["next_cursor"], json!(null));
    let of_two = house.local("GET", &format!("{path}&app_id={two}")).await;
    assert_eq!(of_two.expect(200)["items"].as_array().unwrap().len(), 1);
    let revoked = house.local("GET", &format!("{path}&revoked=true")).await;
    assert_eq!(revoked.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn revoking_is_final_and_takes_a_reason() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let key = register(&house, &tenant, &app, 1).await;
    let path = format!("/mobile/device-keys/apple/{key}/revoke?tenant_id=acme");
    house
        .local("POST", &path)
        .await
        .refused(415, "content_type_unsupported");
    house
        .local("POST", &path)
        .json(json!({}))
        .await
        .refused(422, "invalid");
    for reason in [json!(""), json!("a".repeat(257))] {
        let told = house
            .local("POST", &path)
            .json(json!({ "reason": reason }))
            .await;
        told.refused(422, "invalid").issue("reason");
    }
    let tagged = house.local("POST", &path).header("if-match", "\"v1\"");
    tagged
        .json(json!({ "reason": "stolen" }))
        .await
        .refused(412, "precondition_failed");
    let told = house
        .local("POST", &path)
        .json(json!({ "reason": "stolen" }))
        .await;
    assert_eq!(told.expect(200)["revoked_reason"], "stolen");
    house.clock.advance_ms(1_000);
    let again = house
        .local("POST", &path)
        .json(json!({ "reason": "other" }))
        .await;
    assert_eq!(again.expect(200), &told.body);
}

#[tokio::test]
async fn a_forgotten_key_is_gone() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let key = register(&house, &tenant, &app, 1).await;
    let path = format!("/mobile/device-keys/apple/{key}?tenant_id=acme");
    house.local("DELETE", &path).await.expect(204);
    house.local("GET", &path).await.refused(404, "not_found");
    house.local("DELETE", &path).await.refused(404, "not_found");
}

#[tokio::test]
async fn unknown_and_foreign_keys_and_platforms_do_not_exist() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    let foreign = house.tenant("other").await;
    let app = house.app(&foreign, "TESTTEAM01.com.example.app").await;
    let key = register(&house, &foreign, &app, 1).await;
    let unknown = BASE64URL_NOPAD.encode(&[2; 32]);
    let caller = house.admin_key(Some(&own), &["*"]).await;
    let named = [
        format!("apple/{key}"),
        format!("apple/{unknown}"),
        format!("apple/{key}="),
        "apple/AAAA".to_owned(),
        format!("android-key/{key}"),
        format!("gms/{key}"),
    ];
    for name in named {
        let path = format!("/mobile/device-keys/{name}");
        house
            .ask("GET", &path)
            .by(&caller)
            .await
            .refused(404, "not_found");
        house
            .ask("DELETE", &path)
            .by(&caller)
            .await
            .refused(404, "not_found");
        let revoke = house.ask("POST", &format!("{path}/revoke")).by(&caller);
        revoke
            .json(json!({ "reason": "x" }))
            .await
            .refused(404, "not_found");
    }
    let path = format!("/mobile/device-keys/apple/{key}?tenant_id=other");
    house.local("GET", &path).await.expect(200);
}

#[tokio::test]
async fn changing_takes_the_scope_to_write() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let key = register(&house, &tenant, &app, 1).await;
    let reader = house
        .admin_key(Some(&tenant), &["mobile:read", "mobile:keys"])
        .await;
    let path = format!("/mobile/device-keys/apple/{key}");
    house.ask("GET", &path).by(&reader).await.expect(200);
    house
        .ask("DELETE", &path)
        .by(&reader)
        .await
        .refused(403, "scope_missing");
    let revoke = house.ask("POST", &format!("{path}/revoke")).by(&reader);
    revoke
        .json(json!({ "reason": "x" }))
        .await
        .refused(403, "scope_missing");
}
