//! Do the same arguments give the same bytes, and other arguments other ones?

use touchstone_simulator::apple::{AppleCa, ClientDataProfile, Environment, Iphone};

use crate::scene::{APP_ID, CLIENT_DATA_HASH, NOW_MS, ca, iphone};

#[test]
fn the_same_seed_gives_the_same_anchors() {
    let (one, two) = (AppleCa::new([9; 32]), AppleCa::new([9; 32]));
    assert_eq!(one.app_attest_root_pem(), two.app_attest_root_pem());
    assert_eq!(one.receipt_root_pem(), two.receipt_root_pem());
}

#[test]
fn another_seed_gives_other_anchors() {
    let other = AppleCa::new([9; 32]);
    assert_ne!(ca().app_attest_root_pem(), other.app_attest_root_pem());
    assert_ne!(ca().receipt_root_pem(), other.receipt_root_pem());
    assert_ne!(other.app_attest_root_pem(), other.receipt_root_pem());
}

#[test]
fn the_same_arguments_give_the_same_token() {
    let token = || iphone().token(&[3; 32], ClientDataProfile::Raw, true, NOW_MS);
    assert_eq!(token(), token());
}

#[test]
fn another_seed_gives_another_identity_key() {
    let other = Iphone::new(&ca(), [3; 32], APP_ID, Environment::Production);
    assert_ne!(iphone().key_id(), other.key_id());
}

#[test]
fn another_moment_gives_another_leaf_for_the_same_key() {
    let iphone = iphone();
    let earlier = iphone.attest(&CLIENT_DATA_HASH, NOW_MS);
    assert_ne!(earlier, iphone.attest(&CLIENT_DATA_HASH, NOW_MS + 1_000));
}

#[test]
fn any_moment_and_any_length_of_client_data_can_be_attested() {
    let iphone = iphone();
    for now_ms in [i64::MIN, -1, 0, i64::MAX] {
        for client_data_hash in [&[][..], &[7; 20], &[7; 64]] {
            assert!(!iphone.attest(client_data_hash, now_ms).is_empty());
        }
    }
}

#[test]
fn what_is_printed_for_debugging_shows_no_key() {
    let printed = format!("{:?} {:?}", ca(), iphone());
    let expected = "AppleCa { .. } Iphone { app_id: \"TESTTEAM01.com.example.app\", \
                    environment: Production, counter: 0, .. }";
    assert_eq!(printed, expected);
}
