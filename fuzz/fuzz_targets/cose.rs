//! The COSE key reader: no panic, and what stands behind the key is the end of the input.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::cose;

fuzz_target!(|input: &[u8]| {
    if let Ok((_, rest)) = cose::parse_prefix(input) {
        assert!(input.ends_with(rest) && rest.len() < input.len());
    }
});
