//! All outside cases of Android Key Attestation: chains and status lists.

use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE};
use touchstone_evidence::android_key::{
    App, BootState, CHECKS, Error, Expected, Facts, Policy, Rules, SecurityLevel, Standing,
    StatusList, Verified, inspect, verify,
};
use touchstone_evidence::digest::sha256;

use crate::case::{Case, cases, hex, run, text};

const AT_LEAST: usize = 76;

#[test]
fn every_outside_case_is_answered_as_expected() {
    run("android_key", AT_LEAST, |case| match case.kind.as_str() {
        "chain" => {
            let verified = judge_chain(case).map_err(|error| error.reason())?;
            Ok(outcome(&verified.facts))
        }
        "status_list" => judge_list(case),
        other => panic!("{}: unknown kind {other}", case.name),
    });
}

#[test]
fn the_failing_check_of_every_refused_chain_is_one_of_the_list() {
    for case in chains() {
        if let Err(error) = judge_chain(&case) {
            let listed = CHECKS.iter().any(|(check, _)| *check == error.check());
            assert!(listed, "{}: {}", case.name, error.check());
        }
    }
}

#[test]
fn what_inspection_tells_of_an_accepted_chain_is_what_was_verified() {
    for case in chains().filter(|case| case.expect == "accept") {
        let verified = judge_chain(&case).unwrap();
        let inspected = inspect(&references(&certificates(&case)));
        assert_eq!(inspected, Ok(verified.facts), "{}", case.name);
    }
}

#[test]
fn a_remote_device_tells_how_many_certificates_it_got() {
    let case = chains().find(|case| case.name == "pixel9pro_tee_ec_rkp");
    let facts = judge_chain(&case.unwrap()).unwrap().facts;
    assert_eq!(facts.certificates_issued_30_days, Some(64));
    assert_eq!((facts.certificates.len(), facts.notes), (4, Vec::new()));
}

fn chains() -> impl Iterator<Item = Case> {
    let cases = cases("android_key", AT_LEAST).into_iter();
    cases.filter(|case| case.kind == "chain")
}

/// The certificates of a PEM file, in DER.
pub fn certificates(case: &Case) -> Vec<Vec<u8>> {
    let pem = String::from_utf8(case.input("chain")).unwrap();
    let blocks = pem.split("-----BEGIN CERTIFICATE-----").skip(1);
    blocks
        .map(|block| {
            let base64 = block.split("-----END").next().unwrap();
            let base64: String = base64.split_whitespace().collect();
            BASE64.decode(base64.as_bytes()).unwrap()
        })
        .collect()
}

pub fn references(chain: &[Vec<u8>]) -> Vec<&[u8]> {
    chain.iter().map(Vec::as_slice).collect()
}

pub fn judge_chain(case: &Case) -> Result<Verified, Error> {
    let challenge = hex(&case.expected, "challenge_hex");
    let (policy, rules) = policy(case);
    let apps = case.expected["apps"].as_array().unwrap();
    let apps: Vec<(&str, Vec<[u8; 32]>)> = apps
        .iter()
        .map(|app| {
            let app = app.as_table().unwrap();
            (text(app, "package"), digests(&app["signer_sha256_hex"]))
        })
        .collect();
    let apps: Vec<App<'_>> = apps
        .iter()
        .map(|(package_name, signers)| App {
            package_name,
            signers,
            policy: &policy,
        })
        .collect();
    let status = case.has_input("status_list");
    let status = status.then(|| StatusList::parse(&case.input("status_list")).unwrap());
    let expected = Expected {
        challenge: &challenge,
        apps: &apps,
        rules,
        status: status.as_ref(),
    };
    let chain = certificates(case);
    verify(&references(&chain), &expected, &case.anchors(), case.now())
}

fn digests(list: &toml::Value) -> Vec<[u8; 32]> {
    let list = list.as_array().unwrap().iter();
    list.map(|text| {
        let digest = HEXLOWER.decode(text.as_str().unwrap().as_bytes());
        digest.unwrap().try_into().unwrap()
    })
    .collect()
}

/// The default policy and rules with what the case changes.
fn policy(case: &Case) -> (Policy, Rules) {
    let (mut policy, mut rules) = (Policy::default(), Rules::default());
    let none = toml::Table::new();
    let changes = case.expected.get("policy");
    let changes = changes.map_or(&none, |changes| changes.as_table().unwrap());
    for (name, value) in changes {
        let number = || Some(u32::try_from(value.as_integer().unwrap()).unwrap());
        match name.as_str() {
            "allow_attest_key" => rules.allow_attest_key = value.as_bool().unwrap(),
            "reject_unknown_tags" => rules.reject_unknown_tags = value.as_bool().unwrap(),
            "require_locked" => policy.require_locked = value.as_bool().unwrap(),
            "min_level" => {
                policy.min_level = SecurityLevel::from_name(value.as_str().unwrap()).unwrap();
            }
            "boot_states" => {
                let states = value.as_array().unwrap().iter();
                let states = states.map(|state| BootState::from_name(state.as_str().unwrap()));
                policy.boot_states = states.map(Option::unwrap).collect();
            }
            "boot_keys" => policy.boot_keys = digests(value),
            "min_os_patch" => policy.min_os_patch = number(),
            "min_vendor_patch" => policy.min_vendor_patch = number(),
            other => panic!("{}: unknown policy {other}", case.name),
        }
    }
    (policy, rules)
}

fn outcome(facts: &Facts) -> toml::Table {
    let root = facts.root_of_trust.as_ref().unwrap();
    assert_eq!(facts.key_id, sha256(&[&facts.spki]));
    let number = |number: u32| toml::Value::from(i64::from(number));
    let rows: [(&str, toml::Value); 10] = [
        ("provisioning", facts.provisioning.unwrap().name().into()),
        ("security_level", facts.level.name().into()),
        ("attestation_version", number(facts.attestation_version)),
        ("keymint_version", number(facts.keymint_version)),
        ("device_locked", root.device_locked.into()),
        (
            "verified_boot_state",
            root.verified_boot_state.name().into(),
        ),
        (
            "verified_boot_key_hex",
            HEXLOWER.encode(&root.verified_boot_key).into(),
        ),
        ("spki_sha256_hex", HEXLOWER.encode(&facts.key_id).into()),
        ("os_version", number(facts.os_version.unwrap())),
        ("os_patch_level", number(facts.os_patch.unwrap())),
    ];
    rows.map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}

fn judge_list(case: &Case) -> Result<toml::Table, &'static str> {
    let list = StatusList::parse(&case.input("status_list")).map_err(|error| error.reason())?;
    for lookup in &case.lookup {
        let serial = text(lookup, "serial_hex");
        let expected = match text(lookup, "outcome") {
            "good" => Standing::Good,
            "suspended" => Standing::Suspended,
            "revoked" => Standing::Revoked,
            other => panic!("{}: unknown outcome {other}", case.name),
        };
        let even = format!("{}{serial}", "0".repeat(serial.len() % 2));
        let bytes = HEXLOWER_PERMISSIVE.decode(even.as_bytes()).unwrap();
        assert_eq!(list.standing(&bytes), expected, "{} {serial}", case.name);
        assert_eq!(list.standing_of_text(serial), expected, "{}", case.name);
    }
    Ok(toml::Table::new())
}
