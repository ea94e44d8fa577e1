//! Receipts: no panic, and every refusal names a check of the list.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::Timestamp;
use touchstone_evidence::app_attest::receipt::{CHECKS, Expected, verify};
use touchstone_evidence::app_attest::{Environment, apple_receipt};
use touchstone_evidence::x509::Anchors;

static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| apple_receipt().expect("built-in anchors"));

fuzz_target!(|input: &[u8]| {
    let expected = Expected {
        app_id: "TESTTEAM01.com.example.app",
        environment: Environment::Development,
        public_key: &[4; 65],
        client_data_hash: None,
        max_age_s: 300,
    };
    let judged = verify(input, &expected, &ANCHORS, Timestamp::from_unix_ms(0));
    let error = judged.expect_err("no receipt is for a key that is none");
    assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
});
