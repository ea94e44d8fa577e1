//! Tenant settings: defaults, merging, ranges.

use serde_json::{Value, json};

use super::house::{Ask, House};

fn patch(house: &House, body: Value) -> Ask<'_> {
    house
        .local("PATCH", "/mobile/settings?tenant_id=acme")
        .json(body)
}

#[tokio::test]
async fn what_nobody_set_has_its_default() {
    let house = House::new().await;
    house.tenant("acme").await;
    let told = house.local("GET", "/mobile/settings?tenant_id=acme").await;
    let defaults = json!({
        "session_ttl_s": 300,
        "final_nonce": "sha256_server_device",
        "session_enabled": true,
        "sessionless_enabled": true,
        "expected_nonce_min_bytes": 16,
        "sessionless_replay_window_s": 0,
        "on_jailbroken": "reject",
        "explain": "off",
        "nonce_hints": false,
        "android_allow_attest_key": false,
        "android_reject_unknown_tags": false,
        "rate_limit_per_s": 0,
        "keep_verdicts_days": 90,
    });
    assert_eq!(told.expect(200), &defaults);
    assert_eq!(told.header("etag"), "\"v0\"");
}

#[tokio::test]
async fn a_patch_changes_what_it_names_and_null_puts_the_default_back() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let told = patch(&house, json!({ "session_ttl_s": 600, "explain": "full" })).await;
    assert_eq!(told.expect(200)["session_ttl_s"], 600);
    assert_eq!(told.header("etag"), "\"v1\"");
    let told = patch(&house, json!({ "session_ttl_s": null })).await;
    assert_eq!(told.expect(200)["session_ttl_s"], 300);
    assert_eq!(told.body["explain"], "full");
    assert_eq!(
        house
            .local("GET", "/mobile/settings?tenant_id=acme")
            .await
            .body,
        told.body
    );
    let rules = house.core.world.new_call();
    let rules = house
        .core
        .mobile
        .rules(tenant.parse().unwrap(), &rules)
        .await
        .unwrap();
    assert_eq!(rules.expected_nonce_min_bytes, 16);
}

#[tokio::test]
async fn a_change_holds_at_once_on_this_node() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await.parse().unwrap();
    let call = house.core.world.new_call();
    assert!(
        house
            .core
            .mobile
            .rules(tenant, &call)
            .await
            .unwrap()
            .session_enabled
    );
    patch(&house, json!({ "session_enabled": false }))
        .await
        .expect(200);
    assert!(
        !house
            .core
            .mobile
            .rules(tenant, &call)
            .await
            .unwrap()
            .session_enabled
    );
}

#[tokio::test]
async fn values_out_of_range_are_refused_and_change_nothing() {
    let house = House::new().await;
    house.tenant("acme").await;
    let cases = [
        ("session_ttl_s", json!(29)),
        ("session_ttl_s", json!(45)),
        ("session_ttl_s", json!(90_030)),
        ("session_ttl_s", json!(-30)),
        ("session_ttl_s", json!("300")),
        ("final_nonce", json!("sha256")),
        ("session_enabled", json!("true")),
        ("expected_nonce_min_bytes", json!(7)),
        ("expected_nonce_min_bytes", json!(33)),
        ("expected_nonce_min_bytes", json!(256)),
        ("sessionless_replay_window_s", json!(59)),
        ("sessionless_replay_window_s", json!(86_401)),
        ("on_jailbroken", json!("ignore")),
        ("explain", json!("everything")),
        ("rate_limit_per_s", json!(-1)),
        ("keep_verdicts_days", json!(0)),
        ("keep_verdicts_days", json!(3_651)),
        ("android_allow_attest_key", json!("true")),
        ("android_reject_unknown_tags", json!(1)),
        ("sesion_ttl_s", json!(300)),
    ];
    for (member, value) in cases {
        let told = patch(&house, json!({ member: value })).await;
        told.refused(422, "invalid").issue(member);
    }
    let told = house.local("GET", "/mobile/settings?tenant_id=acme").await;
    assert_eq!(told.header("etag"), "\"v0\"");
}

#[tokio::test]
async fn reading_and_changing_take_their_scopes() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let reader = house.admin_key(Some(&tenant), &["mobile:read"]).await;
    let writer = house.admin_key(Some(&tenant), &["mobile:write"]).await;
    let other = house
        .admin_key(Some(&tenant), &["knox:read", "knox:write", "mobile:keys"])
        .await;
    let path = "/mobile/settings";
    let change = |key: &str| {
        house
            .ask("PATCH", path)
            .by(key)
            .json(json!({ "explain": "full" }))
    };
    house.ask("GET", path).by(&reader).await.expect(200);
    change(&reader).await.refused(403, "scope_missing");
    house
        .ask("GET", path)
        .by(&writer)
        .await
        .refused(403, "scope_missing");
    change(&writer).await.expect(200);
    house
        .ask("GET", path)
        .by(&other)
        .await
        .refused(403, "scope_missing");
    change(&other).await.refused(403, "scope_missing");
}

#[tokio::test]
async fn of_two_changes_against_one_version_one_is_refused() {
    let house = House::new().await;
    house.tenant("acme").await;
    let change =
        |ttl: u32| patch(&house, json!({ "session_ttl_s": ttl })).header("if-match", "\"v0\"");
    change(600).await.expect(200);
    change(900).await.refused(412, "precondition_failed");
}
