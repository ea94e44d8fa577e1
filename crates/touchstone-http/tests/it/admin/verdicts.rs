//! The verdict log: filters, explanations, scopes, tenants.

use serde_json::{Value, json};
use touchstone_core::Noun;
use touchstone_core::ports::Outcome;

use super::device_keys::{ending, head};
use super::house::{House, Told};

async fn write(
    house: &House,
    tenant: &str,
    noun: Noun,
    outcome: Outcome,
    reason: &'static str,
) -> String {
    house.clock.advance_ms(1_000);
    let mut head = head(house, tenant, "apple:abc");
    head.noun = noun;
    let id = head.id.to_string();
    house
        .core
        .world
        .store
        .write_verdict(head, ending(outcome, reason))
        .await
        .unwrap();
    id
}

fn ids(told: &Told) -> Vec<Value> {
    told.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].clone())
        .collect()
}

#[tokio::test]
async fn a_verdict_is_explained_in_words() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let id = write(
        &house,
        &tenant,
        Noun::Mobile,
        Outcome::Invalid,
        "apple_nonce_mismatch",
    )
    .await;
    let told = house.local("GET", &format!("/verdicts/{id}")).await;
    let body = told.expect(200);
    assert_eq!(body["outcome"], "invalid");
    assert_eq!(body["reason"], "apple_nonce_mismatch");
    assert_eq!(
        body["reason_meaning"],
        "The attestation is bound to another nonce."
    );
    assert_eq!(body["tenant_id"], tenant.as_str());
    assert_eq!(body["evidence_sha256"], "09".repeat(32));
    assert_eq!(body["latency_us"], 1_234);
    assert_eq!(body["request_id"], "req-1");
    assert_eq!(body["policy"], json!({ "settings": {} }));
    assert_eq!(body["facts"], json!({ "counter": 1 }));
    let failed = json!({
        "check": "A6", "ok": false, "note": "n",
        "meaning": "the nonce in the leaf is that of authenticator data and client data",
    });
    assert_eq!(body["checks"][1], failed);
}

#[tokio::test]
async fn every_filter_filters() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let other = house.tenant("other").await;
    let one = write(&house, &tenant, Noun::Mobile, Outcome::Valid, "accepted").await;
    let two = write(
        &house,
        &tenant,
        Noun::Mobile,
        Outcome::Invalid,
        "apple_key_unknown",
    )
    .await;
    let three = write(
        &house,
        &other,
        Noun::Knox,
        Outcome::Rejected,
        "nonce_unknown",
    )
    .await;
    let list = |query: &str| house.local("GET", &format!("/verdicts?{query}"));
    let all = [three.as_str(), &two, &one];
    assert_eq!(ids(&list("").await), all);
    let cases = [
        ("tenant_id=acme", vec![two.as_str(), &one]),
        ("noun=knox", vec![&three]),
        ("outcome=invalid", vec![&two]),
        ("reason=accepted", vec![&one]),
        ("platform=apple", all.to_vec()),
        ("format=gms", vec![]),
        ("subject=apple:abc", all.to_vec()),
        ("subject=none", vec![]),
        ("from=2026-04-29T14:40:02Z", vec![&three, &two]),
        ("to=2026-04-29T14:40:02Z", vec![&one]),
        (
            "from=2026-04-29T14:40:02Z&to=2026-04-29T14:40:03Z&noun=mobile",
            vec![&two],
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(ids(&list(query).await), expected, "{query}");
    }
}

#[tokio::test]
async fn verdicts_take_the_scope_of_their_family() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let mobile = write(&house, &tenant, Noun::Mobile, Outcome::Valid, "accepted").await;
    let knox = write(&house, &tenant, Noun::Knox, Outcome::Valid, "accepted").await;
    let reader = house.admin_key(Some(&tenant), &["mobile:read"]).await;
    assert_eq!(
        ids(&house.ask("GET", "/verdicts").by(&reader).await),
        [mobile.as_str()]
    );
    house
        .ask("GET", "/verdicts?noun=knox")
        .by(&reader)
        .await
        .refused(403, "scope_missing");
    house
        .ask("GET", &format!("/verdicts/{mobile}"))
        .by(&reader)
        .await
        .expect(200);
    let told = house
        .ask("GET", &format!("/verdicts/{knox}"))
        .by(&reader)
        .await;
    told.refused(403, "scope_missing");
    let both = house
        .admin_key(Some(&tenant), &["mobile:read", "knox:read"])
        .await;
    house
        .ask("GET", "/verdicts")
        .by(&both)
        .await
        .refused(422, "invalid")
        .issue("noun");
    assert_eq!(
        ids(&house.ask("GET", "/verdicts?noun=knox").by(&both).await),
        [knox.as_str()]
    );
    let none = house
        .admin_key(Some(&tenant), &["mobile:write", "mobile:keys"])
        .await;
    house
        .ask("GET", "/verdicts")
        .by(&none)
        .await
        .refused(403, "scope_missing");
    let told = house
        .ask("GET", &format!("/verdicts/{mobile}"))
        .by(&none)
        .await;
    told.refused(403, "scope_missing");
}

#[tokio::test]
async fn verdicts_of_other_tenants_do_not_exist() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    let other = house.tenant("other").await;
    let foreign = write(&house, &other, Noun::Mobile, Outcome::Valid, "accepted").await;
    let reader = house.admin_key(Some(&own), &["mobile:read"]).await;
    for id in [
        foreign.as_str(),
        "vdt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "vdt_",
        "x",
    ] {
        let told = house
            .ask("GET", &format!("/verdicts/{id}"))
            .by(&reader)
            .await;
        told.refused(404, "not_found");
    }
    assert!(ids(&house.ask("GET", "/verdicts").by(&reader).await).is_empty());
    let told = house
        .ask("GET", "/verdicts?tenant_id=other")
        .by(&reader)
        .await;
    told.refused(404, "not_found");
    let path = format!("/verdicts/{foreign}?tenant_id=acme");
    house.local("GET", &path).await.refused(404, "not_found");
}
