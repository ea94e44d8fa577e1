//! Minted Apple statements: what L1 to L3 refuse, and in which order.

use rcgen::{CertificateParams, CustomExtension};
use touchstone_evidence::digest::sha256;
use touchstone_evidence::webauthn::AttestationType;
use touchstone_evidence::webauthn::statement::StatementPolicy;

use crate::minted::{Authority, NONCE_EXTENSION, authority_params, p256, params};
use crate::webauthn_minted::{Credential, array, bytes, judge, map, refusal, x5c};

/// `SEQUENCE { [1] { OCTET STRING of 32 bytes } }`.
fn nonce_value(nonce: &[u8; 32]) -> Vec<u8> {
    [&[0x30, 0x24, 0xa1, 0x22, 0x04, 0x20], &nonce[..]].concat()
}

fn nonce_extension(value: &[u8]) -> CustomExtension {
    CustomExtension::from_oid_content(NONCE_EXTENSION, value.to_vec())
}

fn leaf(extensions: Vec<CustomExtension>) -> CertificateParams {
    let mut leaf = params("leaf");
    leaf.custom_extensions = extensions;
    leaf
}

fn object(credential: &Credential, leaf: &CertificateParams) -> Vec<u8> {
    let authority = Authority::root(authority_params("authority"));
    let chain = [authority.issue(leaf, &credential.key)];
    credential.object("apple", &map(&[("x5c", x5c(&chain))]))
}

fn nonce(credential: &Credential) -> [u8; 32] {
    sha256(&[&credential.signed()])
}

#[test]
fn a_right_statement_is_accepted_with_its_facts() {
    let credential = Credential::new();
    let leaf = leaf(vec![nonce_extension(&nonce_value(&nonce(&credential)))]);
    let verified = judge(&object(&credential, &leaf), &StatementPolicy::default()).unwrap();
    assert_eq!(verified.attestation_type(), AttestationType::AnonCa);
    assert_eq!(verified.statement.elements[0].algorithm, None);
}

#[test]
fn there_are_certificates() {
    let credential = Credential::new();
    let refused = |members: &[(&str, Vec<u8>)]| refusal(&credential.object("apple", &map(members)));
    assert_eq!(refused(&[]), ("L1", "att_stmt_field_missing"));
    assert_eq!(
        refused(&[("x5c", bytes(b"x"))]),
        ("L1", "att_stmt_field_malformed")
    );
    assert_eq!(
        refused(&[("x5c", array(&[]))]),
        ("L1", "att_stmt_field_malformed")
    );
    let unreadable = x5c(&[vec![0x30, 0]]);
    assert_eq!(
        refused(&[("x5c", unreadable)]),
        ("L1", "attestation_cert_malformed")
    );
}

#[test]
fn the_leaf_carries_one_well_formed_nonce() {
    let credential = Credential::new();
    let right = nonce_value(&nonce(&credential));
    let refused = |extensions| refusal(&object(&credential, &leaf(extensions)));
    assert_eq!(refused(vec![]), ("L1", "apple_nonce_missing"));
    let malformed = ("L1", "apple_nonce_malformed");
    for wrong in [
        nonce(&credential).to_vec(),
        right[..37].to_vec(),
        [right.as_slice(), &[0]].concat(),
        right[2..].to_vec(),
        Vec::new(),
    ] {
        assert_eq!(refused(vec![nonce_extension(&wrong)]), malformed);
    }
    let twice = vec![nonce_extension(&right), nonce_extension(&right)];
    assert_eq!(refused(twice), malformed);
}

#[test]
fn the_nonce_is_over_authenticator_data_and_client_data_hash() {
    let credential = Credential::new();
    let other = nonce_value(&nonce(&Credential::new()));
    let refused = refusal(&object(&credential, &leaf(vec![nonce_extension(&other)])));
    assert_eq!(refused, ("L2", "apple_nonce_mismatch"));
}

#[test]
fn the_leaf_key_is_the_credentials() {
    let credential = Credential::new();
    let leaf = leaf(vec![nonce_extension(&nonce_value(&nonce(&credential)))]);
    let authority = Authority::root(authority_params("authority"));
    let chain = [authority.issue(&leaf, &p256())];
    let object = credential.object("apple", &map(&[("x5c", x5c(&chain))]));
    assert_eq!(refusal(&object), ("L3", "apple_key_mismatch"));
}
