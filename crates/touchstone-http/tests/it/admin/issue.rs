//! Issuing and importing API keys: who may, and what a key can be.

use serde_json::{Value, json};
use touchstone_core::ports::KeyKind;

use super::house::House;

#[tokio::test]
async fn a_key_is_shown_once_and_never_again() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let app = house.app(&tenant, "TESTTEAM01.com.example.app").await;
    let body = json!({
        "kind": "mobile", "label": "shop", "app_ids": [app], "expires_at": "2026-05-29T16:40:00+02:00",
    });
    let made = house.local("POST", "/keys?tenant_id=acme").json(body).await;
    let key = made.expect(201)["key"].as_str().unwrap();
    assert!(key.starts_with("xma_") && key.len() == 47);
    assert_eq!(made.body["prefix"], key[..8]);
    assert_eq!(made.body["tenant_id"], tenant.as_str());
    assert_eq!(made.body["app_ids"], json!([app]));
    assert_eq!(made.body["expires_at"], "2026-05-29T14:40:00.000Z");
    let path = format!("/keys/{}", made.id());
    let one = house.local("GET", &path).await;
    let list = house.local("GET", "/keys?kind=mobile").await;
    let audit = house.local("GET", "/audit").await;
    for told in [&one, &list, &audit] {
        assert!(!told.expect(200).to_string().contains(&key[8..]));
    }
    assert_eq!(one.body, list.body["items"][0]);
    let mut shown = made.body.clone();
    shown.as_object_mut().unwrap().remove("key");
    assert_eq!(one.body, shown);
    let found = house.core.api_keys.authenticate(
        key.as_bytes(),
        KeyKind::Mobile,
        house.core.world.clock.now(),
    );
    assert_eq!(found.await.unwrap().tenant_id.unwrap().to_string(), tenant);
}

#[tokio::test]
async fn every_kind_takes_its_own_scope() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let kinds = ["mobile", "purchases", "knox", "webauthn"];
    for kind in kinds {
        let key = house
            .admin_key(Some(&tenant), &[&format!("{kind}:keys")])
            .await;
        for other in kinds {
            let body = json!({ "kind": other, "label": "x" });
            let told = house.ask("POST", "/keys").by(&key).json(body).await;
            if other == kind {
                told.expect(201);
            } else {
                told.refused(403, "scope_missing");
            }
        }
        let body = json!({ "kind": "admin", "label": "x", "scopes": ["mobile:read"] });
        let told = house.ask("POST", "/keys").by(&key).json(body).await;
        told.refused(403, "scope_missing");
    }
    let reader = house
        .admin_key(Some(&tenant), &["mobile:read", "mobile:write"])
        .await;
    let told = house.ask("POST", "/keys").by(&reader);
    told.json(json!({ "kind": "mobile", "label": "x" }))
        .await
        .refused(403, "scope_missing");
}

#[tokio::test]
async fn only_the_scope_for_everything_makes_admin_keys_and_never_beyond_its_tenant() {
    let house = House::new().await;
    let own = house.tenant("acme").await;
    let foreign = house.tenant("other").await;
    let body = |scopes: Value| json!({ "kind": "admin", "label": "x", "scopes": scopes });
    let all_but_one = [
        "mobile:read",
        "mobile:write",
        "mobile:keys",
        "tenants:write",
        "knox:keys",
    ];
    let many = house.admin_key(None, &all_but_one).await;
    let told = house
        .ask("POST", "/keys")
        .by(&many)
        .json(body(json!(["mobile:read"])))
        .await;
    told.refused(403, "scope_missing");
    let bound = house.admin_key(Some(&own), &["*"]).await;
    for named in [foreign.as_str(), "other", "none"] {
        let ask = house
            .ask("POST", &format!("/keys?tenant_id={named}"))
            .by(&bound);
        ask.json(body(json!(["*"]))).await.refused(404, "not_found");
    }
    let told = house
        .ask("POST", "/keys")
        .by(&bound)
        .json(body(json!(["*"])))
        .await;
    assert_eq!(told.expect(201)["tenant_id"], own.as_str());
}

#[tokio::test]
async fn scopes_are_known_words_of_admin_keys() {
    let house = House::new().await;
    let ask = |body: Value| house.local("POST", "/keys").json(body);
    let admin = |scopes: Value| json!({ "kind": "admin", "label": "x", "scopes": scopes });
    let told = ask(admin(json!(["mobile:raed"]))).await;
    assert!(
        told.refused(422, "invalid")
            .issue("scopes[0]")
            .contains("mobile:read?")
    );
    ask(admin(json!(["*", "*"])))
        .await
        .refused(422, "invalid")
        .issue("scopes[1]");
    ask(admin(json!([])))
        .await
        .refused(422, "invalid")
        .issue("scopes");
    ask(json!({ "kind": "admin", "label": "x" }))
        .await
        .refused(422, "invalid")
        .issue("scopes");
    house.tenant("acme").await;
    let body = json!({ "kind": "mobile", "label": "x", "scopes": ["mobile:read"] });
    let told = house.local("POST", "/keys?tenant_id=acme").json(body).await;
    told.refused(422, "invalid").issue("scopes");
}

