//! Do attestation objects carry what spec/mobile.md 4.2 says? Each part is read back by hand.

use touchstone_simulator::apple::{Environment, Iphone};
use touchstone_testkit::vectors_dir;

use crate::ber::{self, Element};
use crate::scene::{
    APP_ID, CLIENT_DATA_HASH, NOW_MS, bytes, ca, cbor, iphone, member, p384_verifies, sha256,
};

/// Where the parts of a TBSCertificate are.
const ISSUER: usize = 3;
const VALIDITY: usize = 4;
const SUBJECT: usize = 5;
const PUBLIC_KEY: usize = 6;
const EXTENSIONS: usize = 7;

fn certificates(attestation: &ciborium::Value) -> Vec<Element> {
    let path = member(member(attestation, "attStmt"), "x5c")
        .as_array()
        .unwrap();
    path.iter()
        .map(|der| ber::parse(der.as_bytes().unwrap()))
        .collect()
}

fn point(certificate: &Element) -> Vec<u8> {
    certificate.at(&[0, PUBLIC_KEY, 1]).content[1..].to_vec()
}

fn signature(certificate: &Element) -> &[u8] {
    &certificate.children[2].content[1..]
}

/// Identifier and value of each extension.
fn extensions(certificate: &Element) -> Vec<(Vec<u8>, Vec<u8>)> {
    let list = &certificate.at(&[0, EXTENSIONS, 0]).children;
    let parts = |extension: &Element| {
        (
            extension.children[0].content.clone(),
            extension.children.last().unwrap().content.clone(),
        )
    };
    list.iter().map(parts).collect()
}

#[test]
fn the_format_is_that_of_apple() {
    let attestation = cbor(&iphone().attest(&CLIENT_DATA_HASH, NOW_MS));
    assert_eq!(
        member(&attestation, "fmt").as_text(),
        Some("apple-appattest")
    );
    assert_eq!(certificates(&attestation).len(), 2);
}

#[test]
fn authenticator_data_is_laid_out_as_by_a_real_device() {
    let iphone = iphone();
    let attestation = cbor(&iphone.attest(&CLIENT_DATA_HASH, NOW_MS));
    let key = iphone.public_key();
    let expected = [
        &sha256(&[APP_ID.as_bytes()])[..],
        &[0x40, 0, 0, 0, 0],
        b"appattest\0\0\0\0\0\0\0",
        &[0, 32],
        &iphone.key_id(),
        &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20],
        &key[1..33],
        &[0x22, 0x58, 0x20],
        &key[33..],
    ];
    assert_eq!(bytes(&attestation, "authData"), expected.concat());
}

#[test]
fn a_development_key_says_so() {
    let iphone = Iphone::new(&ca(), [2; 32], APP_ID, Environment::Development);
    let attestation = cbor(&iphone.attest(&CLIENT_DATA_HASH, NOW_MS));
    assert_eq!(
        &bytes(&attestation, "authData")[37..53],
        b"appattestdevelop"
    );
}

#[test]
fn the_leaf_is_signed_by_the_intermediate_with_sha256() {
    let attestation = cbor(&iphone().attest(&CLIENT_DATA_HASH, NOW_MS));
    let [leaf, intermediate] = &certificates(&attestation)[..] else {
        panic!("two certificates")
    };
    assert_eq!(
        leaf.at(&[0, ISSUER]).whole,
        intermediate.at(&[0, SUBJECT]).whole
    );
    let digest = sha256(&[&leaf.children[0].whole]);
    assert!(p384_verifies(
        &point(intermediate),
        &digest,
        signature(leaf)
    ));
}

#[test]
fn the_intermediate_is_signed_by_the_root() {
    use sha2::{Digest, Sha384};

    let attestation = cbor(&iphone().attest(&CLIENT_DATA_HASH, NOW_MS));
    let intermediate = &certificates(&attestation)[1];
    let pem = ca().app_attest_root_pem();
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let root = ber::parse(&data_encoding::BASE64.decode(body.as_bytes()).unwrap());
    assert_eq!(
        intermediate.at(&[0, ISSUER]).whole,
        root.at(&[0, SUBJECT]).whole
    );
    let digest = Sha384::digest(&intermediate.children[0].whole);
    assert!(p384_verifies(
        &point(&root),
        &digest,
        signature(intermediate)
    ));
}

#[test]
fn the_leaf_holds_the_identity_key_and_starts_a_day_before() {
    let iphone = iphone();
    let attestation = cbor(&iphone.attest(&CLIENT_DATA_HASH, NOW_MS));
    let leaf = &certificates(&attestation)[0];
    assert_eq!(point(leaf), iphone.public_key());
    assert_eq!(iphone.key_id(), sha256(&[&iphone.public_key()]));
    assert_eq!(leaf.at(&[0, VALIDITY, 0]).content, b"260428145000Z");
    assert_eq!(leaf.at(&[0, VALIDITY, 1]).content, b"270124145000Z");
}

#[test]
fn the_leaf_binds_authenticator_data_and_client_data() {
    let attestation = cbor(&iphone().attest(&CLIENT_DATA_HASH, NOW_MS));
    let nonce = sha256(&[bytes(&attestation, "authData"), &CLIENT_DATA_HASH]);
    let (_, value) = extensions(&certificates(&attestation)[0]).pop().unwrap();
    assert_eq!(
        value,
        [&[0x30, 0x24, 0xa1, 0x22, 0x04, 0x20], &nonce[..]].concat()
    );
}

#[test]
fn the_leaf_has_the_extensions_of_a_real_leaf_in_its_order() {
    let real = vectors_dir().join("app_attest/ios14_4_attestation/attestation.bin");
    let real = cbor(&std::fs::read(real).unwrap());
    let simulated = cbor(&iphone().attest(&CLIENT_DATA_HASH, NOW_MS));
    let identifiers = |attestation| -> Vec<Vec<u8>> {
        extensions(&certificates(attestation)[0])
            .into_iter()
            .map(|(id, _)| id)
            .collect()
    };
    assert_eq!(identifiers(&simulated), identifiers(&real));
}

#[test]
fn the_system_extension_tells_version_and_build() {
    let mut iphone = iphone();
    iphone.os_version = "14.4".to_owned();
    iphone.os_build = "18D52".to_owned();
    let attestation = cbor(&iphone.attest(&CLIENT_DATA_HASH, NOW_MS));
    let (_, value) = extensions(&certificates(&attestation)[0])[3].clone();
    let tags: Vec<_> = ber::parse(&value).children.into_iter().collect();
    assert_eq!(tags[0].tag, [0xbf, 0x8a, 0x78]);
    assert_eq!(tags[0].joined(), b"14.4");
    assert_eq!(tags[1].tag, [0xbf, 0x8a, 0x7b]);
    assert_eq!(tags[1].joined(), b"18D52");
}
