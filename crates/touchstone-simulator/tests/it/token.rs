//! Does the envelope carry what spec/mobile.md 4.1 says?

use touchstone_simulator::apple::ClientDataProfile;

use crate::scene::{NOW_MS, bytes, cbor, iphone, member, p256_verifies, sha256};

const NONCE: [u8; 32] = [3; 32];

#[test]
fn the_first_token_carries_an_attestation_and_an_assertion() {
    let mut iphone = iphone();
    let envelope = cbor(&iphone.token(&NONCE, ClientDataProfile::CborArray, true, NOW_MS));
    let device = member(&envelope, "device");
    assert_eq!(member(device, "service").as_text(), Some("apple"));
    assert_eq!(member(device, "model").as_text(), Some("iPhone17,1"));
    let token = member(&envelope, "token");
    assert_eq!(bytes(token, "keyId"), iphone.key_id());
    assert!(!bytes(token, "assertion").is_empty());
    assert!(bytes(token, "attestation").len() < 16_384);
}

#[test]
fn later_tokens_carry_an_assertion_alone() {
    let envelope = cbor(&iphone().token(&NONCE, ClientDataProfile::CborArray, false, NOW_MS));
    let names: Vec<_> = member(&envelope, "token")
        .as_map()
        .unwrap()
        .iter()
        .collect();
    assert_eq!(names.len(), 2);
}

#[test]
fn what_is_known_of_a_jailbreak_is_told_and_else_left_out() {
    for jailbroken in [None, Some(false), Some(true)] {
        let mut iphone = iphone();
        iphone.jailbroken = jailbroken;
        let envelope = cbor(&iphone.token(&NONCE, ClientDataProfile::Raw, false, NOW_MS));
        let entries = member(&envelope, "token").as_map().unwrap();
        let told = entries
            .iter()
            .find(|(name, _)| name.as_text() == Some("isJailbroken"));
        assert_eq!(told.and_then(|(_, value)| value.as_bool()), jailbroken);
    }
}

#[test]
fn both_profiles_bind_their_own_client_data_hash() {
    for profile in [ClientDataProfile::CborArray, ClientDataProfile::Raw] {
        let mut iphone = iphone();
        let envelope = cbor(&iphone.token(&NONCE, profile, false, NOW_MS));
        let assertion = cbor(bytes(member(&envelope, "token"), "assertion"));
        let hash = profile.client_data_hash(&NONCE);
        let nonce = sha256(&[bytes(&assertion, "authenticatorData"), &hash]);
        let signature = bytes(&assertion, "signature");
        assert!(p256_verifies(
            &iphone.public_key(),
            &sha256(&[&nonce]),
            signature
        ));
    }
}
