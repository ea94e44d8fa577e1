//! Relying parties: forms, policies, warnings, tenants, removal.

use serde_json::{Value, json};

use crate::admin::house::{Ask, House};

const RPS: &str = "/webauthn/relying-parties?tenant_id=acme";

fn create(house: &House, body: Value) -> Ask<'_> {
    house.local("POST", RPS).json(body)
}

fn siven() -> Value {
    json!({"rp_id": "siven.ch", "rp_name": "Siven", "origins": ["https://siven.ch"], "hosts": ["login.siven.ch"]})
}

fn path(rp: &str) -> String {
    format!("/webauthn/relying-parties/{rp}?tenant_id=acme")
}

#[tokio::test]
async fn a_relying_party_is_found_by_its_identifier_and_its_rp_id() {
    let house = House::new().await;
    house.tenant("acme").await;
    let made = create(&house, siven()).await;
    let body = made.expect(201);
    assert!(made.id().starts_with("rp_"));
    assert_eq!(made.header("etag"), "\"v1\"");
    assert_eq!(body["profile"], "nevis");
    assert_eq!(body["policy"]["algorithms"], json!([-7, -8]));
    assert_eq!(body["policy_set"], json!({}));
    for name in [made.id(), "siven.ch"] {
        let one = house.local("GET", &path(name)).await;
        assert_eq!(one.expect(200), body);
    }
    let list = house.local("GET", RPS).await;
    let expected = json!({"items": [body], "next_cursor": null});
    assert_eq!(list.expect(200), &expected);
}

#[tokio::test]
async fn a_patch_merges_and_null_puts_the_default_back() {
    let house = House::new().await;
    house.tenant("acme").await;
    create(&house, siven()).await.expect(201);
    let patch = json!({"policy": {"attestation": {"mode": "enforced", "require": true}, "algorithms": [-257]}});
    let told = house.local("PATCH", &path("siven.ch")).json(patch).await;
    assert_eq!(
        told.expect(200)["policy"]["attestation"]["mode"],
        "enforced"
    );
    let patch =
        json!({"profile": "l3", "policy": {"algorithms": null, "attestation": {"require": null}}});
    let told = house.local("PATCH", &path("siven.ch")).json(patch).await;
    let body = told.expect(200);
    assert_eq!(
        body["policy_set"],
        json!({"attestation": {"mode": "enforced"}})
    );
    assert_eq!(body["policy"]["algorithms"], json!([-7, -8, -257]));
    assert_eq!(body["policy"]["attestation"]["require"], false);
    assert_eq!(body["rp_name"], "Siven");
    let patch = json!({"policy": null});
    let told = house.local("PATCH", &path("siven.ch")).json(patch).await;
    assert_eq!(told.expect(200)["policy_set"], json!({}));
}

