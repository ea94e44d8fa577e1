//! Android apps: what is told of them, names, tenants, removal.

use serde_json::{Value, json};

use super::device_keys::register_android;
use super::house::{Ask, House};

pub const PACKAGE: &str = "com.example.app";
pub const LIST: &str = "/mobile/android-apps?tenant_id=acme";
pub const HEX: &str = "a671f34c7d9fb0160577ff1e154bf32e6a548a4df9d33b92293a02c06609d8a4";

pub fn create(house: &House, body: Value) -> Ask<'_> {
    house.local("POST", LIST).json(body)
}

/// A body that is well, with these members changed.
pub fn body(changed: &Value) -> Value {
    let mut body = json!({ "package_name": PACKAGE, "signer_sha256": [HEX], "services": ["gms"] });
    for (name, value) in changed.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

pub async fn registered(house: &House) -> String {
    let tenant = house.tenant("acme").await;
    let app = house.android_app(&tenant, PACKAGE).await;
    format!("/mobile/android-apps/{app}?tenant_id=acme")
}

#[tokio::test]
async fn an_app_is_told_in_full_with_its_defaults() {
    let house = House::new().await;
    house.tenant("acme").await;
    let told = create(&house, body(&json!({}))).await;
    let id = told.expect(201)["id"].as_str().unwrap();
    assert!(id.starts_with("app_"));
    let full = json!({
        "id": id,
        "package_name": "com.example.app",
        "signer_sha256": [HEX],
        "services": ["gms"],
        "gms": {
            "mode": "auto",
            "device_labels": ["MEETS_DEVICE_INTEGRITY"],
            "app_recognition": ["PLAY_RECOGNIZED"],
            "licensing": [],
            "max_age_s": 600,
            "future_skew_s": 60,
            "allow_testing": false,
            "min_version_code": 0,
            "play_protect_reject": [],
            "app_access_reject": [],
        },
        "hms": { "max_age_s": 600, "future_skew_s": 60, "huawei_app_id": null },
        "android_key": {
            "min_level": "tee",
            "require_locked": true,
            "boot_states": ["verified"],
            "boot_keys": [],
            "min_os_version": null,
            "min_os_patch": null,
            "min_vendor_patch": null,
            "min_boot_patch": null,
        },
        "enabled": true,
        "play_keys_set": false,
        "service_account_set": false,
        "created_at": "2026-04-29T14:40:00.000Z",
        "updated_at": "2026-04-29T14:40:00.000Z",
    });
    assert_eq!(told.body, full);
    assert_eq!(told.header("etag"), "\"v1\"");
    let one = format!("/mobile/android-apps/{id}?tenant_id=acme");
    assert_eq!(house.local("GET", &one).await.expect(200), &full);
    let list = house.local("GET", LIST).await;
    let listed = json!({ "items": [full], "next_cursor": null });
    assert_eq!(list.expect(200), &listed);
}

#[tokio::test]
async fn a_package_name_has_its_form_and_never_changes() {
    let house = House::new().await;
    let path = registered(&house).await;
    for name in [
        "",
        "app",
        "com.example.",
        "1com.example",
        "com.ex-ample.app",
    ] {
        let told = create(&house, body(&json!({ "package_name": name }))).await;
        told.refused(422, "invalid").issue("package_name");
    }
    for bad in [json!(null), json!(7)] {
        let told = create(&house, body(&json!({ "package_name": bad }))).await;
        told.refused(422, "invalid").issue("package_name");
    }
    let patch = house
        .local("PATCH", &path)
        .json(json!({ "package_name": PACKAGE }));
    patch.await.refused(422, "invalid").issue("package_name");
}

#[tokio::test]
async fn a_package_is_unique_in_its_tenant_only() {
    let house = House::new().await;
    registered(&house).await;
    let again = create(&house, body(&json!({}))).await;
    again.refused(409, "already_exists");
    let other = house.tenant("other").await;
    house.android_app(&other, PACKAGE).await;
}

#[tokio::test]
async fn a_write_against_another_version_is_refused() {
    let house = House::new().await;
    let path = registered(&house).await;
    for method in ["PATCH", "DELETE"] {
        let ask = house.local(method, &path).header("if-match", "\"v2\"");
        let told = ask.json(json!({ "enabled": false })).await;
        told.refused(412, "precondition_failed");
    }
    let ask = house.local("PATCH", &path).header("if-match", "\"v1\"");
    let told = ask.json(json!({ "enabled": false })).await;
    assert_eq!(told.expect(200)["enabled"], false);
}

#[tokio::test]
async fn apps_of_other_tenants_do_not_exist() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    let foreign = house.tenant("other").await;
    let foreign = house.android_app(&foreign, PACKAGE).await;
    let apple = house.app(&own, "TESTTEAM01.com.example.app").await;
    let key = house.admin_key(Some(&own), &["*"]).await;
    for id in [&foreign, &apple, "app_01ARZ3NDEKTSV4RRFFQ69G5FAV", "x"] {
        let path = format!("/mobile/android-apps/{id}");
        for (method, path) in [
            ("GET", path.clone()),
            ("DELETE", path.clone()),
            ("PATCH", path.clone()),
            ("DELETE", format!("{path}/play-keys")),
            ("DELETE", format!("{path}/service-account")),
            ("POST", format!("{path}/service-account/check")),
        ] {
            let told = house.ask(method, &path).by(&key).json(json!({})).await;
            told.refused(404, "not_found");
        }
    }
    let list = house.ask("GET", "/mobile/android-apps").by(&key).await;
    assert_eq!(list.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn reading_and_changing_take_their_scopes() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.android_app(&tenant, PACKAGE).await;
    let path = format!("/mobile/android-apps/{app}");
    let reader = house
        .admin_key(Some(&tenant), &["mobile:read", "mobile:keys"])
        .await;
    house.ask("GET", &path).by(&reader).await.expect(200);
    let writes = [
        ("DELETE", path.as_str()),
        ("PATCH", &path),
        ("POST", "/mobile/android-apps"),
    ];
    for (method, path) in writes {
        let told = house
            .ask(method, path)
            .by(&reader)
            .json(body(&json!({})))
            .await;
        if method == "PATCH" {
            told.refused(422, "invalid").issue("package_name");
            let told = house.ask(method, path).by(&reader).json(json!({})).await;
            told.refused(403, "scope_missing");
        } else {
            told.refused(403, "scope_missing");
        }
    }
    let other = house
        .admin_key(Some(&tenant), &["mobile:write", "knox:read"])
        .await;
    for path in [path.as_str(), "/mobile/android-apps"] {
        let told = house.ask("GET", path).by(&other).await;
        told.refused(403, "scope_missing");
    }
}

#[tokio::test]
async fn an_app_with_device_keys_goes_only_by_force() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.android_app(&tenant, PACKAGE).await;
    register_android(&house, &tenant, &app, 1).await;
    let path = format!("/mobile/android-apps/{app}?tenant_id=acme");
    house.local("DELETE", &path).await.refused(409, "in_use");
    let forced = format!("{path}&force=true");
    house.local("DELETE", &forced).await.expect(204);
    house.local("GET", &path).await.refused(404, "not_found");
    let keys = house
        .local("GET", "/mobile/device-keys?tenant_id=acme")
        .await;
    assert_eq!(keys.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn an_api_key_can_be_limited_to_apps_of_both_kinds() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let other = house.tenant("other").await;
    let foreign = house.android_app(&other, PACKAGE).await;
    let android = house.android_app(&tenant, PACKAGE).await;
    let apple = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let issue = |app_ids: Value| {
        let body = json!({ "kind": "mobile", "label": "shop", "app_ids": app_ids });
        house.local("POST", "/keys?tenant_id=acme").json(body)
    };
    let told = issue(json!([android, apple])).await;
    assert_eq!(told.expect(201)["app_ids"], json!([android, apple]));
    let told = issue(json!([android, android])).await;
    told.refused(422, "invalid").issue("app_ids[1]");
    let told = issue(json!([apple, foreign])).await;
    told.refused(422, "invalid").issue("app_ids[1]");
}

#[tokio::test]
async fn a_repeated_registration_is_answered_once_and_traced_once() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let key = house.admin_key(Some(&tenant), &["*"]).await;
    let ask = || {
        let ask = house.ask("POST", "/mobile/android-apps").by(&key);
        ask.header("idempotency-key", "once").json(body(&json!({})))
    };
    let first = ask().await;
    assert_eq!(ask().await.expect(201), first.expect(201));
    let path = "/audit?tenant_id=acme&action=mobile.android_app.create";
    let rows = house.local("GET", path).await;
    let rows = rows.expect(200)["items"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["object"], first.id());
    assert_eq!(rows[0]["after"]["package_name"], PACKAGE);
}
