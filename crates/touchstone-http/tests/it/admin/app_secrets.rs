//! Secrets of apps: checked when they are set, used where they belong, and never told again.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair,
};
use data_encoding::BASE64;
use serde_json::{Value, json};
use touchstone_core::sealed::Place;

use super::house::{House, Told};

pub const EMAIL: &str = "play@my-project.iam.gserviceaccount.com";

pub fn pem(der: &[u8]) -> String {
    let base64 = BASE64.encode(der);
    format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n")
}

fn ec(algorithm: &'static EcdsaSigningAlgorithm) -> EcdsaKeyPair {
    EcdsaKeyPair::generate(algorithm).unwrap()
}

pub fn ec_pem(algorithm: &'static EcdsaSigningAlgorithm) -> String {
    pem(ec(algorithm).to_pkcs8v1().unwrap().as_ref())
}

fn spki(algorithm: &'static EcdsaSigningAlgorithm) -> String {
    BASE64.encode(ec(algorithm).public_key().as_der().unwrap().as_ref())
}

fn play_keys() -> Value {
    json!({
        "decryption_key": BASE64.encode(&[0xd5; 32]),
        "verification_key": spki(&ECDSA_P256_SHA256_FIXED_SIGNING),
    })
}

/// As Google's file has it.
pub fn account() -> Value {
    let key = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
    json!({
        "type": "service_account",
        "project_id": "my-project",
        "private_key_id": "0123456789abcdef",
        "private_key": pem(key.as_der().unwrap().as_ref()),
        "client_email": EMAIL,
        "client_id": "1234",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
        "universe_domain": "googleapis.com",
    })
}

fn devicecheck_key() -> Value {
    json!({ "key_id": "ABC123DEFG", "p8": ec_pem(&ECDSA_P256_SHA256_FIXED_SIGNING) })
}

/// A house with an app of each kind, and where their secrets are put.
pub struct Apps {
    pub house: House,
    tenant: String,
    play_keys: String,
    pub account: String,
    devicecheck_key: String,
}

impl Apps {
    pub async fn new() -> Self {
        let house = House::new().await;
        let tenant = house.tenant("acme").await;
        let android = house.android_app(&tenant, "com.example.app").await;
        let apple = house.app(&tenant, "TESTTEAM01.com.example.app").await;
        let android = format!("/mobile/android-apps/{android}");
        Self {
            house,
            tenant,
            play_keys: format!("{android}/play-keys"),
            account: format!("{android}/service-account"),
            devicecheck_key: format!("/mobile/apple-apps/{apple}/devicecheck-key"),
        }
    }

    /// Every place with a body that is well and the member that tells of it.
    pub fn all(&self) -> [(&str, Value, &str); 3] {
        [
            (&self.play_keys, play_keys(), "play_keys_set"),
            (&self.account, account(), "service_account_set"),
            (
                &self.devicecheck_key,
                devicecheck_key(),
                "devicecheck_key_set",
            ),
        ]
    }

    pub async fn put(&self, path: &str, body: Value) -> Told {
        let path = format!("{path}?tenant_id=acme");
        self.house.local("PUT", &path).json(body).await
    }

    pub async fn delete(&self, path: &str) -> Told {
        let path = format!("{path}?tenant_id=acme");
        self.house.local("DELETE", &path).await
    }

    pub async fn check(&self) -> Told {
        let path = format!("{}/check?tenant_id=acme", self.account);
        self.house.local("POST", &path).await
    }

    /// Each member with each value is refused, at this member.
    pub async fn assert_refused(&self, path: &str, good: &Value, cases: &[(&str, Value)]) {
        for (member, value) in cases {
            let mut body = good.clone();
            body[*member] = value.clone();
            let told = self.put(path, body).await;
            let message = told.refused(422, "invalid").issue(member);
            let sent = value.as_str().filter(|sent| sent.len() > 8);
            assert!(sent.is_none_or(|sent| !message.contains(sent)), "{message}");
        }
        for (member, _) in cases {
            let mut body = good.clone();
            body.as_object_mut().unwrap().remove(*member);
            self.put(path, body).await.refused(422, "invalid");
        }
    }
}

