//! Each slip is named, and there are never more than twelve.

use aws_lc_rs::digest::{SHA256, digest};
use touchstone_evidence::client_data::{Composition, Profile};

use super::{candidates, find};
use crate::mobile::claim::Bound;

fn with_device_nonce() -> Bound {
    let (server, device) = ([1; 32], vec![2; 32]);
    let final_nonce = Composition::Sha256ServerDevice.final_nonce(&server, Some(&device));
    Bound {
        claim: None,
        final_nonce,
        server_nonce: Some(server),
        device_nonce: Some(device),
    }
}

fn hint_for(hash: &[u8]) -> Option<String> {
    find(&with_device_nonce(), |candidate| candidate == hash)
}

#[test]
fn never_more_than_twelve_candidates_are_tried() {
    assert_eq!(candidates(&with_device_nonce()).len(), 12);
    let sessionless = Bound {
        server_nonce: None,
        device_nonce: None,
        ..with_device_nonce()
    };
    assert_eq!(candidates(&sessionless).len(), 6);
}

#[test]
fn another_profile_is_named() {
    let hash = Profile::Raw.hash(&with_device_nonce().final_nonce);
    let hint = hint_for(&hash).unwrap();
    assert_eq!(hint, "profile=raw composition=sha256_server_device");
}

#[test]
fn another_order_is_named() {
    let nonce = Composition::Sha256DeviceServer.final_nonce(&[1; 32], Some(&[2; 32]));
    let hint = hint_for(&Profile::CborArray.hash(&nonce)).unwrap();
    assert_eq!(hint, "profile=cbor_array composition=sha256_device_server");
}

#[test]
fn a_forgotten_device_nonce_is_named() {
    let hint = hint_for(&Profile::CborArray.hash(&[1; 32])).unwrap();
    assert_eq!(hint, "profile=cbor_array composition=server_nonce_alone");
}

#[test]
fn the_nonce_taken_as_the_hash_is_named() {
    let bound = Bound {
        server_nonce: None,
        device_nonce: None,
        ..with_device_nonce()
    };
    let hint = find(&bound, |candidate| candidate == bound.final_nonce);
    assert_eq!(hint.unwrap(), "hash=final_nonce");
}

#[test]
fn a_hash_of_the_text_is_named() {
    let text = data_encoding::BASE64.encode(&with_device_nonce().final_nonce);
    let hash = digest(&SHA256, text.as_bytes());
    assert_eq!(
        hint_for(hash.as_ref()).unwrap(),
        "hash=sha256_of_base64_text"
    );
}

#[test]
fn an_unrelated_hash_gives_no_hint() {
    assert_eq!(hint_for(&[9; 32]), None);
}
