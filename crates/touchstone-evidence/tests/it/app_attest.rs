//! All outside cases of Apple App Attest: attestations, assertions, receipts.

use data_encoding::HEXLOWER;
use touchstone_evidence::app_attest::{Environment, assertion, attestation, receipt, rp_id_hash};
use touchstone_evidence::digest::sha256;

use crate::case::{Case, cases, hex, hex_array, run, text};

const AT_LEAST: usize = 69;

#[test]
fn every_outside_case_is_answered_as_expected() {
    run("app_attest", AT_LEAST, |case| match case.kind.as_str() {
        "attestation" => judge_attestation(case),
        "assertion" => judge_assertion(case),
        "receipt" => judge_receipt(case),
        other => panic!("{}: unknown kind {other}", case.name),
    });
}

fn environment(word: &str) -> Environment {
    Environment::from_name(word).unwrap()
}

fn judge_attestation(case: &Case) -> Result<toml::Table, &'static str> {
    let evidence = case.input("attestation");
    let apps: Vec<&toml::Table> = case.expected["apps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|app| app.as_table().unwrap())
        .collect();
    let hashes: Vec<Vec<u8>> = apps
        .iter()
        .map(|app| hex(app, "client_data_hash_hex"))
        .collect();
    let expected_apps: Vec<attestation::App<'_>> = apps
        .iter()
        .zip(&hashes)
        .map(|(app, client_data_hash)| attestation::App {
            rp_id_hash: rp_id_hash(text(app, "app_id")),
            client_data_hash,
            environments: app["environments"]
                .as_array()
                .unwrap()
                .iter()
                .map(|word| environment(word.as_str().unwrap()))
                .collect(),
        })
        .collect();
    let key_id = hex_array(&case.expected, "key_id_hex");
    let expected = attestation::Expected {
        key_id: &key_id,
        apps: &expected_apps,
    };
    let verified = attestation::verify(&evidence, &expected, &case.anchors(), case.now());
    let verified = verified.map_err(|error| error.reason())?;
    let receipt_hash = HEXLOWER.encode(&sha256(&[&verified.receipt]));
    Ok(toml::Table::from_iter([
        (
            "app_id".to_owned(),
            text(apps[verified.app_index], "app_id").into(),
        ),
        ("environment".to_owned(), verified.environment.name().into()),
        (
            "public_key_hex".to_owned(),
            HEXLOWER.encode(&verified.public_key).into(),
        ),
        ("receipt_sha256_hex".to_owned(), receipt_hash.into()),
    ]))
}

fn judge_assertion(case: &Case) -> Result<toml::Table, &'static str> {
    let evidence = case.input("assertion");
    let client_data_hash = hex(&case.expected, "client_data_hash_hex");
    let public_key = hex_array(&case.expected, "public_key_hex");
    let floor = case.expected["counter_floor"].as_integer().unwrap();
    let expected = assertion::Expected {
        app_id_hash: rp_id_hash(text(&case.expected, "app_id")),
        client_data_hash: &client_data_hash,
        public_key: &public_key,
        counter_floor: u32::try_from(floor).unwrap(),
    };
    let parsed = assertion::parse(&evidence).map_err(|error| error.reason())?;
    let verified = assertion::verify(&parsed, &expected).map_err(|error| error.reason())?;
    assert_eq!(parsed.counter(), verified.counter);
    Ok(toml::Table::from_iter([(
        "counter".to_owned(),
        i64::from(verified.counter).into(),
    )]))
}

fn judge_receipt(case: &Case) -> Result<toml::Table, &'static str> {
    let evidence = case.input("receipt");
    let client_data_hash = case
        .expected
        .get("client_data_hash_hex")
        .map(|_| hex(&case.expected, "client_data_hash_hex"));
    let public_key = hex_array(&case.expected, "public_key_hex");
    let expected = receipt::Expected {
        app_id: text(&case.expected, "app_id"),
        environment: environment(text(&case.expected, "environment")),
        public_key: &public_key,
        client_data_hash: client_data_hash.as_deref(),
        max_age_s: case.expected["max_age_s"].as_integer().unwrap(),
    };
    let verified = receipt::verify(&evidence, &expected, &case.anchors(), case.now());
    let verified = verified.map_err(|error| error.reason())?;
    let mut outcome = toml::Table::from_iter([
        ("type".to_owned(), verified.kind.name().into()),
        ("created".to_owned(), verified.created.to_string().into()),
        ("expires".to_owned(), verified.expires.to_string().into()),
    ]);
    if let Some(not_before) = verified.not_before {
        outcome.insert("not_before".to_owned(), not_before.to_string().into());
    }
    if let Some(metric) = verified.risk_metric {
        outcome.insert("risk_metric".to_owned(), i64::from(metric).into());
    }
    Ok(outcome)
}

#[test]
fn the_failing_check_of_every_refused_case_is_one_of_the_list() {
    let lists = [attestation::CHECKS, assertion::CHECKS, receipt::CHECKS];
    let numbers: Vec<&str> = lists
        .concat()
        .into_iter()
        .map(|(number, _)| number)
        .collect();
    assert_eq!(numbers.len(), 11 + 4 + 8);
    for case in cases("app_attest", AT_LEAST)
        .iter()
        .filter(|case| case.kind == "assertion")
    {
        if let Err(error) = assertion::parse(&case.input("assertion")) {
            assert!(numbers.contains(&error.check()), "{}", case.name);
        }
    }
}
