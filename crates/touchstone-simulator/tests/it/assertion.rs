//! Do assertions carry what spec/mobile.md 4.3 says, and does the counter move as it should?

use touchstone_simulator::apple::AssertionFlaw;

use crate::scene::{APP_ID, CLIENT_DATA_HASH, bytes, cbor, iphone, p256_verifies, sha256};

fn counter_of(assertion: &[u8]) -> u32 {
    let assertion = cbor(assertion);
    let data = bytes(&assertion, "authenticatorData");
    u32::from_be_bytes(data[33..37].try_into().unwrap())
}

#[test]
fn authenticator_data_is_app_id_hash_flags_and_counter() {
    let assertion = cbor(&iphone().assert(&CLIENT_DATA_HASH));
    let data = bytes(&assertion, "authenticatorData");
    assert_eq!(
        data,
        [&sha256(&[APP_ID.as_bytes()])[..], &[0x40, 0, 0, 0, 1]].concat()
    );
}

#[test]
fn the_nonce_is_signed_as_a_message_and_so_hashed_twice() {
    let mut iphone = iphone();
    let assertion = cbor(&iphone.assert(&CLIENT_DATA_HASH));
    let nonce = sha256(&[bytes(&assertion, "authenticatorData"), &CLIENT_DATA_HASH]);
    let signature = bytes(&assertion, "signature");
    assert!(p256_verifies(
        &iphone.public_key(),
        &sha256(&[&nonce]),
        signature
    ));
    assert!(!p256_verifies(&iphone.public_key(), &nonce, signature));
}

#[test]
fn the_counter_grows_by_one_with_each_assertion() {
    let mut iphone = iphone();
    let counters = [(); 3].map(|()| counter_of(&iphone.assert(&CLIENT_DATA_HASH)));
    assert_eq!(counters, [1, 2, 3]);
}

#[test]
fn a_counter_that_was_set_by_hand_is_carried_on() {
    let mut iphone = iphone();
    iphone.counter = 41;
    assert_eq!(counter_of(&iphone.assert(&CLIENT_DATA_HASH)), 42);
}

#[test]
fn the_counter_stays_at_its_end() {
    let mut iphone = iphone();
    iphone.counter = u32::MAX;
    assert_eq!(counter_of(&iphone.assert(&CLIENT_DATA_HASH)), u32::MAX);
}

#[test]
fn a_repeated_counter_is_that_of_the_last_assertion() {
    let mut iphone = iphone();
    let first = iphone.assert(&CLIENT_DATA_HASH);
    let again = iphone.flawed_assertion(AssertionFlaw::CounterRepeated, &CLIENT_DATA_HASH);
    assert_eq!(counter_of(&first), counter_of(&again));
    assert_eq!(iphone.counter, 1);
}

#[test]
fn a_counter_of_zero_is_signed_rightly() {
    let mut iphone = iphone();
    let flawed = iphone.flawed_assertion(AssertionFlaw::CounterZero, &CLIENT_DATA_HASH);
    assert_eq!(counter_of(&flawed), 0);
    let flawed = cbor(&flawed);
    let nonce = sha256(&[bytes(&flawed, "authenticatorData"), &CLIENT_DATA_HASH]);
    let signature = bytes(&flawed, "signature");
    assert!(p256_verifies(
        &iphone.public_key(),
        &sha256(&[&nonce]),
        signature
    ));
}
