//! Every outside case of `webauthn`: registrations of each format, and assertions. With attestation mode `enforced` the
//! chain must end at one of the case's anchors; no metadata is in play.

use touchstone_evidence::cose::CredentialKey;
use touchstone_evidence::webauthn::authenticator_data::AuthenticatorData;
use touchstone_evidence::webauthn::client_data::{ClientData, ClientDataRules};
use touchstone_evidence::webauthn::statement::{
    AndroidKeyLists, CompoundRule, StatementPolicy, VerifiedStatements,
};
use touchstone_evidence::webauthn::trust::{self, Knowledge, Permission, TrustPolicy};
use touchstone_evidence::webauthn::{BackupEligible, Ceremony, Padding, assertion, registration};
use touchstone_evidence::x509::{Anchors, Crls};
use touchstone_evidence::{Timestamp, cbor};

use crate::case::{self, Case, hex, text};

type Refused = &'static str;

#[test]
fn android_key_registrations() {
    case::run("webauthn/android_key", 4, judge_registration);
}

#[test]
fn android_safetynet_registrations() {
    case::run("webauthn/android_safetynet", 5, judge_registration);
}

#[test]
fn apple_registrations() {
    case::run("webauthn/apple", 5, judge_registration);
}

#[test]
fn assertions() {
    case::run("webauthn/assertion", 35, judge_assertion);
}

#[test]
fn compound_registrations() {
    case::run("webauthn/compound", 7, judge_registration);
}

#[test]
fn fido_u2f_registrations() {
    case::run("webauthn/fido_u2f", 12, judge_registration);
}

#[test]
fn none_registrations() {
    case::run("webauthn/none", 16, judge_registration);
}

#[test]
fn packed_full_registrations() {
    case::run("webauthn/packed_full", 30, judge_registration);
}

#[test]
fn packed_self_registrations() {
    case::run("webauthn/packed_self", 7, judge_registration);
}

#[test]
fn tpm_registrations() {
    case::run("webauthn/tpm", 6, judge_registration);
}

fn is_conformance(case: &Case) -> bool {
    text(&case.expected, "profile") == "conformance"
}

fn flag(table: &toml::Table, key: &str) -> bool {
    table[key].as_bool().unwrap()
}

/// What the case changes in its profile's policy.
fn override_of<'c>(case: &'c Case, key: &str) -> Option<&'c toml::Value> {
    case.expected.get("policy")?.get(key)
}

fn texts(case: &Case, key: &str) -> Vec<String> {
    let texts = case.expected[key].as_array().unwrap().iter();
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

/// C1 to C15.
fn judge_client_data(case: &Case, ceremony: Ceremony) -> Result<ClientData, Refused> {
    let read = ClientData::read(&case.input("client_data"), ceremony, Padding::Tolerated);
    let data = read.map_err(|error| error.reason())?;
    let token_binding = override_of(case, "token_binding_shape").and_then(toml::Value::as_bool);
    let (origins, top_origins) = (texts(case, "origins"), texts(case, "top_origins"));
    let rules = ClientDataRules {
        origins: &origins,
        subdomains_of: None,
        allow_cross_origin: flag(&case.expected, "cross_origin_allowed"),
        top_origins: &top_origins,
        token_binding_shape: token_binding.unwrap_or(is_conformance(case)),
    };
    let expected = data.expect_challenge(&hex(&case.expected, "challenge_hex"));
    expected.map_err(|error| error.reason())?;
    data.judge(&rules).map_err(|error| error.reason())?;
    Ok(data)
}

fn statement_policy(case: &Case) -> StatementPolicy {
    let word = |key| override_of(case, key).and_then(toml::Value::as_str);
    let mut policy = StatementPolicy::default();
    let zero = override_of(case, "u2f_zero_aaguid").and_then(toml::Value::as_bool);
    policy.u2f_zero_aaguid = zero.unwrap_or(is_conformance(case));
    if let Some(lists) = word("android_key_lists") {
        policy.android_key_lists = AndroidKeyLists::from_name(lists).unwrap();
    }
    if let Some(rule) = word("compound") {
        policy.compound = CompoundRule::from_name(rule).unwrap();
    }
    policy
}

/// The credential id that the authenticator names; empty when its data cannot be read.
fn credential_id(object: &[u8]) -> Vec<u8> {
    let map = cbor::parse(object, cbor::Keys::Text).unwrap();
    let data = map.get("authData").unwrap().bytes().unwrap();
    let attested = AuthenticatorData::parse(&data)
        .ok()
        .and_then(|data| data.attested);
    attested.map_or(Vec::new(), |attested| attested.credential_id.to_vec())
}

fn judge_registration(case: &Case) -> Result<toml::Table, Refused> {
    assert_eq!(case.kind, "registration");
    let data = judge_client_data(case, Ceremony::Registration)?;
    let object = case.input("attestation_object");
    let algorithms = case.expected["algorithms"].as_array().unwrap().iter();
    let algorithms: Vec<i64> = algorithms.map(|id| id.as_integer().unwrap()).collect();
    let policy = statement_policy(case);
    let expected = registration::Expected {
        rp_id: text(&case.expected, "rp_id"),
        credential_id: &credential_id(&object),
        client_data_hash: data.hash(),
        user_presence_waived: false,
        user_verification_required: text(&case.expected, "user_verification") == "required",
        backup_eligible: BackupEligible::Any,
        algorithms: &algorithms,
        statement: &policy,
    };
    let verified = registration::verify(&object, &expected, case.now());
    let verified = verified.map_err(|error| error.reason())?;
    if text(&case.expected, "attestation_mode") == "enforced" {
        judge_trust(case, &verified, policy.compound)?;
    }
    let mut outcome = toml::Table::new();
    let mut tell = |key: &str, value: toml::Value| outcome.insert(key.to_owned(), value);
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes).into();
    tell("fmt", verified.format().name().into());
    tell(
        "attestation_type",
        verified.attestation_type().name().into(),
    );
    tell("aaguid_hex", hex(&verified.aaguid.0));
    tell("credential_id_hex", hex(&verified.credential_id));
    tell("alg", verified.algorithm.into());
    tell("sign_count", i64::from(verified.sign_count).into());
    tell("up", verified.user_present.into());
    tell("uv", verified.user_verified.into());
    tell("be", verified.backup_eligible.into());
    tell("bs", verified.backup_state.into());
    Ok(outcome)
}

