//! Credentials that were registered elsewhere: taken over, held against themselves, shown, changed, deleted.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::admin::house::{Ask, House};

/// The generator of P-256 as a COSE key.
const KEY: &str = "pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
/// The bytes 1 2 3, and their SHA-256.
const ID: &str = "AQID";
const HASH: &str = "A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc-4E";

fn imported() -> Value {
    json!({
        "aaguid": "2fc0579f-8113-47ea-b116-bb5a8db9202a",
        "authenticator": "YubiKey 5",
        "attestationConveyancePreference": "direct",
        "hashedCredentialId": "A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc-4E",
        "rpId": "siven.ch",
        "residentKeyRequirement": "preferred",
        "userVerificationRequirement": "required",
        "credentialId": ID,
        "publicKey": KEY,
        "signCount": 7,
    })
}

async fn house() -> House {
    let house = House::new().await;
    house.tenant("acme").await;
    let rp = json!({"rp_id": "siven.ch", "rp_name": "Siven"});
    let rps = house
        .local("POST", "/webauthn/relying-parties?tenant_id=acme")
        .json(rp);
    rps.await.expect(201);
    for name in ["jeff", "ann"] {
        let user = json!({"username": name, "ext_id": name});
        let users = house
            .local("POST", "/webauthn/users?tenant_id=acme")
            .json(user);
        users.await.expect(201);
    }
    house
}

fn of<'a>(house: &'a House, method: &'a str, rest: &str) -> Ask<'a> {
    house.local(method, &format!("/webauthn/users/{rest}?tenant_id=acme"))
}

fn sha256_text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(digest(&SHA256, bytes).as_ref())
}

