//! TPMS_ATTEST: what a TPM did not make, or made for something else, is told apart from what cannot be read.

use proptest::prelude::*;

use super::super::Error;
use super::super::attest::Attest;
use super::sized;

/// A structure with this magic and type.
fn attest(magic: u32, kind: u16) -> Vec<u8> {
    let parts = [
        magic.to_be_bytes().to_vec(),
        kind.to_be_bytes().to_vec(),
        sized(&[1; 34]),
        sized(&[2; 32]),
        vec![3; 25],
        sized(&[4; 34]),
        sized(&[5; 34]),
    ];
    parts.concat()
}

fn right() -> Vec<u8> {
    attest(0xff54_4347, 0x8017)
}

#[test]
fn extra_data_and_name_are_told() {
    let bytes = right();
    let parsed = Attest::parse(&bytes).unwrap();
    assert_eq!(parsed.extra_data, [2; 32]);
    assert_eq!(parsed.name, [4; 34]);
}

#[test]
fn what_no_tpm_generated_is_refused() {
    for magic in [0, 0xff54_4346, 0x4743_54ff, u32::MAX] {
        let refused = Attest::parse(&attest(magic, 0x8017)).unwrap_err();
        assert_eq!(refused, Error::MagicInvalid { magic });
    }
}

#[test]
fn another_kind_of_statement_is_refused() {
    for kind in [0, 0x8014, 0x8018, 0x801a, 0x1780] {
        let refused = Attest::parse(&attest(0xff54_4347, kind)).unwrap_err();
        assert_eq!(refused, Error::TypeInvalid { kind });
    }
}

#[test]
fn every_cut_and_every_byte_behind_is_refused() {
    let whole = right();
    for length in 0..whole.len() {
        let refused = Attest::parse(&whole[..length]).unwrap_err();
        assert_eq!(refused, Error::CertInfoMalformed, "{length}");
    }
    let refused = Attest::parse(&[whole, vec![0]].concat()).unwrap_err();
    assert_eq!(refused, Error::CertInfoMalformed);
}

proptest! {
    #[test]
    fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Attest::parse(&bytes);
        let _ = Attest::parse(&[&right()[..6], &bytes].concat());
    }
}
