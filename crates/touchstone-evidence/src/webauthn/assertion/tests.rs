//! Assertions minted with keys made on the spot: what each check refuses.

use minicbor::Encoder;
use proptest::prelude::*;
use rcgen::{KeyPair, PublicKeyData, SigningKey};

use super::super::authenticator_data;
use super::{CHECKS, Error, Expected, Verified, check_counter, counter_advances, verify};
use crate::digest::{Sha256, sha256};

const RP_ID: &str = "example.com";
const HASH: Sha256 = [0x33; 32];

struct Credential {
    pair: KeyPair,
}

impl Credential {
    fn new() -> Self {
        let pair = KeyPair::generate().unwrap();
        Self { pair }
    }

    fn cose(&self) -> Vec<u8> {
        let point = self.pair.der_bytes();
        let mut key = Encoder::new(Vec::new());
        key.map(5).unwrap().i64(1).unwrap().i64(2).unwrap();
        key.i64(3).unwrap().i64(-7).unwrap();
        key.i64(-1).unwrap().i64(1).unwrap();
        key.i64(-2).unwrap().bytes(&point[1..33]).unwrap();
        key.i64(-3).unwrap().bytes(&point[33..]).unwrap();
        key.into_writer()
    }

    fn sign(&self, data: &[u8]) -> Vec<u8> {
        let message = [data, &HASH].concat();
        self.pair.sign(&message).unwrap()
    }
}

fn data(rp_id: &str, flags: u8, counter: u32) -> Vec<u8> {
    let hash = sha256(&[rp_id.as_bytes()]);
    [&hash[..], &[flags], &counter.to_be_bytes()].concat()
}

fn expected(key: &[u8]) -> Expected<'_> {
    Expected {
        rp_id: RP_ID,
        app_id: None,
        client_data_hash: &HASH,
        user_verification_required: false,
        backup_eligible: Some(false),
        public_key: key,
    }
}

