//! The COSE key readers: no panic, and what stands behind a phone's key is the end of the input; a credential's key has
//! nothing behind it, and fits its algorithm.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::cose;

fuzz_target!(|input: &[u8]| {
    if let Ok((_, rest)) = cose::parse_prefix(input) {
        assert!(input.ends_with(rest) && rest.len() < input.len());
    }
    if let Ok(key) = cose::CredentialKey::parse(input) {
        let scheme = key.algorithm().scheme_for(&key.public_key());
        assert_eq!(scheme, Some(key.verifying_key().scheme()));
    }
});
