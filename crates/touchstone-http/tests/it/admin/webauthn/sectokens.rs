//! SecTokens: issued, bound, rotated, revoked; keys of other kinds are none.

use serde_json::json;

use crate::admin::house::House;

const KEYS: &str = "/webauthn/api-keys?tenant_id=acme";

async fn house() -> House {
    let house = House::new().await;
    house.tenant("acme").await;
    let rp = json!({"rp_id": "siven.ch", "rp_name": "Siven"});
    let rps = house
        .local("POST", "/webauthn/relying-parties?tenant_id=acme")
        .json(rp);
    rps.await.expect(201);
    house
}

#[tokio::test]
async fn a_sectoken_is_shown_once_and_bound_by_rp_id() {
    let house = house().await;
    let body = json!({"label": "backend", "rp": "siven.ch"});
    let made = house.local("POST", KEYS).json(body).await;
    assert!(
        made.expect(201)["key"]
            .as_str()
            .unwrap()
            .starts_with("tswa_")
    );
    assert!(made.body["rp"].as_str().unwrap().starts_with("rp_"));
    let one = house
        .local(
            "GET",
            &format!("/webauthn/api-keys/{}?tenant_id=acme", made.id()),
        )
        .await;
    assert_eq!(one.expect(200)["rp"], made.body["rp"]);
    assert!(one.body.get("key").is_none());
    let list = house.local("GET", KEYS).await;
    assert_eq!(list.expect(200)["items"], json!([one.body]));
}

#[tokio::test]
async fn a_sectoken_is_rotated_and_revoked() {
    let house = house().await;
    let made = house
        .local("POST", KEYS)
        .json(json!({"label": "backend"}))
        .await;
    let path = |verb: &str| format!("/webauthn/api-keys/{}/{verb}?tenant_id=acme", made.id());
    let wrong = house
        .local("POST", &path("rotate"))
        .json(json!({"grace_seconds": 604_801}));
    wrong.await.refused(422, "invalid").issue("grace_seconds");
    let successor = house
        .local("POST", &path("rotate"))
        .json(json!({"grace_seconds": 0}))
        .await;
    assert_ne!(successor.expect(201)["key"], made.body["key"]);
    let revoke = format!(
        "/webauthn/api-keys/{}/revoke?tenant_id=acme",
        successor.id()
    );
    let revoked = house.local("POST", &revoke).await;
    assert!(revoked.expect(200)["revoked_at"].is_string());
}

#[tokio::test]
async fn unknown_relying_parties_and_members_are_refused() {
    let house = house().await;
    let cases = [
        ("rp", json!({"label": "x", "rp": "other.ch"})),
        (
            "rp",
            json!({"label": "x", "rp": "rp_01ARZ3NDEKTSV4RRFFQ69G5FAV"}),
        ),
        ("label", json!({"label": ""})),
        ("scopes", json!({"label": "x", "scopes": []})),
    ];
    for (path, body) in cases {
        let told = house.local("POST", KEYS).json(body).await;
        told.refused(422, "invalid").issue(path);
    }
}

#[tokio::test]
async fn keys_of_other_kinds_and_tenants_are_unknown() {
    let house = house().await;
    let other = house.tenant("other").await;
    let mobile = json!({"kind": "mobile", "label": "x"});
    let mobile = house
        .local("POST", "/keys?tenant_id=acme")
        .json(mobile)
        .await;
    let path = format!("/webauthn/api-keys/{}", mobile.id());
    house.local("GET", &path).await.refused(404, "not_found");
    house
        .local("POST", &format!("{path}/revoke"))
        .await
        .refused(404, "not_found");
    let made = house
        .local("POST", KEYS)
        .json(json!({"label": "backend"}))
        .await;
    let key = house.admin_key(Some(&other), &["webauthn:keys"]).await;
    let path = format!("/webauthn/api-keys/{}", made.id());
    house
        .ask("GET", &path)
        .by(&key)
        .await
        .refused(404, "not_found");
    house
        .ask("POST", &format!("{path}/rotate"))
        .by(&key)
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn sectokens_take_the_scope_of_keys() {
    let house = house().await;
    let key = house
        .admin_key(None, &["webauthn:read", "webauthn:write"])
        .await;
    let told = house
        .ask("POST", KEYS)
        .by(&key)
        .json(json!({"label": "x"}))
        .await;
    told.refused(403, "scope_missing");
    house
        .ask("GET", KEYS)
        .by(&key)
        .await
        .refused(403, "scope_missing");
}
