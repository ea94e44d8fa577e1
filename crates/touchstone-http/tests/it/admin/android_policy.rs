//! Policies of Android apps: what may be set, merging inside of objects, and what is refused.

use serde_json::{Value, json};

use super::android_apps::{HEX, LIST, PACKAGE, body, create, registered};
use super::house::House;

/// Where the issue is, and the members that have it.
type Unsafe = (&'static str, Value);

fn unsafe_of_google() -> Vec<Unsafe> {
    vec![
        ("signer_sha256", json!({ "signer_sha256": [] })),
        ("signer_sha256[0]", json!({ "signer_sha256": ["a6:71"] })),
        ("signer_sha256", json!({ "signer_sha256": [HEX, HEX] })),
        ("services", json!({ "services": [] })),
        ("services[0]", json!({ "services": ["apple"] })),
        ("services", json!({ "services": ["gms", "gms"] })),
        ("gms", json!({ "gms": "strict" })),
        ("gms.mode", json!({ "gms": { "mode": "remote" } })),
        ("gms.max_age_s", json!({ "gms": { "max_age_s": 0 } })),
        ("gms.max_age_s", json!({ "gms": { "max_age_s": 86_401 } })),
        (
            "gms.future_skew_s",
            json!({ "gms": { "future_skew_s": 3_601 } }),
        ),
        (
            "gms.min_version_code",
            json!({ "gms": { "min_version_code": -1 } }),
        ),
        (
            "gms.device_labels",
            json!({ "gms": { "device_labels": [], "app_recognition": [] } }),
        ),
        (
            "gms.device_labels[0]",
            json!({ "gms": { "device_labels": ["MEETS_DEVICE_INTEGRITI"] } }),
        ),
    ]
}

fn unsafe_of_others() -> Vec<Unsafe> {
    vec![
        ("hms.max_age_s", json!({ "hms": { "max_age_s": 0 } })),
        (
            "hms.huawei_app_id",
            json!({ "hms": { "huawei_app_id": "" } }),
        ),
        (
            "android_key.boot_states",
            json!({ "android_key": { "boot_states": [] } }),
        ),
        (
            "android_key.boot_states[0]",
            json!({ "android_key": { "boot_states": ["failed"] } }),
        ),
        (
            "android_key.boot_keys",
            json!({ "android_key": { "boot_states": ["self_signed"] } }),
        ),
        (
            "android_key.boot_keys[0]",
            json!({ "android_key": { "boot_keys": ["0b"] } }),
        ),
        (
            "android_key.min_level",
            json!({ "android_key": { "min_level": "software" } }),
        ),
        (
            "android_key.min_os_patch",
            json!({ "android_key": { "min_os_patch": 202_413 } }),
        ),
        ("enabled", json!({ "enabled": 1 })),
    ]
}

#[tokio::test]
async fn signers_come_in_three_forms_and_leave_in_one() {
    let house = House::new().await;
    house.tenant("acme").await;
    let bytes = data_encoding::HEXLOWER.decode(HEX.as_bytes()).unwrap();
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let forms = [
        pairs.join(":"),
        HEX.to_uppercase(),
        data_encoding::BASE64URL_NOPAD.encode(&bytes),
    ];
    for (number, form) in forms.iter().enumerate() {
        let package = format!("com.example.app{number}");
        let changed = json!({ "package_name": package, "signer_sha256": [form] });
        let told = create(&house, body(&changed)).await;
        assert_eq!(told.expect(201)["signer_sha256"], json!([HEX]));
    }
}

#[tokio::test]
async fn what_would_weaken_a_check_is_refused_when_it_is_set() {
    let house = House::new().await;
    let path = registered(&house).await;
    for (issue, members) in unsafe_of_google().into_iter().chain(unsafe_of_others()) {
        let told = house.local("PATCH", &path).json(members.clone()).await;
        told.refused(422, "invalid").issue(issue);
        let mut changed = members;
        changed["package_name"] = json!("com.example.other");
        let told = create(&house, body(&changed)).await;
        told.refused(422, "invalid").issue(issue);
    }
    let list = house.local("GET", LIST).await;
    assert_eq!(list.expect(200)["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        list.body["items"][0]["updated_at"],
        "2026-04-29T14:40:00.000Z"
    );
}

#[tokio::test]
async fn signers_and_services_have_no_default() {
    let house = House::new().await;
    house.tenant("acme").await;
    let told = create(&house, json!({ "package_name": PACKAGE })).await;
    told.refused(422, "invalid").issue("signer_sha256");
    told.issue("services");
}

#[tokio::test]
async fn unknown_members_are_told_with_the_nearest_name_at_every_depth() {
    let house = House::new().await;
    let path = registered(&house).await;
    let cases = [
        (
            "signers_sha256",
            json!({ "signers_sha256": [HEX] }),
            "signer_sha256",
        ),
        (
            "gms.device_label",
            json!({ "gms": { "device_label": [] } }),
            "device_labels",
        ),
        (
            "hms.max_age",
            json!({ "hms": { "max_age": 1 } }),
            "max_age_s",
        ),
        (
            "android_key.requires_locked",
            json!({ "android_key": { "requires_locked": false } }),
            "require_locked",
        ),
    ];
    for (issue, members, near) in cases {
        let told = house.local("PATCH", &path).json(members.clone()).await;
        let message = told.refused(422, "invalid").issue(issue).to_owned();
        assert!(
            message.ends_with(&format!("did you mean {near}?")),
            "{message}"
        );
        let told = create(&house, body(&members)).await;
        assert_eq!(told.refused(422, "invalid").issue(issue), message);
    }
    // What is answered, but not set.
    for member in ["id", "play_keys_set", "service_account_set", "created_at"] {
        let told = house.local("PATCH", &path).json(json!({ member: 1 })).await;
        told.refused(422, "invalid").issue(member);
    }
}

#[tokio::test]
async fn a_patch_reaches_inside_of_objects_and_null_puts_the_default_back() {
    let house = House::new().await;
    let path = registered(&house).await;
    let patch = json!({
        "gms": { "max_age_s": 60, "licensing": ["LICENSED"] },
        "android_key": { "min_os_patch": 202_501 },
    });
    let told = house.local("PATCH", &path).json(patch).await;
    assert_eq!(told.expect(200)["gms"]["max_age_s"], 60);
    assert_eq!(told.body["gms"]["licensing"], json!(["LICENSED"]));
    assert_eq!(told.body["gms"]["mode"], "auto");
    assert_eq!(told.body["android_key"]["min_os_patch"], 202_501);

    let patch = json!({ "gms": { "max_age_s": null }, "android_key": null });
    let told = house.local("PATCH", &path).json(patch).await;
    assert_eq!(told.expect(200)["gms"]["max_age_s"], 600);
    assert_eq!(told.body["gms"]["licensing"], json!(["LICENSED"]));
    assert_eq!(told.body["android_key"]["min_os_patch"], Value::Null);
    assert_eq!(told.header("etag"), "\"v3\"");
    assert_eq!(house.local("GET", &path).await.expect(200), &told.body);

    let told = house
        .local("PATCH", &path)
        .json(json!({ "services": null }))
        .await;
    told.refused(422, "invalid").issue("services");
}

#[tokio::test]
async fn hms_without_huawei_s_roots_is_refused() {
    let house = House::new().await;
    let path = registered(&house).await;
    let services = json!({ "services": ["gms", "hms"] });
    let told = house.local("PATCH", &path).json(services.clone()).await;
    let message = told.refused(422, "invalid").issue("services");
    assert!(message.contains("mobile.huawei.roots"), "{message}");
    let other = json!({ "package_name": "com.example.other", "services": ["hms"] });
    let told = create(&house, body(&other)).await;
    told.refused(422, "invalid").issue("services");

    let without = house.core.mobile.anchors();
    let mut anchors = (*without).clone();
    anchors.huawei = Some(without.receipt.clone());
    house.core.mobile.replace_anchors(anchors);
    house
        .local("PATCH", &path)
        .json(services.clone())
        .await
        .expect(200);
    create(&house, body(&other)).await.expect(201);

    // When the roots are gone, an app that has hms can still be changed and rid of it.
    house.core.mobile.replace_anchors((*without).clone());
    let told = house
        .local("PATCH", &path)
        .json(json!({ "enabled": false }))
        .await;
    assert_eq!(told.expect(200)["services"], services["services"]);
    let told = house
        .local("PATCH", &path)
        .json(json!({ "services": ["gms"] }))
        .await;
    told.expect(200);
    let told = house.local("PATCH", &path).json(services).await;
    told.refused(422, "invalid").issue("services");
}
