//! What is known of authenticators: services, entries, a tenant's own statements, walks over stored credentials.

use serde_json::{Value, json};

use crate::admin::house::{Ask, House};

const AAGUID: &str = "2fc0579f-8113-47ea-b116-bb5a8db9202a";

fn of<'a>(house: &'a House, method: &'a str, path: &str) -> Ask<'a> {
    house.local(method, &format!("/webauthn/{path}?tenant_id=acme"))
}

async fn house() -> House {
    let house = House::new().await;
    house.tenant("acme").await;
    house
}

fn statement() -> Value {
    json!({
        "aaguid": AAGUID,
        "description": "Blue key",
        "attestationTypes": ["basic_full"],
        "authenticationAlgorithms": ["secp256r1_ecdsa_sha256_raw"],
        "attestationRootCertificates": [],
    })
}

#[tokio::test]
async fn without_services_nothing_is_known() {
    let house = house().await;
    let nothing = json!({"items": [], "next_cursor": null});
    for path in ["mds", "mds/entries", "statements"] {
        assert_eq!(
            of(&house, "GET", path).await.expect(200),
            &nothing,
            "{path}"
        );
    }
    let diff = of(&house, "GET", "mds/diff").await;
    assert_eq!(diff.expect(200)["at"], Value::Null);
    let refreshed = house.local("POST", "/webauthn/mds/refresh").await;
    assert_eq!(refreshed.expect(200), &nothing);
    let wrong = house.local("GET", "/webauthn/mds/entries?aaguid=x").await;
    wrong.refused(422, "invalid").issue("aaguid");
}

#[tokio::test]
async fn only_a_server_wide_key_asks_the_services() {
    let house = house().await;
    let key = house
        .admin_key(Some("acme"), &["webauthn:read", "webauthn:write"])
        .await;
    let told = house.ask("POST", "/webauthn/mds/refresh").by(&key).await;
    told.refused(403, "scope_missing");
    house.ask("GET", "/webauthn/mds").by(&key).await.expect(200);
}

#[tokio::test]
async fn a_statement_is_put_shown_and_removed() {
    let house = house().await;
    let path = format!("statements/{AAGUID}");
    let put = of(&house, "PUT", &path).json(statement()).await;
    assert_eq!(put.expect(200)["description"], "Blue key");
    let one = of(&house, "GET", &path).await;
    assert_eq!(one.expect(200)["aaguid"], AAGUID);
    let list = of(&house, "GET", "statements").await;
    assert_eq!(list.expect(200)["items"].as_array().unwrap().len(), 1);
    assert!(list.body["items"][0].get("statement").is_none());
    of(&house, "DELETE", &path).await.expect(204);
    of(&house, "GET", &path).await.refused(404, "not_found");
    of(&house, "DELETE", &path).await.refused(404, "not_found");
}

#[tokio::test]
async fn statements_are_listed_newest_first_page_by_page() {
    let house = house().await;
    let aaguid = |n: u8| format!("00000000-0000-0000-0000-00000000000{n}");
    // The last two are written at once: the greater AAGUID comes first.
    for (n, pause_ms) in [(2, 1), (3, 0), (1, 0)] {
        let mut body = statement();
        body["aaguid"] = json!(aaguid(n));
        let path = format!("statements/{}", aaguid(n));
        of(&house, "PUT", &path).json(body).await.expect(200);
        house.clock.advance_ms(pause_ms);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/webauthn/statements?tenant_id=acme&limit=1{cursor}");
        let page = house.local("GET", &path).await.expect(200).clone();
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), 1);
        seen.push(items[0]["aaguid"].as_str().unwrap().to_owned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, [aaguid(3), aaguid(1), aaguid(2)]);
    let wrong = house.local("GET", "/webauthn/statements?tenant_id=acme&cursor=x");
    wrong.await.refused(422, "invalid").issue("cursor");
    let wrong = house.local("GET", "/webauthn/statements?tenant_id=acme&limit=201");
    wrong.await.refused(422, "invalid").issue("limit");
}

#[tokio::test]
async fn what_is_no_statement_is_refused() {
    let house = house().await;
    let path = format!("statements/{AAGUID}");
    for body in [
        json!({}),
        json!({"aaguid": "00000000-0000-0000-0000-000000000001"}),
    ] {
        of(&house, "PUT", &path)
            .json(body)
            .await
            .refused(422, "invalid");
    }
    let raw = of(&house, "PUT", &path).header("content-type", "application/json");
    raw.raw("{").await.refused(422, "invalid");
    of(&house, "PUT", "statements/x")
        .json(statement())
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn a_statement_is_its_tenants_own() {
    let house = house().await;
    let other = house.tenant("other").await;
    let path = format!("statements/{AAGUID}");
    of(&house, "PUT", &path).json(statement()).await.expect(200);
    let key = house
        .admin_key(Some(&other), &["webauthn:read", "webauthn:write"])
        .await;
    let path = format!("/webauthn/{path}");
    house
        .ask("GET", &path)
        .by(&key)
        .await
        .refused(404, "not_found");
    house
        .ask("DELETE", &path)
        .by(&key)
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn a_walk_is_started_and_listed_in_its_tenant() {
    let house = house().await;
    let other = house.tenant("other").await;
    let started = of(&house, "POST", "re-evaluations").await;
    assert_eq!(started.expect(201)["cause"], "asked");
    assert_eq!(started.body["finished_at"], Value::Null);
    let list = of(&house, "GET", "re-evaluations").await;
    assert_eq!(list.expect(200)["items"], json!([started.body]));
    let key = house.admin_key(Some(&other), &["webauthn:read"]).await;
    let list = house.ask("GET", "/webauthn/re-evaluations").by(&key).await;
    assert_eq!(list.expect(200)["items"], json!([]));
    let told = house.ask("POST", "/webauthn/re-evaluations").by(&key).await;
    told.refused(403, "scope_missing");
}