/// T1 to T12, with SHA-1 allowed.
fn judge_trust(
    case: &Case,
    verified: &registration::Verified,
    rule: CompoundRule,
) -> Result<(), Refused> {
    let statement: &VerifiedStatements = &verified.statement;
    let sent_along = if is_conformance(case) {
        Permission::Refuse
    } else {
        Permission::Allow
    };
    let policy = TrustPolicy {
        sha1_certificates: Permission::Allow,
        x5c_contains_anchor: sent_along,
        ..TrustPolicy::default()
    };
    let passing = trust::gate(statement, &verified.aaguid, &policy, rule);
    let passing = passing.map_err(|error| error.reason())?;
    let anchors = case.inputs("anchors");
    let anchors = (!anchors.is_empty()).then(|| Anchors::from_der(&anchors).unwrap());
    let knowledge = Knowledge {
        entry: None,
        configured: anchors.as_ref(),
        built_in: None,
        crls: &Crls::default(),
        status_list: None,
    };
    let now: Timestamp = case.now();
    let (aaguid, algorithm) = (&verified.aaguid, verified.algorithm);
    let judge = |element| trust::judge(element, aaguid, algorithm, &knowledge, &policy, now);
    let judgements = passing.into_iter().map(judge).collect();
    let judgement = trust::combine(judgements, rule).unwrap();
    judgement.result.map(|_| ()).map_err(|error| error.reason())
}

fn judge_assertion(case: &Case) -> Result<toml::Table, Refused> {
    assert_eq!(case.kind, "assertion");
    let data = judge_client_data(case, Ceremony::Authentication)?;
    let public_key = case.input("credential_public_key");
    let expected = assertion::Expected {
        rp_id: text(&case.expected, "rp_id"),
        app_id: None,
        client_data_hash: data.hash(),
        user_verification_required: text(&case.expected, "user_verification") == "required",
        backup_eligible: Some(flag(&case.expected, "stored_backup_eligible")),
        public_key: &public_key,
    };
    let authenticator_data = case.input("authenticator_data");
    let verified = assertion::verify(&authenticator_data, &case.input("signature"), &expected);
    let verified = verified.map_err(|error| error.reason())?;
    let stored = case.expected["stored_sign_count"].as_integer().unwrap();
    let counter = assertion::check_counter(stored.try_into().unwrap(), verified.sign_count);
    counter.map_err(|error| error.reason())?;
    let key = CredentialKey::parse(&public_key).unwrap();
    let mut outcome = toml::Table::new();
    let mut tell = |key: &str, value: toml::Value| outcome.insert(key.to_owned(), value);
    tell("alg", key.algorithm().id().into());
    tell("sign_count", i64::from(verified.sign_count).into());
    tell("up", true.into());
    tell("uv", verified.user_verified.into());
    tell("be", verified.backup_eligible.into());
    tell("bs", verified.backup_state.into());
    Ok(outcome)
}
