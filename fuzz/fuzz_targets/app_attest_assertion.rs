//! Assertions: no panic, and every refusal names a check of the list.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::app_attest::assertion::{CHECKS, Expected, parse, verify};

fuzz_target!(|input: &[u8]| {
    let judged = parse(input).and_then(|assertion| {
        let expected = Expected {
            app_id_hash: assertion.rp_id_hash(),
            client_data_hash: &[],
            public_key: &[4; 65],
            counter_floor: 0,
        };
        verify(&assertion, &expected)
    });
    let error = judged.expect_err("no signature is by a key that is none");
    assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
});
