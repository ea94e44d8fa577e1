//! Evidence that real iPhones made, through HTTP at the time of its making, and what becomes of it
//! when it is changed (spec mobile.md 12, row 1). The raw profile and a nonce of 12 bytes express
//! what these devices signed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ciborium::{Value as Cbor, cbor};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::Deserialize;
use serde_json::{Value, json};
use touchstone_core::Timestamp;
use touchstone_simulator::apple::ClientDataProfile;
use touchstone_testkit::vectors_dir;

use crate::support::{Answer, Engine, Place, Setup, Stage, by_nonce, on_each_engine, sha256};

on_each_engine!(
    every_attestation_of_a_real_device_is_answered_as_its_case_expects,
    every_assertion_of_a_real_device_is_answered_as_its_case_expects,
    the_receipts_of_real_devices_hold_where_they_are_required,
);

/// The nonce that these devices were given.
const NONCE: &[u8] = b"wurzelpfropf";
const OTHER_NONCE: &[u8] = b"wurzelpfropg";
/// What HTTP cannot express, and why: the app of a stored key is that of its attestation, and these
/// devices attested one app.
const NOT_EXPRESSIBLE: [&str; 1] = ["ios14_4_assertion_wrong_app"];
/// Changes of these numbers are changes of the suite.
const ATTESTATIONS: usize = 19;
const ASSERTIONS: usize = 8;

#[derive(Deserialize)]
struct Case {
    kind: String,
    expect: String,
    now: Option<String>,
    input: BTreeMap<String, PathBuf>,
    expected: Value,
    #[serde(default)]
    outcome: Value,
    #[serde(skip)]
    folder: PathBuf,
}

impl Case {
    fn read(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join("case.toml")).unwrap();
        let case: Self = toml::from_str(&text).unwrap();
        let folder = folder.to_owned();
        Self { folder, ..case }
    }

    fn of(name: &str) -> Self {
        Self::read(&vectors_dir().join("app_attest").join(name))
    }

    /// Those of the devices with the known nonce.
    fn all(kind: &str) -> Vec<Self> {
        let entries = std::fs::read_dir(vectors_dir().join("app_attest")).unwrap();
        let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        folders.retain(|folder| named(folder).starts_with("ios14_"));
        folders.sort();
        let cases = folders.iter().map(|folder| Self::read(folder));
        cases.filter(|case| case.kind == kind).collect()
    }

    fn name(&self) -> &str {
        named(&self.folder)
    }

    /// The device, such as `ios14_4`.
    fn device(&self) -> &str {
        self.name().get(..7).unwrap()
    }

    fn file(&self, input: &str) -> Vec<u8> {
        std::fs::read(self.folder.join(&self.input[input])).unwrap()
    }

    fn reason(&self) -> &str {
        if self.expect == "accept" {
            "accepted"
        } else {
            &self.expect
        }
    }
}

fn named(folder: &Path) -> &str {
    folder.file_name().unwrap().to_str().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn hex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(text(value).as_bytes()).unwrap()
}

/// What the app does with this nonce so that its client data hash is that of the case.
fn profile_and_nonce(hash: &Value) -> (&'static str, &'static [u8]) {
    let hash = hex(hash);
    if hash == sha256(NONCE) {
        ("raw", NONCE)
    } else if hash == ClientDataProfile::CborArray.client_data_hash(NONCE) {
        ("cbor_array", NONCE)
    } else {
        ("raw", OTHER_NONCE)
    }
}

/// The envelope around real evidence.
fn envelope(key_id: &[u8], attestation: Option<Vec<u8>>, assertion: Vec<u8>) -> Vec<u8> {
    let mut token = vec![
        (Cbor::from("keyId"), Cbor::Bytes(key_id.to_vec())),
        (Cbor::from("assertion"), Cbor::Bytes(assertion)),
    ];
    token.extend(attestation.map(|object| (Cbor::from("attestation"), Cbor::Bytes(object))));
    let envelope = cbor!({
        "device" => { "model" => "iPhone12,8", "version" => "14", "service" => "apple" },
        "token" => Cbor::Map(token),
    });
    let mut out = Vec::new();
    ciborium::into_writer(&envelope.unwrap(), &mut out).unwrap();
    out
}

/// A server at the time of an attestation, with its app and its anchors.
async fn stage(engine: Engine, attestation: &Case) -> Stage {
    let place = Place::new(engine);
    let anchors = String::from_utf8(attestation.file("anchors")).unwrap();
    place.write("case-roots.pem", &anchors);
    place.configure(&Setup::apple_roots("case-roots.pem"));
    let apps = attestation.expected["apps"].as_array().unwrap();
    assert_eq!(apps.len(), 1, "{}", attestation.name());
    let (profile, _) = profile_and_nonce(&apps[0]["client_data_hash_hex"]);
    let app = json!({
        "apple_app_id": apps[0]["app_id"],
        "environments": apps[0]["environments"],
        "client_data_profile": profile,
    });
    let now: Timestamp = attestation.now.as_deref().unwrap().parse().unwrap();
    let stage = Stage::with(place, now, &app).await;
    stage.set(json!({"expected_nonce_min_bytes": 8})).await;
    stage
}

