//! Do receipts have the shape of real ones and carry what spec/mobile.md 4.4 says?

use std::collections::BTreeMap;

use touchstone_simulator::apple::{Environment, Iphone};
use touchstone_testkit::vectors_dir;

use crate::ber::{self, Element};
use crate::scene::{
    APP_ID, CLIENT_DATA_HASH, NOW_MS, bytes, ca, cbor, iphone, member, p256_verifies, sha256,
};

/// From the message to SignedData, and inside it.
const SIGNED_DATA: &[usize] = &[1, 0];
const CONTENT: &[usize] = &[2, 1, 0];
const CERTIFICATES: usize = 3;
const SIGNER_INFOS: usize = 4;

fn real_receipt(case: &str) -> Element {
    let path = vectors_dir()
        .join("app_attest")
        .join(case)
        .join("receipt.bin");
    ber::parse(&std::fs::read(path).unwrap())
}

/// Tag, form of the length and depth of each element of the frame; certificates, names and content are left out.
fn frame(message: &Element) -> Vec<(Vec<u8>, bool)> {
    let signed_data = message.at(SIGNED_DATA);
    let mut elements = vec![message, &message.children[1], signed_data];
    elements.extend(&signed_data.children);
    elements.extend([
        signed_data.at(&[2, 0]),
        signed_data.at(&[2, 1]),
        signed_data.at(CONTENT),
    ]);
    elements.extend(&signed_data.at(CONTENT).children);
    elements.extend(&signed_data.children[CERTIFICATES].children);
    elements.extend(&signed_data.at(&[SIGNER_INFOS, 0]).children);
    elements
        .into_iter()
        .map(|element| (element.tag.clone(), element.indefinite))
        .collect()
}

fn fields(message: &Element) -> BTreeMap<u8, Vec<u8>> {
    let content = ber::parse(&message.at(SIGNED_DATA).at(CONTENT).joined());
    assert_eq!(content.tag, [0x31]);
    let field = |field: &Element| {
        assert_eq!(field.children[1].content, [1], "version");
        (
            field.children[0].content[0],
            field.children[2].content.clone(),
        )
    };
    content.children.iter().map(field).collect()
}

#[test]
fn the_frame_is_that_of_a_real_receipt() {
    let simulated = ber::parse(&iphone().receipt(&CLIENT_DATA_HASH, NOW_MS));
    assert_eq!(
        frame(&simulated),
        frame(&real_receipt("ios14_4_receipt_attest"))
    );
}

#[test]
fn the_content_is_split_after_a_thousand_bytes() {
    let simulated = ber::parse(&iphone().receipt(&CLIENT_DATA_HASH, NOW_MS));
    let chunks = &simulated.at(SIGNED_DATA).at(CONTENT).children;
    assert_eq!(chunks[0].content.len(), 1_000);
    assert_eq!(chunks.len(), 2);
}

#[test]
fn the_fields_are_those_of_a_real_receipt() {
    let numbers = |message: &Element| -> Vec<u8> { fields(message).into_keys().collect() };
    let iphone = iphone();
    let attest = ber::parse(&iphone.receipt(&CLIENT_DATA_HASH, NOW_MS));
    assert_eq!(
        numbers(&attest),
        numbers(&real_receipt("ios14_4_receipt_attest"))
    );
    let refreshed = ber::parse(&iphone.refreshed_receipt(&CLIENT_DATA_HASH, 4, NOW_MS));
    assert_eq!(
        numbers(&refreshed),
        numbers(&real_receipt("ios14_2_receipt_refreshed"))
    );
}

#[test]
fn the_receipt_of_an_attestation_names_app_leaf_hash_and_times() {
    let attestation = cbor(&iphone().attest(&CLIENT_DATA_HASH, NOW_MS));
    let statement = member(&attestation, "attStmt");
    let fields = fields(&ber::parse(bytes(statement, "receipt")));
    let leaf = member(statement, "x5c").as_array().unwrap()[0]
        .as_bytes()
        .unwrap();
    assert_eq!(fields[&2], APP_ID.as_bytes());
    assert_eq!(&fields[&3], leaf);
    assert_eq!(fields[&4], CLIENT_DATA_HASH);
    assert_eq!(fields[&6], b"ATTEST");
    assert_eq!(fields[&7], b"production");
    assert_eq!(fields[&12], b"2026-04-29T14:50:00.123Z");
    assert_eq!(fields[&21], b"2026-07-28T14:50:00.123Z");
}

#[test]
fn a_development_receipt_says_sandbox() {
    let iphone = Iphone::new(&ca(), [2; 32], APP_ID, Environment::Development);
    let receipt = iphone.receipt(&CLIENT_DATA_HASH, NOW_MS);
    assert_eq!(fields(&ber::parse(&receipt))[&7], b"sandbox");
}

#[test]
fn a_refreshed_receipt_tells_the_risk_and_damages_the_hash() {
    let receipt = iphone().refreshed_receipt(&[0xff, b'a'], 4, NOW_MS);
    let fields = fields(&ber::parse(&receipt));
    assert_eq!(fields[&17], b"4");
    assert_eq!(fields[&6], b"RECEIPT");
    assert_eq!(fields[&4], "\u{fffd}a".as_bytes());
    assert_eq!(fields[&19], b"2026-04-30T14:50:00.123Z");
}

#[test]
fn the_signer_signed_the_joined_content() {
    let message = ber::parse(&iphone().receipt(&CLIENT_DATA_HASH, NOW_MS));
    let signed_data = message.at(SIGNED_DATA);
    let signer = signed_data.at(&[CERTIFICATES, 0, 0]);
    let point = &signer.at(&[6, 1]).content[1..];
    let info = signed_data.at(&[SIGNER_INFOS, 0]);
    let digest = sha256(&[&signed_data.at(CONTENT).joined()]);
    assert!(p256_verifies(point, &digest, &info.children[4].content));
    assert_eq!(info.at(&[1, 0]).whole, signer.children[3].whole, "issuer");
    assert_eq!(info.at(&[1, 1]).whole, signer.children[1].whole, "serial");
}
