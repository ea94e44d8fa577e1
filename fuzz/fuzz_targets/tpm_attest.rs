//! Certified information of TPMs: no panic, and nothing is read beyond the input. Seeds are attestation objects, of which
//! every suffix that may be one is tried; an input may also be such a structure itself, or all behind its type.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::webauthn::statement::tpm::CHECKS;
use touchstone_evidence::webauthn::statement::tpm::attest::Attest;

/// Magic and type.
const HEAD: &[u8] = &[0xff, 0x54, 0x43, 0x47, 0x80, 0x17];

fuzz_target!(|input: &[u8]| {
    read(input);
    read(&[HEAD, input].concat());
    let starts = (0..input.len()).filter_map(|start| input.get(start..));
    let structures = starts.filter(|rest| rest.starts_with(HEAD));
    structures.take(16).for_each(read);
});

fn read(bytes: &[u8]) {
    match Attest::parse(bytes) {
        Ok(attest) => {
            assert!(attest.extra_data.len() + attest.name.len() < bytes.len());
            assert!(Attest::parse(&[bytes, &[0]].concat()).is_err());
        }
        Err(error) => assert!(CHECKS.iter().any(|(check, _)| *check == error.check())),
    }
}