async fn stored(stage: &Stage, key_id: &[u8]) -> Value {
    let key_id = BASE64URL_NOPAD.encode(key_id);
    let path = format!("/admin/v1/mobile/device-keys/apple/{key_id}");
    stage.admin.get(&path).await
}

/// Sends the attestation with the assertion that its device made next.
async fn attest(stage: &Stage, case: &Case) -> Answer {
    let app = &case.expected["apps"][0];
    let (_, nonce) = profile_and_nonce(&app["client_data_hash_hex"]);
    let assertion = Case::of(&format!("{}_assertion", case.device())).file("assertion");
    let key_id = hex(&case.expected["key_id_hex"]);
    let token = envelope(&key_id, Some(case.file("attestation")), assertion);
    stage.party.verify(&by_nonce(&token, nonce)).await
}

async fn assert_reason(stage: &Stage, answer: &Answer, case: &Case) {
    let logged = stage.logged(answer).await;
    let outcome = if case.expect == "accept" {
        "valid"
    } else {
        "invalid"
    };
    let told = (text(&logged["outcome"]), text(&logged["reason"]));
    assert_eq!(
        told,
        (outcome, case.reason()),
        "{}: {logged:#}",
        case.name()
    );
    assert_eq!(
        answer.is_valid(),
        case.expect == "accept",
        "{}",
        case.name()
    );
}

async fn every_attestation_of_a_real_device_is_answered_as_its_case_expects(engine: Engine) {
    let cases = Case::all("attestation");
    assert_eq!(cases.len(), ATTESTATIONS, "a case was not run");
    for case in &cases {
        let stage = stage(engine, case).await;
        let answer = attest(&stage, case).await;
        assert_reason(&stage, &answer, case).await;
        if case.expect == "accept" {
            let details = answer.assert_accepted();
            assert_eq!(details["appId"], case.outcome["app_id"]);
            assert_eq!(details["environment"], case.outcome["environment"]);
            assert_eq!(details["attested"], true);
            let key = stored(&stage, &hex(&case.expected["key_id_hex"])).await;
            let public_key = BASE64URL_NOPAD.decode(text(&key["public_key"]).as_bytes());
            assert_eq!(public_key.unwrap(), hex(&case.outcome["public_key_hex"]));
            assert_eq!(key["counter"], 1);
        } else {
            let keys = stage.admin.get("/admin/v1/mobile/device-keys").await;
            assert_eq!(keys["items"], json!([]), "{}", case.name());
        }
    }
}

async fn every_assertion_of_a_real_device_is_answered_as_its_case_expects(engine: Engine) {
    let mut run = 0;
    for case in Case::all("assertion") {
        if NOT_EXPRESSIBLE.contains(&case.name()) {
            continue;
        }
        run_assertion(engine, &case).await;
        run += 1;
    }
    assert_eq!(run, ASSERTIONS, "a case was not run");
}

/// With its attestation where the stored counter is to be 0, and alone behind a registration
/// elsewhere.
async fn run_assertion(engine: Engine, case: &Case) {
    let known = Case::all("attestation").into_iter().find(|attestation| {
        let public_key = &attestation.outcome["public_key_hex"];
        *public_key == case.expected["public_key_hex"]
    });
    let known = known.expect("the attestation of this key");
    let stage = stage(engine, &known).await;
    let (_, nonce) = profile_and_nonce(&case.expected["client_data_hash_hex"]);
    let first = case.expected["counter_floor"] == 0 && nonce == NONCE;
    if !first {
        attest(&stage, &known).await.assert_accepted();
    }
    let key_id = hex(&known.expected["key_id_hex"]);
    let attestation = first.then(|| known.file("attestation"));
    let token = envelope(&key_id, attestation, case.file("assertion"));
    let answer = stage.party.verify(&by_nonce(&token, nonce)).await;
    assert_reason(&stage, &answer, case).await;
    if case.expect == "accept" {
        let counter = &answer.assert_accepted()["counter"];
        assert_eq!(*counter, case.outcome["counter"]);
        assert_eq!(stored(&stage, &key_id).await["counter"], *counter);
    } else if !first {
        assert_eq!(
            stored(&stage, &key_id).await["counter"],
            1,
            "{}",
            case.name()
        );
    }
}

async fn the_receipts_of_real_devices_hold_where_they_are_required(engine: Engine) {
    for device in ["ios14_2", "ios14_3", "ios14_4"] {
        let case = Case::of(&format!("{device}_attestation"));
        let stage = stage(engine, &case).await;
        stage.set_app(json!({"receipt_check": "require"})).await;
        attest(&stage, &case).await.assert_accepted();
        let key = stored(&stage, &hex(&case.expected["key_id_hex"])).await;
        assert_eq!(key["receipt_type"], "ATTEST");
    }
}