#[tokio::test]
async fn what_is_said_of_a_key_is_checked() {
    let house = House::new().await;
    house.tenant("acme").await;
    let foreign = house.tenant("other").await;
    let foreign = house.app(&foreign, "TESTTEAM01.com.example.app").await;
    let ask = |body: Value| house.local("POST", "/keys?tenant_id=acme").json(body);
    let cases = [
        (json!({ "kind": "phone", "label": "x" }), "kind"),
        (json!({ "kind": "mobile", "label": "" }), "label"),
        (json!({ "kind": "mobile", "label": "a\nb" }), "label"),
        (
            json!({ "kind": "mobile", "label": "ä".repeat(129) }),
            "label",
        ),
        (
            json!({ "kind": "mobile", "label": "x", "app_ids": [] }),
            "app_ids",
        ),
        (
            json!({ "kind": "mobile", "label": "x", "app_ids": ["app_1"] }),
            "app_ids[0]",
        ),
        (
            json!({ "kind": "mobile", "label": "x", "app_ids": [foreign] }),
            "app_ids[0]",
        ),
        (
            json!({ "kind": "knox", "label": "x", "app_ids": [foreign] }),
            "app_ids",
        ),
        (
            json!({ "kind": "mobile", "label": "x", "expires_at": "soon" }),
            "expires_at",
        ),
        (
            json!({ "kind": "mobile", "label": "x", "expires_at": "2026-04-29T14:40:00Z" }),
            "expires_at",
        ),
        (
            json!({ "kind": "mobile", "label": "x", "key": "xma_aaaaaaaaaaaaaaaa" }),
            "key",
        ),
    ];
    for (body, path) in cases {
        ask(body).await.refused(422, "invalid").issue(path);
    }
    let told = house
        .local("POST", "/keys")
        .json(json!({ "kind": "mobile", "label": "x" }))
        .await;
    told.refused(422, "invalid").issue("tenant_id");
    assert_eq!(
        house.local("GET", "/keys").await.expect(200)["items"],
        json!([])
    );
}

#[tokio::test]
async fn a_key_from_elsewhere_comes_in_and_is_not_shown() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let key = "xma_issued-elsewhere_0001";
    let import = |body: Value| {
        house
            .local("POST", "/keys/import?tenant_id=acme")
            .json(body)
    };
    let body = json!({ "key": key, "label": "old", "kind": "mobile" });
    let told = import(body.clone()).await;
    assert_eq!(told.expect(201)["prefix"], "xma_issu");
    assert!(!told.body.to_string().contains("elsewhere"));
    let now = house.core.world.clock.now();
    let found = house
        .core
        .api_keys
        .authenticate(key.as_bytes(), KeyKind::Mobile, now)
        .await;
    assert_eq!(found.unwrap().tenant_id.unwrap().to_string(), tenant);
    import(body).await.refused(409, "already_exists");
}

#[tokio::test]
async fn a_key_from_elsewhere_must_have_the_form_of_its_kind() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let import = |body: Value| {
        house
            .local("POST", "/keys/import?tenant_id=acme")
            .json(body)
    };
    let long = format!("xma_{}", "a".repeat(201));
    let bad = [
        "",
        "xma_",
        "xma_tooshort",
        "aaaaaaaaaaaaaaaaaaaa",
        "xma_with space inside",
        &long,
    ];
    for key in bad {
        let body = json!({ "key": key, "label": "x", "kind": "mobile" });
        let told = import(body).await;
        let message = told.refused(422, "invalid").issue("key");
        assert!(
            key.is_empty() || !message.contains(key) || key == "xma_",
            "{message}"
        );
    }
    for body in [
        json!({ "label": "x", "kind": "mobile" }),
        json!({ "key": 1, "label": "x", "kind": "mobile" }),
    ] {
        import(body).await.refused(422, "invalid").issue("key");
    }
    let bound = house.admin_key(Some(&tenant), &["mobile:keys"]).await;
    let body = json!({ "key": "a".repeat(64), "label": "x", "kind": "knox" });
    let told = house
        .ask("POST", "/keys/import")
        .by(&bound)
        .json(body)
        .await;
    told.refused(403, "scope_missing");
}
