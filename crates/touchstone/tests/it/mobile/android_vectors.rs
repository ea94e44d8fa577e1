//! The outside chains of `android_key`, over HTTP at the time of their case: real devices' and minted ones
//! (spec mobile.md 12, row 2). A challenge that HTTP cannot express binds nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ciborium::{Value as Cbor, cbor};
use data_encoding::{BASE64, HEXLOWER};
use serde::Deserialize;
use serde_json::{Value, json};
use touchstone_core::{ManualClock, Timestamp};
use touchstone_outbound::Method;
use touchstone_testkit::vectors_dir;

use crate::support::{
    APP_ID, Answer, Engine, Place, Setup, Stage, by_nonce, by_session, envelope, on_each_engine,
};

on_each_engine!(
    every_chain_is_answered_as_its_case_expects,
    no_chain_of_a_real_device_can_be_bound_to_our_nonce,
);

const APPS: &str = "/admin/v1/mobile/android-apps";

/// Changes of these numbers are changes of the suite.
const CHAINS: usize = 71;
const REAL_ACCEPTED: usize = 14;

/// What HTTP cannot express, and what is answered instead: one certificate is no chain of an envelope.
const ONE_CERTIFICATE: (&str, &str) = ("pixel8a_target_only", "token_malformed");
/// What the admin API does not take, so that nothing of its kind is ever judged: a package without a dot.
const NOT_REGISTRABLE: [&str; 2] = ["dev_strongbox_unknown_root", "pixel8a_no_signer_digests"];

#[derive(Deserialize)]
struct Case {
    kind: String,
    expect: String,
    now: Option<String>,
    input: BTreeMap<String, PathBuf>,
    #[serde(default)]
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

    /// Every chain, by the anchors that it is judged with.
    fn by_anchors() -> BTreeMap<String, Vec<Self>> {
        let entries = std::fs::read_dir(vectors_dir().join("android_key")).unwrap();
        let folders = entries.map(|entry| entry.unwrap().path());
        let folders = folders.filter(|folder| folder.join("case.toml").is_file());
        let cases = folders.map(|folder| Self::read(&folder));
        let mut sorted: Vec<Self> = cases.filter(|case| case.kind == "chain").collect();
        sorted.sort_by(|one, other| one.folder.cmp(&other.folder));
        let mut by_anchors: BTreeMap<String, Vec<Self>> = BTreeMap::new();
        for case in sorted {
            by_anchors
                .entry(case.text("anchors"))
                .or_default()
                .push(case);
        }
        by_anchors
    }

    fn name(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    fn text(&self, input: &str) -> String {
        std::fs::read_to_string(self.folder.join(&self.input[input])).unwrap()
    }

    fn now(&self) -> Timestamp {
        self.now.as_deref().unwrap().parse().unwrap()
    }

    /// Each certificate, DER.
    fn chain(&self) -> Vec<Vec<u8>> {
        let text = self.text("chain");
        let blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1);
        let base64 = blocks.map(|block| block.split("-----END").next().unwrap());
        base64
            .map(|text| text.split_whitespace().collect::<String>())
            .map(|text| BASE64.decode(text.as_bytes()).unwrap())
            .collect()
    }

    fn key_id(&self) -> Vec<u8> {
        match self.outcome["spki_sha256_hex"].as_str() {
            Some(hex) => HEXLOWER.decode(hex.as_bytes()).unwrap(),
            None => vec![0; 32],
        }
    }

    fn token(&self) -> Vec<u8> {
        let chain = self.chain().into_iter().map(Cbor::Bytes).collect();
        let token = cbor!({
            "keyId" => Cbor::Bytes(self.key_id()),
            "chain" => Cbor::Array(chain),
        });
        envelope("android-key", &token.unwrap())
    }

    /// The challenge where a relying party may choose it, else another nonce; what is then the reason.
    fn nonce_and_reason(&self) -> (Vec<u8>, &str) {
        let challenge = self.expected["challenge_hex"].as_str().unwrap();
        let challenge = HEXLOWER.decode(challenge.as_bytes()).unwrap();
        let expressible = (8..=64).contains(&challenge.len());
        let (name, instead) = ONE_CERTIFICATE;
        match (expressible, self.expect.as_str()) {
            _ if self.name() == name => (challenge, instead),
            (true, "accept") => (challenge, "accepted"),
            (false, "accept") => (vec![0x5A; 16], "android_challenge_mismatch"),
            (true, reason) => (challenge, reason),
            (false, reason) => (vec![0x5A; 16], reason),
        }
    }
}

/// A server at the time of the first of these cases, with their anchors.
async fn stage(engine: Engine, anchors: &str, cases: &[Case]) -> Stage {
    let place = Place::new(engine);
    place.write("case-roots.pem", anchors);
    place.configure(&Setup {
        android_roots: Some("case-roots.pem"),
        ..Setup::default()
    });
    let clock = Arc::new(ManualClock::new(cases[0].now()));
    Stage::under(clock, place, &json!({"apple_app_id": APP_ID})).await
}

