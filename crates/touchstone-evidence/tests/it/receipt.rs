//! A real receipt judged at the edges of its age, and with another signer named in it.

use touchstone_evidence::Timestamp;
use touchstone_evidence::app_attest::Environment;
use touchstone_evidence::app_attest::receipt::{ChainError, Error, Expected, verify};

use crate::case::{Case, cases, hex, hex_array, text};

fn case() -> Case {
    let all = cases("app_attest", 1);
    all.into_iter()
        .find(|case| case.name == "ios14_4_receipt_attest")
        .unwrap()
}

fn judge(case: &Case, evidence: &[u8], now: Timestamp) -> Result<(), Error> {
    let hash = hex(&case.expected, "client_data_hash_hex");
    let public_key = hex_array(&case.expected, "public_key_hex");
    let expected = Expected {
        app_id: text(&case.expected, "app_id"),
        environment: Environment::Development,
        public_key: &public_key,
        client_data_hash: Some(&hash),
        max_age_s: 300,
    };
    verify(evidence, &expected, &case.anchors(), now).map(|_| ())
}

#[test]
fn a_receipt_is_fresh_from_60_s_before_to_its_greatest_age() {
    let case = case();
    let evidence = case.input("receipt");
    let created: Timestamp = text(&case.outcome, "created").parse().unwrap();
    let stale = Err(Error::Stale { created });
    assert_eq!(judge(&case, &evidence, created.plus_s(300)), Ok(()));
    assert_eq!(judge(&case, &evidence, created.plus_ms(300_001)), stale);
    assert_eq!(judge(&case, &evidence, created.plus_s(-60)), Ok(()));
    assert_eq!(judge(&case, &evidence, created.plus_ms(-60_001)), stale);
}

#[test]
fn the_signer_is_the_certificate_with_issuer_and_serial_number() {
    let case = case();
    let mut evidence = case.input("receipt");
    let serial = [0x59, 0x33, 0x56, 0xad, 0xe5, 0x59, 0x82, 0xcf];
    let named = evidence
        .windows(serial.len())
        .rposition(|window| window == serial)
        .unwrap();
    evidence[named] ^= 1;
    let refused = judge(&case, &evidence, case.now());
    assert_eq!(refused, Err(Error::Chain(ChainError::SignerMissing)));
}