/// Signs `data` rightly, and judges it against what `change` makes of the right expectation.
fn judge(data: &[u8], change: impl FnOnce(&mut Expected<'_>)) -> Result<Verified, Error> {
    let credential = Credential::new();
    let key = credential.cose();
    let mut expected = expected(&key);
    change(&mut expected);
    verify(data, &credential.sign(data), &expected)
}

#[test]
fn a_right_assertion_is_accepted_with_its_facts() {
    let verified = judge(&data(RP_ID, 0x05, 9), |_| {}).unwrap();
    let facts = Verified {
        sign_count: 9,
        user_verified: true,
        backup_eligible: false,
        backup_state: false,
    };
    assert_eq!(verified, facts);
}

#[test]
fn malformed_data_keeps_its_own_reason() {
    let short = judge(&[0; 36], |_| {}).unwrap_err();
    assert_eq!(
        (short.check(), short.reason()),
        ("G6", "auth_data_too_short")
    );
    let long = [data(RP_ID, 1, 0), vec![0]].concat();
    let long = judge(&long, |_| {}).unwrap_err();
    let trailing = authenticator_data::Error::TrailingBytes { bytes: 1 };
    assert_eq!(long, Error::AuthenticatorData(trailing));
    assert_eq!(long.reason(), "auth_data_trailing_bytes");
}

#[test]
fn extension_data_is_read_when_it_is_announced() {
    let with = [data(RP_ID, 0x81, 0), b"\xa1\x61a\x00".to_vec()].concat();
    assert!(judge(&with, |_| {}).is_ok());
    let broken = judge(&data(RP_ID, 0x81, 0), |_| {}).unwrap_err();
    assert_eq!(broken.reason(), "extension_data_invalid");
}

#[test]
fn another_rp_id_is_refused() {
    let error = judge(&data("evil.example", 1, 0), |_| {}).unwrap_err();
    assert_eq!(
        (error.check(), error.reason()),
        ("G7", "rp_id_hash_mismatch")
    );
}

#[test]
fn the_app_id_stands_in_place_of_the_rp_id_when_it_was_used() {
    let app_id = "https://example.com/u2f.json";
    let used = |expected: &mut Expected<'_>| expected.app_id = Some(app_id);
    assert!(judge(&data(app_id, 1, 0), used).is_ok());
    let rp_id = judge(&data(RP_ID, 1, 0), used).unwrap_err();
    assert_eq!(rp_id.reason(), "rp_id_hash_mismatch");
    let unused = judge(&data(app_id, 1, 0), |_| {}).unwrap_err();
    assert_eq!(unused.reason(), "rp_id_hash_mismatch");
}

#[test]
fn somebody_must_be_present() {
    assert_eq!(
        judge(&data(RP_ID, 0x04, 0), |_| {}),
        Err(Error::UserNotPresent)
    );
}

#[test]
fn the_user_must_be_verified_where_that_is_required() {
    let required = |expected: &mut Expected<'_>| expected.user_verification_required = true;
    assert_eq!(
        judge(&data(RP_ID, 0x01, 0), required),
        Err(Error::UserNotVerified)
    );
    assert!(judge(&data(RP_ID, 0x05, 0), required).is_ok());
}

#[test]
fn a_copied_credential_must_be_one_that_can_be() {
    let any = |expected: &mut Expected<'_>| expected.backup_eligible = None;
    let error = judge(&data(RP_ID, 0x11, 0), any);
    assert_eq!(error, Err(Error::BackupFlagsInconsistent));
    assert!(judge(&data(RP_ID, 0x19, 0), any).unwrap().backup_state);
}

#[test]
fn whether_a_credential_can_be_copied_never_changes() {
    let eligible = true;
    let error = judge(&data(RP_ID, 0x09, 0), |_| {});
    assert_eq!(error, Err(Error::BackupEligibilityChanged { eligible }));
    let stored = |expected: &mut Expected<'_>| expected.backup_eligible = Some(true);
    let eligible = false;
    let error = judge(&data(RP_ID, 0x01, 0), stored);
    assert_eq!(error, Err(Error::BackupEligibilityChanged { eligible }));
    assert!(judge(&data(RP_ID, 0x09, 0), stored).is_ok());
}

#[test]
fn signatures_by_other_keys_and_over_other_data_are_refused() {
    let (credential, other) = (Credential::new(), Credential::new());
    let key = credential.cose();
    let data = data(RP_ID, 1, 0);
    let expected = expected(&key);
    let refused = |signature: &[u8]| verify(&data, signature, &expected).unwrap_err();
    assert_eq!(refused(&other.sign(&data)), Error::SignatureInvalid);
    let signature = credential.sign(&data);
    let other_hash = Expected {
        client_data_hash: &[0; 32],
        ..expected
    };
    assert_eq!(
        verify(&data, &signature, &other_hash),
        Err(Error::SignatureInvalid)
    );
    for length in 0..signature.len() {
        assert_eq!(refused(&signature[..length]), Error::SignatureInvalid);
    }
    assert_eq!(
        refused(&[signature, vec![0]].concat()),
        Error::SignatureInvalid
    );
}

#[test]
fn a_stored_key_that_is_none_never_verifies() {
    for key in [
        &b""[..],
        b"\xa0",
        b"\xa2\x01\x02\x03\x26",
        b"\xa2\x01\x02\x03\x18\x63",
    ] {
        let data = data(RP_ID, 1, 0);
        let signature = Credential::new().sign(&data);
        let refused = verify(&data, &signature, &expected(key));
        assert_eq!(refused, Err(Error::SignatureInvalid));
    }
}

#[test]
fn counters_rise_or_are_not_kept() {
    for (stored, counter) in [(0, 0), (0, 1), (5, 6), (5, u32::MAX)] {
        assert!(counter_advances(stored, counter));
        assert_eq!(check_counter(stored, counter), Ok(()));
    }
    for (stored, counter) in [(1, 0), (5, 5), (5, 4), (u32::MAX, u32::MAX)] {
        let error = check_counter(stored, counter).unwrap_err();
        assert_eq!(error, Error::CounterRegressed { counter, stored });
        assert_eq!(
            (error.check(), error.reason()),
            ("G11", "counter_regressed")
        );
    }
}

/// Everything is wrong at once; then the fault of one check after the other is mended.
#[test]
fn checks_run_in_the_printed_order() {
    let credential = Credential::new();
    let key = credential.cose();
    for (position, (number, _)) in CHECKS.iter().enumerate() {
        let wrong = |check: usize| check >= position;
        let rp_id = if wrong(1) { "other" } else { RP_ID };
        let flags = u8::from(!wrong(2)) | if wrong(3) { 0x08 } else { 0 };
        let mut data = data(rp_id, flags, 0);
        if wrong(0) {
            data.push(0);
        }
        let signature = if wrong(4) {
            vec![0]
        } else {
            credential.sign(&data)
        };
        let judged = verify(&data, &signature, &expected(&key));
        let judged = judged.and_then(|verified| check_counter(7, verified.sign_count));
        assert_eq!(judged.unwrap_err().check(), *number);
    }
}

proptest! {
    #[test]
    fn never_panics(
        data in proptest::collection::vec(any::<u8>(), 0..100),
        signature in proptest::collection::vec(any::<u8>(), 0..80),
        key in proptest::collection::vec(any::<u8>(), 0..100),
    ) {
        prop_assert!(verify(&data, &signature, &expected(&key)).is_err());
    }
}
