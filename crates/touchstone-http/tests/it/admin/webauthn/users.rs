//! Users of passkeys: made, found, changed, deleted; never seen by another tenant.

use serde_json::{Value, json};

use crate::admin::house::{Ask, House};

fn users<'a>(house: &'a House, method: &'a str, rest: &str) -> Ask<'a> {
    let mark = if rest.contains('?') { '&' } else { '?' };
    house.local(
        method,
        &format!("/webauthn/users{rest}{mark}tenant_id=acme"),
    )
}

async fn house() -> House {
    let house = House::new().await;
    house.tenant("acme").await;
    house
}

#[tokio::test]
async fn a_user_has_what_it_is_given_and_the_rest_is_made() {
    let house = house().await;
    let told = users(&house, "POST", "")
        .json(json!({"username": "jeff"}))
        .await;
    let body = told.expect(201).clone();
    let ext_id = body["ext_id"].as_str().unwrap();
    assert!(ext_id.starts_with("usr_"));
    assert_eq!(body["display_name"], "jeff");
    assert_eq!(body["state"], "active");
    assert_eq!(body["handle"].as_str().unwrap().len(), 43);
    let given = json!({"username": "ann", "display_name": "", "ext_id": "a-1", "handle": "AAE"});
    let told = users(&house, "POST", "").json(given).await;
    assert_eq!(told.expect(201)["handle"], "AAE");
    let one = users(&house, "GET", &format!("/{ext_id}")).await;
    assert_eq!(one.expect(200), &body);
    let named = users(&house, "GET", "?username=jeff").await;
    assert_eq!(named.expect(200)["items"], json!([body]));
}

#[tokio::test]
async fn a_list_goes_on_where_it_ended() {
    let house = house().await;
    for name in ["a", "b", "c"] {
        users(&house, "POST", "")
            .json(json!({"username": name}))
            .await
            .expect(201);
    }
    let first = users(&house, "GET", "?limit=2").await;
    let cursor = first.expect(200)["next_cursor"].as_str().unwrap();
    let rest = users(&house, "GET", &format!("?limit=2&cursor={cursor}")).await;
    let mut names: Vec<&str> = [&first.body, rest.expect(200)]
        .into_iter()
        .flat_map(|page| page["items"].as_array().unwrap())
        .map(|user| user["username"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(rest.body["next_cursor"], Value::Null);
    users(&house, "GET", "?cursor=x")
        .await
        .refused(422, "invalid")
        .issue("cursor");
}

#[tokio::test]
async fn names_identifiers_and_handles_are_unique_in_the_tenant() {
    let house = house().await;
    house.tenant("other").await;
    let jeff = json!({"username": "jeff", "ext_id": "u1", "handle": "AAE"});
    users(&house, "POST", "")
        .json(jeff.clone())
        .await
        .expect(201);
    let taken = [
        ("username", json!({"username": "jeff"})),
        ("ext_id", json!({"username": "x", "ext_id": "u1"})),
        ("handle", json!({"username": "y", "handle": "AAE"})),
    ];
    for (member, body) in taken {
        let told = users(&house, "POST", "").json(body).await;
        told.refused(409, "already_exists");
        let wanted = format!("{member} is taken: another user of the tenant has the same");
        assert_eq!(told.body["detail"], wanted);
    }
    let elsewhere = house
        .local("POST", "/webauthn/users?tenant_id=other")
        .json(jeff);
    elsewhere.await.expect(201);
}

#[tokio::test]
async fn what_is_out_of_range_is_refused_by_its_path() {
    let house = house().await;
    let long = "a".repeat(257);
    let cases = [
        ("username", json!({"username": ""})),
        ("username", json!({"username": "a\nb"})),
        ("username", json!({"username": long})),
        (
            "display_name",
            json!({"username": "x", "display_name": long}),
        ),
        ("ext_id", json!({"username": "x", "ext_id": ""})),
        ("ext_id", json!({"username": "x", "ext_id": "a/b"})),
        ("ext_id", json!({"username": "x", "ext_id": ".."})),
        ("handle", json!({"username": "x", "handle": ""})),
        ("handle", json!({"username": "x", "handle": "A".repeat(87)})),
        ("handle", json!({"username": "x", "handle": "a+b/"})),
        ("state", json!({"username": "x", "state": "active"})),
    ];
    for (path, body) in cases {
        users(&house, "POST", "")
            .json(body)
            .await
            .refused(422, "invalid")
            .issue(path);
    }
    let list = users(&house, "GET", "").await;
    assert_eq!(list.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn a_user_is_renamed_disabled_enabled_and_deleted() {
    let house = house().await;
    let made = json!({"username": "jeff", "ext_id": "u1"});
    users(&house, "POST", "").json(made).await.expect(201);
    let patch = |body: Value| users(&house, "PATCH", "/u1").json(body);
    let told = patch(json!({"state": "disabled", "display_name": "Jeff"})).await;
    assert_eq!(told.expect(200)["state"], "disabled");
    let told = patch(json!({"state": "active"})).await;
    assert_eq!(told.expect(200)["state"], "active");
    assert_eq!(told.body["display_name"], "Jeff");
    patch(json!({"state": "pending"}))
        .await
        .refused(422, "invalid")
        .issue("state");
    patch(json!({"username": "x"}))
        .await
        .refused(422, "invalid")
        .issue("username");
    users(&house, "DELETE", "/u1").await.expect(204);
    users(&house, "GET", "/u1").await.refused(404, "not_found");
    patch(json!({})).await.refused(404, "not_found");
    let audit = house.local("GET", "/audit?tenant_id=acme").await;
    let mut actions: Vec<&str> = audit.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["action"].as_str().unwrap())
        .filter(|action| action.starts_with("webauthn."))
        .collect();
    actions.sort_unstable();
    let expected = [
        "webauthn.user.create",
        "webauthn.user.remove",
        "webauthn.user.update",
        "webauthn.user.update",
    ];
    assert_eq!(actions, expected);
}

#[tokio::test]
async fn a_foreign_user_is_an_unknown_one() {
    let house = house().await;
    let other = house.tenant("other").await;
    let made = json!({"username": "jeff", "ext_id": "u1"});
    users(&house, "POST", "").json(made).await.expect(201);
    let key = house
        .admin_key(Some(&other), &["webauthn:read", "webauthn:write"])
        .await;
    for path in ["/webauthn/users/u1", "/webauthn/users/u1/fido2"] {
        house
            .ask("GET", path)
            .by(&key)
            .await
            .refused(404, "not_found");
    }
    let patch = house
        .ask("PATCH", "/webauthn/users/u1")
        .by(&key)
        .json(json!({"state": "disabled"}));
    patch.await.refused(404, "not_found");
    house
        .ask("DELETE", "/webauthn/users/u1")
        .by(&key)
        .await
        .refused(404, "not_found");
    users(&house, "GET", "/u1").await.expect(200);
}