async fn import(house: &House) -> String {
    let told = of(house, "POST", "jeff/fido2").json(imported()).await;
    told.expect(201)["extId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_seven_members_of_nevisidm_and_the_key_are_enough() {
    let house = house().await;
    let told = of(&house, "POST", "jeff/fido2").json(imported()).await;
    let body = told.expect(201).clone();
    assert_eq!(body["hashedCredentialId"], HASH);
    assert_eq!(body["alg"], -7);
    assert_eq!(body["stateName"], "active");
    assert_eq!(body["trust"], "not_evaluated");
    assert_eq!(body["backupEligible"], Value::Null);
    let list = of(&house, "GET", "jeff/fido2").await;
    assert_eq!(list.expect(200)["items"], json!([body]));
    let ext_id = body["extId"].as_str().unwrap();
    let one = of(&house, "GET", &format!("jeff/fido2/{ext_id}")).await;
    assert_eq!(one.expect(200)["publicKey"], KEY);
    assert_eq!(one.body["user"]["username"], "jeff");
    assert_eq!(one.body["trustHistory"], json!([]));
}

#[tokio::test]
async fn what_is_shown_can_be_imported_again() {
    let house = house().await;
    let mut sent = imported();
    let members = sent.as_object_mut().unwrap();
    members.insert("authenticatorAttachment".into(), "crossplatform".into());
    members.insert("stateName".into(), "suspended".into());
    members.insert("backupEligible".into(), true.into());
    members.insert("transports".into(), json!(["usb", "nfc"]));
    members.insert("userFriendlyName".into(), "blue key".into());
    let made = of(&house, "POST", "jeff/fido2").json(sent).await;
    let path = format!("jeff/fido2/{}", made.expect(201)["extId"].as_str().unwrap());
    let shown = of(&house, "GET", &path).await.expect(200).clone();
    of(&house, "DELETE", &path).await.expect(204);
    of(&house, "GET", &path).await.refused(404, "not_found");
    of(&house, "POST", "jeff/fido2")
        .json(shown.clone())
        .await
        .expect(201);
    assert_eq!(of(&house, "GET", &path).await.expect(200), &shown);
}

#[tokio::test]
async fn every_required_member_is_missed() {
    let house = house().await;
    for member in imported().as_object().unwrap().keys() {
        let mut body = imported();
        body.as_object_mut().unwrap().remove(member);
        let told = of(&house, "POST", "jeff/fido2").json(body).await;
        told.refused(422, "invalid");
        assert!(
            told.body.to_string().contains(member.as_str()),
            "{}",
            told.body
        );
    }
}

#[tokio::test]
async fn what_does_not_fit_itself_is_refused_by_its_path() {
    let house = house().await;
    let cases = [
        ("hashedCredentialId", json!("AAAA")),
        ("credentialId", json!("")),
        ("publicKey", json!("AAAA")),
        ("alg", json!(-257)),
        ("aaguid", json!("2fc0579f")),
        ("rpId", json!("other.ch")),
        ("attestationConveyancePreference", json!("some")),
        ("residentKeyRequirement", json!("")),
        ("userVerificationRequirement", json!("maybe")),
        ("authenticator", json!("")),
        ("authenticatorAttachment", json!("usb")),
        ("attestationType", json!("strong")),
        ("fmt", json!("x")),
        ("certificateKeyId", json!("00")),
        ("signCount", json!(-1)),
        ("stateName", json!("gone")),
        ("userFriendlyName", json!("a".repeat(257))),
        (
            "transports",
            json!(["a", "b", "c", "d", "e", "f", "g", "h", "i"]),
        ),
        ("extId", json!("cred_1")),
        ("surprise", json!(1)),
    ];
    for (path, value) in cases {
        let mut body = imported();
        body.as_object_mut().unwrap().insert(path.to_owned(), value);
        let told = of(&house, "POST", "jeff/fido2").json(body).await;
        told.refused(422, "invalid").issue(path);
    }
    let list = of(&house, "GET", "jeff/fido2").await;
    assert_eq!(list.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn a_credential_id_is_taken_once_at_its_relying_party() {
    let house = house().await;
    import(&house).await;
    let again = of(&house, "POST", "ann/fido2").json(imported()).await;
    again.refused(409, "already_exists");
    let detail = again.body["detail"].as_str().unwrap();
    assert!(detail.starts_with("credentialId is taken: "), "{detail}");
    of(&house, "POST", "nobody/fido2")
        .json(imported())
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn an_ext_id_is_taken_once_whatever_the_credential() {
    let house = house().await;
    let ext_id = import(&house).await;
    let mut other = imported();
    other["extId"] = json!(ext_id);
    other["credentialId"] = json!("AQIE");
    other["hashedCredentialId"] = json!(sha256_text(&[1, 2, 4]));
    let told = of(&house, "POST", "ann/fido2").json(other).await;
    told.refused(409, "already_exists");
    let detail = told.body["detail"].as_str().unwrap();
    assert!(detail.starts_with("extId is taken: "), "{detail}");
    let list = of(&house, "GET", "ann/fido2").await;
    assert_eq!(list.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn a_credential_is_resumed_only_while_its_user_has_fewer_than_64() {
    let house = house().await;
    let first = format!("jeff/fido2/{}", import(&house).await);
    let suspended = json!({"stateName": "suspended"});
    of(&house, "PATCH", &first)
        .json(suspended)
        .await
        .expect(200);
    for n in 0..64_u8 {
        let id = [9, n];
        let mut more = imported();
        more["credentialId"] = json!(BASE64URL_NOPAD.encode(&id));
        more["hashedCredentialId"] = json!(sha256_text(&id));
        of(&house, "POST", "jeff/fido2")
            .json(more)
            .await
            .expect(201);
    }
    let active = json!({"stateName": "active"});
    let told = of(&house, "PATCH", &first).json(active).await;
    told.refused(422, "limit_reached");
    let shown = of(&house, "GET", &first).await;
    assert_eq!(shown.expect(200)["stateName"], "suspended");
}

#[tokio::test]
async fn a_credential_is_renamed_suspended_and_resumed() {
    let house = house().await;
    let path = format!("jeff/fido2/{}", import(&house).await);
    let patch = |body: Value| of(&house, "PATCH", &path).json(body);
    let told = patch(json!({"userFriendlyName": "blue", "stateName": "suspended"})).await;
    assert_eq!(told.expect(200)["stateName"], "suspended");
    let told = patch(json!({"stateName": "active"})).await;
    assert_eq!(told.expect(200)["userFriendlyName"], "blue");
    assert_eq!(told.body["stateName"], "active");
    let told = patch(json!({"userFriendlyName": null})).await;
    assert_eq!(told.expect(200)["userFriendlyName"], Value::Null);
    patch(json!({"stateName": "revoked"}))
        .await
        .refused(422, "invalid")
        .issue("stateName");
    patch(json!({"userFriendlyName": 1}))
        .await
        .refused(422, "invalid")
        .issue("userFriendlyName");
    patch(json!({"trust": "trusted"}))
        .await
        .refused(422, "invalid")
        .issue("trust");
}

#[tokio::test]
async fn a_credential_of_another_user_or_tenant_is_an_unknown_one() {
    let house = house().await;
    let ext_id = import(&house).await;
    for path in [
        format!("ann/fido2/{ext_id}"),
        "jeff/fido2/cred_1".to_owned(),
    ] {
        of(&house, "GET", &path).await.refused(404, "not_found");
        let patch = of(&house, "PATCH", &path).json(json!({"stateName": "suspended"}));
        patch.await.refused(404, "not_found");
        of(&house, "DELETE", &path).await.refused(404, "not_found");
    }
    let other = house.tenant("other").await;
    let key = house
        .admin_key(Some(&other), &["webauthn:read", "webauthn:write"])
        .await;
    let path = format!("/webauthn/users/jeff/fido2/{ext_id}");
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
    of(&house, "GET", &format!("jeff/fido2/{ext_id}"))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_relying_party_with_credentials_is_removed_only_with_them() {
    let house = house().await;
    let path = format!("jeff/fido2/{}", import(&house).await);
    let rp = "/webauthn/relying-parties/siven.ch?tenant_id=acme";
    house.local("DELETE", rp).await.refused(409, "in_use");
    house
        .local("DELETE", &format!("{rp}&cascade=true"))
        .await
        .expect(204);
    of(&house, "GET", &path).await.refused(404, "not_found");
}