#[tokio::test]
async fn what_is_out_of_range_is_refused_by_its_path() {
    let house = House::new().await;
    house.tenant("acme").await;
    let hosts: Vec<String> = (0..33).map(|number| format!("h{number}.ch")).collect();
    let cases = [
        ("rp_name", json!({"rp_name": ""})),
        ("rp_name", json!({"rp_name": null})),
        ("origins[0]", json!({"origins": ["http://siven.ch"]})),
        (
            "origins[1]",
            json!({"origins": ["https://a.siven.ch", "https://a.siven.ch"]}),
        ),
        ("hosts[0]", json!({"hosts": ["siven.ch:443"]})),
        ("hosts", json!({"hosts": hosts})),
        ("profile", json!({"profile": "strict"})),
        ("policy.formats", json!({"policy": {"formats": []}})),
        (
            "policy.attestation.mode",
            json!({"policy": {"attestation": {"mode": "strict"}}}),
        ),
        (
            "policy.atestation",
            json!({"policy": {"atestation": {"mode": "enforced"}}}),
        ),
        (
            "policy.aaguid.require_proof",
            json!({"policy": {"aaguid": {"require_proof": true}}}),
        ),
        ("policy", json!({"policy": []})),
        ("polciy", json!({"polciy": {}})),
    ];
    create(&house, siven()).await.expect(201);
    for (issue, patch) in cases {
        let told = house
            .local("PATCH", &path("siven.ch"))
            .json(patch.clone())
            .await;
        told.refused(422, "invalid").issue(issue);
        let mut body = json!({"rp_id": "other.ch", "rp_name": "Other"});
        let members = body.as_object_mut().unwrap();
        members.extend(patch.as_object().unwrap().clone());
        create(&house, body)
            .await
            .refused(422, "invalid")
            .issue(issue);
    }
    for rp_id in [
        json!("https://siven.ch"),
        json!("127.0.0.1"),
        json!(""),
        json!(7),
    ] {
        let told = create(&house, json!({"rp_id": rp_id, "rp_name": "x"})).await;
        told.refused(422, "invalid").issue("rp_id");
    }
    let told = house
        .local("PATCH", &path("siven.ch"))
        .json(json!({"rp_id": "x.ch"}))
        .await;
    told.refused(422, "invalid").issue("rp_id");
    let list = house.local("GET", RPS).await;
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn long_aaguid_lists_fit_and_longer_ones_do_not() {
    let house = House::new().await;
    house.tenant("acme").await;
    create(&house, siven()).await.expect(201);
    let list = |count: u32| {
        let aaguids = (0..count).map(|number| format!("00000000-0000-0000-0000-{number:012x}"));
        json!({"policy": {"aaguid": {"deny": aaguids.collect::<Vec<_>>()}}})
    };
    let told = house
        .local("PATCH", &path("siven.ch"))
        .json(list(4_096))
        .await;
    told.expect(200);
    let told = house
        .local("PATCH", &path("siven.ch"))
        .json(list(4_097))
        .await;
    told.refused(422, "invalid").issue("policy.aaguid.deny");
    let audit = house.local("GET", "/audit?tenant_id=acme").await;
    let mut rows = audit.expect(200)["items"].as_array().unwrap().iter();
    let update = rows.find(|row| row["action"] == "webauthn.rp.update");
    let after = &update.unwrap()["after"];
    assert_eq!(after["policy"]["aaguid"]["deny"], 4_096);
}

#[tokio::test]
async fn origins_and_hosts_belong_to_one_relying_party_of_the_server() {
    let house = House::new().await;
    house.tenant("acme").await;
    house.tenant("other").await;
    create(&house, siven()).await.expect(201);
    let other = |body: Value| {
        house
            .local("POST", "/webauthn/relying-parties?tenant_id=other")
            .json(body)
    };
    let told = create(&house, json!({"rp_id": "siven.ch", "rp_name": "x"})).await;
    told.refused(409, "already_exists");
    let detail = told.body["detail"].as_str().unwrap();
    assert!(detail.starts_with("rp_id is taken: "), "{detail}");
    let claims = [
        (
            "an origin",
            json!({"rp_id": "siven.ch", "rp_name": "x", "origins": ["https://siven.ch"]}),
        ),
        (
            "a host",
            json!({"rp_id": "siven.ch", "rp_name": "x", "hosts": ["login.siven.ch"]}),
        ),
    ];
    for (member, claim) in claims {
        let told = other(claim).await;
        told.refused(409, "already_exists");
        let detail = told.body["detail"].as_str().unwrap();
        assert!(
            detail.starts_with(&format!("{member} is taken: ")),
            "{detail}"
        );
    }
    other(json!({"rp_id": "siven.ch", "rp_name": "x"}))
        .await
        .expect(201);
}

#[tokio::test]
async fn only_a_server_wide_key_claims_origins_and_hosts() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let key = house
        .admin_key(Some(&tenant), &["webauthn:read", "webauthn:write"])
        .await;
    let post = |body: Value| {
        house
            .ask("POST", "/webauthn/relying-parties")
            .by(&key)
            .json(body)
    };
    post(siven()).await.refused(403, "scope_missing");
    post(json!({"rp_id": "siven.ch", "rp_name": "x"}))
        .await
        .expect(201);
    let patch = |body: Value| {
        house
            .ask("PATCH", "/webauthn/relying-parties/siven.ch")
            .by(&key)
            .json(body)
    };
    for claim in [
        json!({"origins": ["https://siven.ch"]}),
        json!({"hosts": ["siven.ch"]}),
    ] {
        patch(claim).await.refused(403, "scope_missing");
    }
    patch(json!({"rp_name": "y", "origins": []}))
        .await
        .expect(200);
}

