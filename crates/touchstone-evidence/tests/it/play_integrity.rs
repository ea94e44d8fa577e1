//! All outside cases of Play Integrity: tokens opened with keys, and payloads as Google's decode call returns them.

use data_encoding::BASE64;
use touchstone_evidence::play_integrity::{
    CHECKS, Expected, Keys, Policy, TokenType, inspect, judge, open,
};

use crate::case::{Case, cases, hex, run, text};

const AT_LEAST: usize = 44;

#[test]
fn every_outside_case_is_answered_as_expected() {
    run("play_integrity", AT_LEAST, |case| {
        judge_case(case).map(|()| toml::Table::new())
    });
}

fn payload(case: &Case) -> Result<Vec<u8>, &'static str> {
    match case.kind.as_str() {
        "verdict" => Ok(case.input("payload")),
        "token" => {
            let key = |name| {
                BASE64
                    .decode(text(&case.expected, name).as_bytes())
                    .unwrap()
            };
            let (decryption, verification) =
                (key("decryption_key_base64"), key("verification_key_base64"));
            let keys = Keys::new(&decryption, &verification).unwrap();
            let token = String::from_utf8(case.input("token")).unwrap();
            open(&token, &keys).map_err(|error| error.reason())
        }
        other => panic!("{}: unknown kind {other}", case.name),
    }
}

fn judge_case(case: &Case) -> Result<(), &'static str> {
    let payload = payload(case)?;
    let final_nonce = hex(&case.expected, "final_nonce_hex");
    let signers: Vec<[u8; 32]> = case.expected["signer_sha256_hex"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hex| data_encoding::HEXLOWER.decode(hex.as_str().unwrap().as_bytes()))
        .map(|digest| digest.unwrap().try_into().unwrap())
        .collect();
    let package_name = text(&case.expected, "package");
    let expected = Expected {
        package_name,
        signers: &signers,
        token_type: match text(&case.expected, "token_type") {
            "classic" => TokenType::Classic,
            "standard" => TokenType::Standard,
            other => panic!("{}: unknown token type {other}", case.name),
        },
        final_nonce: &final_nonce,
        policy: &policy(case),
    };
    let judged = judge(&payload, &expected, case.now());
    let facts = judged.map_err(|error| error.reason())?;
    assert_eq!(inspect(&payload).as_ref(), Ok(&facts), "{}", case.name);
    assert_eq!(facts.package_name.as_deref(), Some(package_name));
    assert_eq!(facts.certificate_sha256, signers);
    Ok(())
}

/// The default with what the case says otherwise.
fn policy(case: &Case) -> Policy {
    let mut policy = Policy::default();
    let Some(differing) = case.expected.get("policy") else {
        return policy;
    };
    for (name, value) in differing.as_table().unwrap() {
        let words = || -> Vec<String> { value.clone().try_into().unwrap() };
        match name.as_str() {
            "device_labels" => policy.device_labels = words(),
            "app_recognition" => policy.app_recognition = words(),
            "licensing" => policy.licensing = words(),
            "play_protect_reject" => policy.play_protect_reject = words(),
            "app_access_reject" => policy.app_access_reject = words(),
            "allow_testing" => policy.allow_testing = value.as_bool().unwrap(),
            "max_age_s" => policy.max_age_s = value.clone().try_into().unwrap(),
            "future_skew_s" => policy.future_skew_s = value.clone().try_into().unwrap(),
            "min_version_code" => policy.min_version_code = value.clone().try_into().unwrap(),
            other => panic!("{}: unknown policy {other}", case.name),
        }
    }
    policy
}

#[test]
fn checks_are_listed_once_each_in_the_order_of_the_spec() {
    let numbers: Vec<&str> = CHECKS.iter().map(|(number, _)| *number).collect();
    let expected = [
        "G2", "G3", "G4", "G6", "G7", "G8", "G9", "G10", "G11", "G12", "G13", "G14", "G15", "G16",
        "G17",
    ];
    assert_eq!(numbers, expected);
}

#[test]
fn every_byte_of_a_token_counts() {
    let all = cases("play_integrity", AT_LEAST);
    let case = all.iter().find(|case| case.name == "classic_ok").unwrap();
    assert!(payload(case).is_ok());
    let key = |name| {
        BASE64
            .decode(text(&case.expected, name).as_bytes())
            .unwrap()
    };
    let (decryption, verification) = (key("decryption_key_base64"), key("verification_key_base64"));
    let keys = Keys::new(&decryption, &verification).unwrap();
    let token = String::from_utf8(case.input("token")).unwrap();
    for (at, char) in token.char_indices() {
        let other = if char == 'A' { 'B' } else { 'A' };
        let mut changed = token.clone();
        changed.replace_range(at..=at, &other.to_string());
        assert!(open(&changed, &keys).is_err(), "character {at}");
        assert!(open(token.get(..at).unwrap(), &keys).is_err(), "first {at}");
    }
    for more in ["A", ".", "=", " ", "\n"] {
        assert!(open(&format!("{token}{more}"), &keys).is_err(), "{more:?}");
    }
}
