//! One CA, one iPhone, one moment: what most tests start from.

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use sha2::{Digest, Sha256};
use touchstone_simulator::apple::{AppleCa, Environment, Iphone};

/// 2026-04-29T14:50:00.123Z.
pub const NOW_MS: i64 = 1_777_474_200_123;
pub const APP_ID: &str = "TESTTEAM01.com.example.app";
pub const CLIENT_DATA_HASH: [u8; 32] = [5; 32];

pub fn ca() -> AppleCa {
    AppleCa::new([1; 32])
}

pub fn iphone() -> Iphone {
    Iphone::new(&ca(), [2; 32], APP_ID, Environment::Production)
}

pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(parts.concat()).into()
}

/// The encoded CBOR item, which must be the whole input.
pub fn cbor(encoded: &[u8]) -> ciborium::Value {
    let mut rest = encoded;
    let value = ciborium::from_reader(&mut rest).expect("CBOR");
    assert!(rest.is_empty(), "{} bytes behind the CBOR item", rest.len());
    value
}

/// The member of a CBOR map.
pub fn member<'a>(map: &'a ciborium::Value, name: &str) -> &'a ciborium::Value {
    let entries = map.as_map().expect("a map");
    let found = entries
        .iter()
        .find(|(candidate, _)| candidate.as_text() == Some(name));
    &found.unwrap_or_else(|| panic!("no member {name}")).1
}

/// The byte string in a CBOR map.
pub fn bytes<'a>(map: &'a ciborium::Value, name: &str) -> &'a [u8] {
    member(map, name).as_bytes().expect("a byte string")
}

pub fn p256_verifies(point: &[u8], digest: &[u8], signature: &[u8]) -> bool {
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).expect("a point of P-256");
    let signature = p256::ecdsa::Signature::from_der(signature).expect("a DER signature");
    key.verify_prehash(digest, &signature).is_ok()
}

pub fn p384_verifies(point: &[u8], digest: &[u8], signature: &[u8]) -> bool {
    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).expect("a point of P-384");
    let signature = p384::ecdsa::Signature::from_der(signature).expect("a DER signature");
    key.verify_prehash(digest, &signature).is_ok()
}
