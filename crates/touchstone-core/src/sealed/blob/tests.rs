//! A sealed value opens only with its key and only at its place.

use super::{Place, SealError};
use crate::SystemRandomSource;
use crate::sealed::{MasterKey, Sealer};

const PLACE: Place<'static> = Place {
    entity: "session_master_key",
    column: "sealed",
    row: "smk_1",
    tenant_id: None,
};

fn sealer(byte: u8) -> Sealer {
    Sealer::new(MasterKey::from_bytes([byte; 32]), Vec::new())
}

fn sealed() -> Vec<u8> {
    sealer(1).seal(b"secret", &PLACE, &SystemRandomSource::new())
}

#[test]
fn what_was_sealed_opens() {
    assert_eq!(
        sealer(1).open(&sealed(), &PLACE).unwrap().as_slice(),
        b"secret"
    );
}

#[test]
fn an_older_key_still_opens_and_a_new_one_seals() {
    let both = Sealer::new(
        MasterKey::from_bytes([2; 32]),
        vec![MasterKey::from_bytes([1; 32])],
    );
    assert_eq!(both.open(&sealed(), &PLACE).unwrap().as_slice(), b"secret");
    let anew = both.seal(b"secret", &PLACE, &SystemRandomSource::new());
    assert!(anew.starts_with(&both.current_prefix()));
    assert_eq!(
        sealer(1).open(&anew, &PLACE).unwrap_err(),
        SealError::KeyUnknown
    );
}

#[test]
fn another_place_is_refused() {
    let elsewhere = Place {
        row: "smk_2",
        ..PLACE
    };
    assert_eq!(
        sealer(1).open(&sealed(), &elsewhere).unwrap_err(),
        SealError::Refused
    );
}

#[test]
fn parts_of_a_place_cannot_be_shifted_into_each_other() {
    let shifted = Place {
        column: "sealedsmk",
        row: "_1",
        ..PLACE
    };
    assert_eq!(
        sealer(1).open(&sealed(), &shifted).unwrap_err(),
        SealError::Refused
    );
}

#[test]
fn every_changed_bit_is_refused() {
    for at in 0..sealed().len() {
        let mut changed = sealed();
        changed[at] ^= 1;
        assert!(sealer(1).open(&changed, &PLACE).is_err(), "byte {at}");
    }
}

#[test]
fn every_truncation_is_refused() {
    for length in 0..sealed().len() {
        assert!(
            sealer(1).open(&sealed()[..length], &PLACE).is_err(),
            "length {length}"
        );
    }
}