/// Sets the stage for a case; its app, unless that cannot be registered.
async fn set_up(stage: &Stage, case: &Case) -> Option<String> {
    stage.clock.set(case.now());
    let list = case.input.contains_key("status_list");
    let list = list.then(|| serde_json::from_str(&case.text("status_list")).unwrap());
    let list = list.unwrap_or_else(|| json!({"entries": {}}));
    stage
        .operator
        .put("/admin/v1/mobile/status-list", list)
        .await;
    let mut policy = case.expected["policy"].clone();
    let mut settings = json!({"expected_nonce_min_bytes": 8});
    for name in ["allow_attest_key", "reject_unknown_tags"] {
        let wanted = policy
            .as_object_mut()
            .and_then(|policy| policy.remove(name));
        settings[format!("android_{name}")] = wanted.unwrap_or(json!(false));
    }
    stage.set(settings).await;
    if policy["min_level"] == "strongbox" {
        policy["min_level"] = json!("strongbox");
    }
    let apps = case.expected["apps"].as_array().unwrap();
    assert_eq!(apps.len(), 1, "{}", case.name());
    let mut app = json!({
        "package_name": apps[0]["package"],
        "signer_sha256": apps[0]["signer_sha256_hex"],
        "services": ["android-key"],
    });
    if policy.is_object() {
        app["android_key"] = policy;
    }
    match stage.admin.try_write(Method::Post, APPS, app).await {
        Ok(made) => Some(made["id"].as_str().unwrap().to_owned()),
        Err(problem) => {
            assert_eq!(problem.status, 422, "{}: {problem}", case.name());
            assert!(
                NOT_REGISTRABLE.contains(&case.name()),
                "{}: {problem}",
                case.name()
            );
            None
        }
    }
}

async fn forget(stage: &Stage, app: &str) {
    let path = format!("{APPS}/{app}");
    stage.admin.delete_by(&path, &[("force", "true")]).await;
}

async fn every_chain_is_answered_as_its_case_expects(engine: Engine) {
    let mut seen = 0;
    for (anchors, cases) in Case::by_anchors() {
        let stage = stage(engine, &anchors, &cases).await;
        for case in cases {
            seen += 1;
            let Some(app) = set_up(&stage, &case).await else {
                continue;
            };
            let (nonce, reason) = case.nonce_and_reason();
            let answer = stage.party.verify(&by_nonce(&case.token(), &nonce)).await;
            assert_reason(&stage, &answer, &case, reason).await;
            if reason == "accepted" {
                assert_outcome(&answer, &case);
            }
            forget(&stage, &app).await;
        }
    }
    assert_eq!(seen, CHAINS);
}

async fn assert_reason(stage: &Stage, answer: &Answer, case: &Case, reason: &str) {
    let logged = stage.logged(answer).await;
    let outcome = if reason == "accepted" {
        "valid"
    } else {
        "invalid"
    };
    let told = (logged["outcome"].as_str(), logged["reason"].as_str());
    assert_eq!(
        told,
        (Some(outcome), Some(reason)),
        "{}: {logged:#}",
        case.name()
    );
    assert_eq!(answer.status, 200, "{}", case.name());
}

/// What the case says of an accepted chain stands in the answer.
#[track_caller]
fn assert_outcome(answer: &Answer, case: &Case) {
    let details = answer.assert_accepted_as("androidKeyDetails", "packageName");
    assert_eq!(
        details["keyId"],
        BASE64.encode(&case.key_id()),
        "{}",
        case.name()
    );
    let word = |value: &Value| {
        value
            .as_str()
            .map(|word| word.replace('_', "").to_lowercase())
    };
    for (said, member) in [
        ("provisioning", "provisioning"),
        ("security_level", "securityLevel"),
        ("verified_boot_state", "verifiedBootState"),
        ("verified_boot_key_hex", "verifiedBootKey"),
    ] {
        if case.outcome.get(said).is_some() {
            let told = word(&details[member]);
            assert_eq!(told, word(&case.outcome[said]), "{} {said}", case.name());
        }
    }
    for (said, member) in [
        ("attestation_version", "attestationVersion"),
        ("device_locked", "deviceLocked"),
        ("os_version", "osVersion"),
        ("os_patch_level", "osPatchLevel"),
        ("vendor_patch_level", "vendorPatchLevel"),
        ("boot_patch_level", "bootPatchLevel"),
    ] {
        if let Some(value) = case.outcome.get(said) {
            assert_eq!(&details[member], value, "{} {said}", case.name());
        }
    }
}

async fn no_chain_of_a_real_device_can_be_bound_to_our_nonce(engine: Engine) {
    let mut seen = 0;
    for (anchors, cases) in Case::by_anchors() {
        let real = |case: &Case| !case.name().starts_with("synthetic_") && case.expect == "accept";
        let cases: Vec<Case> = cases.into_iter().filter(real).collect();
        if cases.is_empty() {
            continue;
        }
        let stage = stage(engine, &anchors, &cases).await;
        for case in cases {
            seen += 1;
            let app = set_up(&stage, &case).await.unwrap();
            let session = stage.party.init().await;
            let body = by_session(&case.token(), &session);
            let answer = stage.party.verify(&body).await;
            assert_reason(&stage, &answer, &case, "android_challenge_mismatch").await;
            answer.assert_refused(268_513_283, "Nonce mismatch");
            forget(&stage, &app).await;
        }
    }
    assert_eq!(seen, REAL_ACCEPTED);
}