#[tokio::test]
async fn a_secret_is_set_replaced_and_cleared() {
    let apps = Apps::new().await;
    for (path, body, member) in apps.all() {
        let told = apps.put(path, body.clone()).await;
        assert_eq!(told.expect(200)[member], true);
        assert_eq!(apps.put(path, body).await.expect(200)[member], true);
        assert_eq!(apps.delete(path).await.expect(200)[member], false);
        assert_eq!(apps.delete(path).await.expect(200)[member], false);
    }
}

#[tokio::test]
async fn no_answer_list_or_trace_holds_a_secret() {
    let apps = Apps::new().await;
    let mut secrets = vec![
        BASE64.encode(&[0xd5; 32]),
        EMAIL.to_owned(),
        "BEGIN".to_owned(),
    ];
    let mut told = Vec::new();
    for (path, body, _) in apps.all() {
        for member in ["private_key", "p8", "verification_key"] {
            secrets.extend(body[member].as_str().map(|text| text[40..80].to_owned()));
        }
        told.push(apps.put(path, body).await.expect(200).to_string());
        let app = path.rsplit_once('/').unwrap().0;
        for path in [app, app.rsplit_once('/').unwrap().0] {
            let path = format!("{path}?tenant_id=acme");
            let read = apps.house.local("GET", &path).await;
            told.push(read.expect(200).to_string());
        }
        let path = format!("{app}?tenant_id=acme&force=true");
        if path.contains("apple") {
            apps.house.local("DELETE", &path).await.expect(204);
        }
    }
    let rows = apps.house.local("GET", "/audit?limit=200").await;
    told.push(rows.expect(200).to_string());
    assert!(secrets.len() > 5);
    for text in told {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret}: {text}");
        }
    }
}

#[tokio::test]
async fn a_write_is_traced_as_set_or_cleared() {
    let apps = Apps::new().await;
    let traces = [
        ("mobile.android_app.play_keys", "play_keys"),
        ("mobile.android_app.service_account", "service_account"),
        ("mobile.apple_app.devicecheck_key", "devicecheck_key"),
    ];
    for ((path, body, _), (action, member)) in apps.all().into_iter().zip(traces) {
        apps.put(path, body).await.expect(200);
        apps.delete(path).await.expect(200);
        let words = [("set", "cleared", "set"), ("clear", "set", "cleared")];
        for (verb, before, after) in words {
            let query = format!("/audit?tenant_id=acme&action={action}.{verb}");
            let rows = apps.house.local("GET", &query).await;
            let rows = rows.expect(200)["items"].as_array().unwrap();
            assert_eq!(rows.len(), 1, "{action}.{verb}");
            assert_eq!(rows[0]["before"][member], before);
            assert_eq!(rows[0]["after"][member], after);
        }
    }
}

#[tokio::test]
async fn play_keys_must_be_32_bytes_and_a_p256_key() {
    let apps = Apps::new().await;
    let cases = [
        ("decryption_key", json!(BASE64.encode(&[1; 31]))),
        ("decryption_key", json!(BASE64.encode(&[1; 33]))),
        ("decryption_key", json!("")),
        ("decryption_key", json!("not base64 at all, really")),
        (
            "decryption_key",
            json!(BASE64.encode(&[1; 32]).trim_end_matches('=')),
        ),
        ("decryption_key", json!(7)),
        ("verification_key", json!(BASE64.encode(b"hello"))),
        ("verification_key", json!(BASE64.encode(&[4; 65]))),
        (
            "verification_key",
            json!(spki(&ECDSA_P384_SHA384_FIXED_SIGNING)),
        ),
        ("verification_key", json!(null)),
    ];
    apps.assert_refused(&apps.play_keys, &play_keys(), &cases)
        .await;
}

#[tokio::test]
async fn a_devicecheck_key_must_be_a_named_p256_key() {
    let apps = Apps::new().await;
    let cases = [
        ("key_id", json!("ABC123DEF")),
        ("key_id", json!("abc123defg")),
        ("key_id", json!("ABC123DEFGH")),
        ("p8", json!("")),
        ("p8", json!(ec_pem(&ECDSA_P384_SHA384_FIXED_SIGNING))),
        (
            "p8",
            json!("-----BEGIN PRIVATE KEY-----\nhello\n-----END PRIVATE KEY-----"),
        ),
        ("p8", json!(7)),
    ];
    apps.assert_refused(&apps.devicecheck_key, &devicecheck_key(), &cases)
        .await;
}

