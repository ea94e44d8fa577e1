//! Public areas of TPMs: no panic, and what is told of a key stands in the input. Seeds are attestation objects, of which
//! every suffix that may be one is tried; an input may also be a public area itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::webauthn::statement::tpm::pub_area::{Key, PubArea};

/// How RSA and ECC objects begin.
const HEADS: [&[u8]; 2] = [&[0x00, 0x01, 0x00], &[0x00, 0x23, 0x00]];

fuzz_target!(|input: &[u8]| {
    read(input);
    let starts = (0..input.len()).filter_map(|start| input.get(start..));
    let areas = starts.filter(|rest| HEADS.iter().any(|head| rest.starts_with(head)));
    areas.take(16).for_each(read);
});

fn read(bytes: &[u8]) {
    let Ok(area) = PubArea::parse(bytes) else {
        return;
    };
    let told = match area.key {
        Key::Rsa { modulus, exponent } => {
            assert_ne!(exponent, 0);
            modulus.len()
        }
        Key::Ecc { x, y, .. } => x.len() + y.len(),
    };
    assert!(told < bytes.len());
    assert!(PubArea::parse(&[bytes, &[0]].concat()).is_err());
}
