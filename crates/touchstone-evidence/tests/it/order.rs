//! That the checks of assertions and receipts run in the printed order: everything wrong at once, mended one by one.

use touchstone_evidence::app_attest::{Environment, assertion, receipt, rp_id_hash};
use touchstone_evidence::x509::Anchors;

use crate::case::{Case, cases, hex, hex_array, text};

fn case(name: &str) -> Case {
    cases("app_attest", 1)
        .into_iter()
        .find(|case| case.name == name)
        .unwrap()
}

#[test]
fn assertion_checks_run_in_the_printed_order() {
    let case = case("ios14_4_assertion");
    let right: [u8; 65] = hex_array(&case.expected, "public_key_hex");
    let hash = hex(&case.expected, "client_data_hash_hex");
    let evidence = case.input("assertion");
    for (position, (number, _)) in assertion::CHECKS.iter().enumerate() {
        let wrong = |check: usize| check >= position;
        let mut evidence = evidence.clone();
        if wrong(0) {
            evidence.push(0);
        }
        let app_id = if wrong(1) {
            "other"
        } else {
            text(&case.expected, "app_id")
        };
        let expected = assertion::Expected {
            app_id_hash: rp_id_hash(app_id),
            client_data_hash: if wrong(2) { b"other" } else { &hash },
            public_key: &right,
            counter_floor: if wrong(3) { 1 } else { 0 },
        };
        let judged =
            assertion::parse(&evidence).and_then(|parsed| assertion::verify(&parsed, &expected));
        assert_eq!(judged.unwrap_err().check(), *number);
    }
}

#[test]
fn receipt_checks_run_in_the_printed_order() {
    let case = case("ios14_4_receipt_attest");
    let right: [u8; 65] = hex_array(&case.expected, "public_key_hex");
    let hash = hex(&case.expected, "client_data_hash_hex");
    let evidence = case.input("receipt");
    let other = include_str!("../../anchors/apple_app_attestation_root_ca.pem");
    for (position, (number, _)) in receipt::CHECKS.iter().enumerate() {
        let wrong = |check: usize| check >= position;
        let mut evidence = evidence.clone();
        if wrong(2) {
            let signature = evidence.len() - 20;
            evidence[signature] ^= 1;
        }
        if wrong(0) {
            evidence.push(0);
        }
        let expected = receipt::Expected {
            app_id: if wrong(3) {
                "other"
            } else {
                text(&case.expected, "app_id")
            },
            max_age_s: if wrong(4) { 0 } else { 300 },
            public_key: if wrong(5) { &[4; 65] } else { &right },
            environment: if wrong(6) {
                Environment::Production
            } else {
                Environment::Development
            },
            client_data_hash: if wrong(7) { None } else { Some(&hash) },
        };
        let anchors = if wrong(1) {
            Anchors::from_pem(other).unwrap()
        } else {
            case.anchors()
        };
        let judged = receipt::verify(&evidence, &expected, &anchors, case.now());
        assert_eq!(judged.unwrap_err().check(), *number);
    }
}