#[tokio::test]
async fn unknown_members_and_other_bodies_are_refused() {
    let apps = Apps::new().await;
    let mut body = play_keys();
    body["decription_key"] = json!("");
    let told = apps.put(&apps.play_keys, body).await;
    let message = told.refused(422, "invalid").issue("decription_key");
    assert!(
        message.contains("did you mean decryption_key?"),
        "{message}"
    );
    let mut body = devicecheck_key();
    body["p9"] = json!("");
    let told = apps.put(&apps.devicecheck_key, body).await;
    told.refused(422, "invalid").issue("p9");
    for (path, body, _) in apps.all() {
        let path = format!("{path}?tenant_id=acme");
        let raw = apps.house.local("PUT", &path).raw(body.to_string()).await;
        raw.refused(415, "content_type_unsupported");
        for bad in ["", "[]", "{", "{\"p8\":1,\"p8\":2}"] {
            let ask = apps
                .house
                .local("PUT", &path)
                .header("content-type", "application/json");
            ask.raw(bad).await.refused(422, "invalid");
        }
    }
}

#[tokio::test]
async fn handling_secrets_takes_the_scope_for_keys_and_the_own_tenant() {
    let apps = Apps::new().await;
    let other = apps.house.tenant("other").await;
    let key = |tenant, scopes| apps.house.admin_key(Some(tenant), scopes);
    let writer = key(&apps.tenant, &["mobile:read", "mobile:write"]).await;
    let foreign = key(&other, &["*"]).await;
    let keeper = key(&apps.tenant, &["mobile:keys"]).await;
    for (path, body, _) in apps.all() {
        for method in ["PUT", "DELETE"] {
            let ask = |key: &str| apps.house.ask(method, path).by(key).json(body.clone());
            ask(&writer).await.refused(403, "scope_missing");
            ask(&foreign).await.refused(404, "not_found");
            ask(&keeper).await.expect(200);
        }
    }
    let check = format!("{}/check", apps.account);
    let ask = |key: &str| apps.house.ask("POST", &check).by(key);
    ask(&writer).await.refused(403, "scope_missing");
    ask(&foreign).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_secret_is_not_written_against_another_version() {
    let apps = Apps::new().await;
    for (path, body, _) in apps.all() {
        let path = format!("{path}?tenant_id=acme");
        let ask = || apps.house.local("PUT", &path).header("if-match", "\"v9\"");
        let told = ask().json(body).await;
        told.refused(412, "precondition_failed");
        let told = apps
            .house
            .local("DELETE", &path)
            .header("if-match", "\"v9\"")
            .await;
        told.refused(412, "precondition_failed");
    }
}

#[tokio::test]
async fn changing_an_app_leaves_its_secrets() {
    let apps = Apps::new().await;
    for (path, body, member) in apps.all() {
        apps.put(path, body).await.expect(200);
        let app = format!("{}?tenant_id=acme", path.rsplit_once('/').unwrap().0);
        let told = apps
            .house
            .local("PATCH", &app)
            .json(json!({ "enabled": false }))
            .await;
        assert_eq!(told.expect(200)[member], true);
    }
}

#[tokio::test]
async fn every_secret_opens_at_the_place_that_the_store_names() {
    let apps = Apps::new().await;
    for (path, body, _) in apps.all() {
        apps.put(path, body).await.expect(200);
    }
    let core = &apps.house.core;
    // No master key begins like this: all that is sealed.
    let rows = core.world.store.sealed_otherwise(&[0xff], 100).await;
    let mut columns = Vec::new();
    for row in rows.unwrap() {
        let place = Place {
            entity: &row.entity,
            column: &row.column,
            row: &row.row,
            tenant_id: row.tenant_id,
        };
        core.sealer.open(&row.sealed, &place).unwrap();
        columns.push(row.column);
    }
    for column in ["play_decryption_key", "service_account", "devicecheck_key"] {
        assert!(columns.iter().any(|found| found == column), "{columns:?}");
    }
}
