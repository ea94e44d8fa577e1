//! Attestations: no panic, and every refusal names a check of the list. The app is taken from the input, so that
//! checks behind A4 are reached too.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::Timestamp;
use touchstone_evidence::app_attest::attestation::{
    App, CHECKS, Expected, inspect, nonce_matches, verify,
};
use touchstone_evidence::app_attest::{Environments, apple_app_attest};
use touchstone_evidence::x509::Anchors;

static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| apple_app_attest().expect("built-in anchors"));

fuzz_target!(|input: &[u8]| {
    let facts = inspect(input);
    let _ = nonce_matches(input, &[]);
    let rp_id_hash = facts.as_ref().map_or([0; 32], |facts| facts.rp_id_hash);
    let key_id = facts.as_ref().map_or([0; 32], |facts| facts.credential_id);
    let now = facts.map_or(Timestamp::from_unix_ms(0), |facts| {
        facts.certificates[0].not_before
    });
    let environments = Environments {
        production: true,
        development: true,
    };
    let app = App {
        rp_id_hash,
        client_data_hash: &[],
        environments,
    };
    let expected = Expected {
        key_id: &key_id,
        apps: &[app],
    };
    if let Err(error) = verify(input, &expected, &ANCHORS, now) {
        assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
    }
});
