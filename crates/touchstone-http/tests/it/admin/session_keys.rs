//! Session master keys and anchors: for server-wide keys only, and never a secret.

use serde_json::json;

use super::house::House;

#[tokio::test]
async fn a_new_key_waits_a_minute_then_issues() {
    let house = House::new().await;
    let states = |told: &super::house::Told| {
        let items = told.expect(200)["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|item| item["state"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let path = "/mobile/session-keys";
    assert_eq!(states(&house.local("GET", path).await), ["current"]);
    let rotate = format!("{path}/rotate");
    house.clock.advance_ms(1_000);
    let told = house.local("POST", &rotate).await;
    assert_eq!(told.expect(201)["state"], "next");
    assert_eq!(told.body["issues_from"], "2026-04-29T14:41:01.000Z");
    assert_eq!(states(&house.local("GET", path).await), ["next", "current"]);
    house
        .local("POST", &rotate)
        .await
        .refused(409, "session_key_pending");
    house.clock.advance_ms(59_999);
    house
        .local("POST", &rotate)
        .await
        .refused(409, "session_key_pending");
    house.clock.advance_ms(1);
    assert_eq!(
        states(&house.local("GET", path).await),
        ["current", "previous"]
    );
    house.local("POST", &rotate).await.expect(201);
    let list = house.local("GET", path).await;
    let members: Vec<&String> = list.body["items"][0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["created_at", "id", "issues_from", "state"]);
}

#[tokio::test]
async fn a_bound_key_sees_and_rotates_nothing_of_the_server() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let bound = house.admin_key(Some(&tenant), &["*"]).await;
    for path in ["/mobile/session-keys", "/mobile/anchors"] {
        house
            .ask("GET", path)
            .by(&bound)
            .await
            .refused(403, "scope_missing");
    }
    let told = house
        .ask("POST", "/mobile/session-keys/rotate")
        .by(&bound)
        .await;
    told.refused(403, "scope_missing");
    let reader = house.admin_key(None, &["mobile:read"]).await;
    house
        .ask("GET", "/mobile/session-keys")
        .by(&reader)
        .await
        .expect(200);
    let told = house
        .ask("POST", "/mobile/session-keys/rotate")
        .by(&reader)
        .await;
    told.refused(403, "scope_missing");
    let other = house.admin_key(None, &["knox:read", "tenants:write"]).await;
    house
        .ask("GET", "/mobile/anchors")
        .by(&other)
        .await
        .refused(403, "scope_missing");
}

#[tokio::test]
async fn a_rotation_knows_no_members() {
    let house = House::new().await;
    let path = "/mobile/session-keys/rotate";
    let told = house
        .local("POST", path)
        .json(json!({ "grace_seconds": 1 }))
        .await;
    told.refused(422, "invalid").issue("grace_seconds");
}

#[tokio::test]
async fn the_published_anchors_are_in_force() {
    let house = House::new().await;
    let told = house.local("GET", "/mobile/anchors").await;
    let expected = json!([
        {
            "judges": "app_attest",
            "spki_sha256": "1ae751fd29896d0f1f13fe226c063f445d40d8938acc6245c251ecc0679330bd",
        },
        {
            "judges": "receipt",
            "spki_sha256": "9b219d0fbff36a5fb32090571906bceea68617c833a3f61b81e962a8e64db8af",
        },
        {
            "judges": "android",
            "spki_sha256": "feb2ea7551ee316ed4bb443c8293b884dbfdea40b603ee3e4f4a897e4580fbae",
        },
        {
            "judges": "android",
            "spki_sha256": "3ee44512a1af2beb39c889490c60ea3f82e43f5d5a5532f5ab9419f676cd07ec",
        },
    ]);
    assert_eq!(told.expect(200)["items"], expected);
}