#[tokio::test]
async fn what_is_seldom_meant_is_told() {
    let house = House::new().await;
    house.tenant("acme").await;
    let codes = |body: &Value| -> Vec<String> {
        let warnings = body["warnings"].as_array().unwrap().iter();
        warnings
            .map(|warning| warning["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let made = create(&house, siven()).await;
    assert_eq!(codes(made.expect(201)), ["enrolment_open"]);
    let patch = json!({
        "origins": ["https://siven.ch", "https://siven.com"],
        "policy": {"enrolment": "token", "attestation": {"mode": "enforced"}},
    });
    let told = house.local("PATCH", &path("siven.ch")).json(patch).await;
    assert_eq!(
        codes(told.expect(200)),
        ["attestation_not_required", "related_origins"]
    );
    let patch = json!({
        "origins": ["https://siven.ch"],
        "policy": {
            "attestation": null,
            "aaguid": {"allow": ["2fc0579f-8113-47ea-b116-bb5a8db9202a"]},
        },
    });
    let told = house.local("PATCH", &path("siven.ch")).json(patch).await;
    assert_eq!(codes(told.expect(200)), ["aaguid_not_proven"]);
}

#[tokio::test]
async fn writes_hold_to_the_version_that_was_read() {
    let house = House::new().await;
    house.tenant("acme").await;
    create(&house, siven()).await.expect(201);
    let patch = |tag: &str, name: &str| {
        house
            .local("PATCH", &path("siven.ch"))
            .header("if-match", tag)
            .json(json!({"rp_name": name}))
    };
    assert_eq!(patch("\"v1\"", "a").await.header("etag"), "\"v2\"");
    patch("\"v1\"", "b")
        .await
        .refused(412, "precondition_failed");
    let remove = house
        .local("DELETE", &path("siven.ch"))
        .header("if-match", "\"v1\"");
    remove.await.refused(412, "precondition_failed");
    house.local("DELETE", &path("siven.ch")).await.expect(204);
    house
        .local("GET", &path("siven.ch"))
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn a_foreign_relying_party_is_an_unknown_one() {
    let house = House::new().await;
    house.tenant("acme").await;
    let other = house.tenant("other").await;
    let made = create(&house, siven()).await;
    let key = house
        .admin_key(Some(&other), &["webauthn:read", "webauthn:write"])
        .await;
    for name in [made.id(), "siven.ch", "rp_01ARZ3NDEKTSV4RRFFQ69G5FAV"] {
        let path = format!("/webauthn/relying-parties/{name}");
        house
            .ask("GET", &path)
            .by(&key)
            .await
            .refused(404, "not_found");
        let patch = house
            .ask("PATCH", &path)
            .by(&key)
            .json(json!({"rp_name": "x"}));
        patch.await.refused(404, "not_found");
        house
            .ask("DELETE", &path)
            .by(&key)
            .await
            .refused(404, "not_found");
    }
    let list = house.ask("GET", "/webauthn/relying-parties").by(&key).await;
    assert_eq!(list.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn reading_and_writing_take_their_scopes() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let reader = house.admin_key(Some(&tenant), &["webauthn:read"]).await;
    let writer = house.admin_key(Some(&tenant), &["webauthn:write"]).await;
    let rps = "/webauthn/relying-parties";
    let body = json!({"rp_id": "siven.ch", "rp_name": "x"});
    house
        .ask("POST", rps)
        .by(&reader)
        .json(body.clone())
        .await
        .refused(403, "scope_missing");
    house
        .ask("POST", rps)
        .by(&writer)
        .json(body)
        .await
        .expect(201);
    house
        .ask("GET", rps)
        .by(&writer)
        .await
        .refused(403, "scope_missing");
    house.ask("GET", rps).by(&reader).await.expect(200);
}

#[tokio::test]
async fn open_enrolment_is_warned_of_where_no_sectoken_guards_it() {
    let house = House::new().await;
    for tenant in ["acme", "closed"] {
        house.tenant(tenant).await;
    }
    let add = async |tenant: &str, rp_id: &str, profile: &str, policy: Value| {
        let path = format!("/webauthn/relying-parties?tenant_id={tenant}");
        let body = json!({"rp_id": rp_id, "rp_name": "x", "profile": profile, "policy": policy});
        let made = house.local("POST", &path).json(body).await;
        let codes = made.expect(201)["warnings"].to_string();
        codes.contains("enrolment_open")
    };
    assert!(add("acme", "open.ch", "nevis", json!({})).await);
    assert!(!add("acme", "l3.ch", "l3", json!({})).await);
    assert!(
        !add(
            "acme",
            "guarded.ch",
            "nevis",
            json!({"sectoken": "options"})
        )
        .await
    );
    assert!(!add("acme", "token.ch", "nevis", json!({"enrolment": "token"})).await);
    assert!(add("closed", "closed.ch", "nevis", json!({})).await);
    let disabled = house.local("PATCH", "/tenants/closed");
    disabled.json(json!({"enabled": false})).await.expect(200);
    let open = house.core.webauthn.open_enrolments().await.unwrap();
    assert_eq!(open, ["open.ch"]);
}
