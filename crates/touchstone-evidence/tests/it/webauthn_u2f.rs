//! Minted U2F statements: what U1 to U4 refuse, and in which order.

use rcgen::{KeyPair, SigningKey};
use touchstone_evidence::digest::sha256;
use touchstone_evidence::webauthn::AttestationType;
use touchstone_evidence::webauthn::statement::StatementPolicy;
use touchstone_evidence::webauthn::statement::fido_u2f::CHECKS;

use crate::minted::{Authority, authority_params, p256, p384, params};
use crate::webauthn_minted::{
    CLIENT_DATA_HASH, CREDENTIAL_ID, Credential, RP_ID, bytes, cose_rsa, judge, map, refusal, x5c,
};

fn leaf(key: &KeyPair) -> Vec<u8> {
    Authority::root(authority_params("authority")).issue(&params("token"), key)
}

/// What a token signs.
fn message(credential: &Credential) -> Vec<u8> {
    let rp_id_hash = sha256(&[RP_ID.as_bytes()]);
    let point = credential.point();
    [
        &[0],
        &rp_id_hash[..],
        &CLIENT_DATA_HASH,
        &CREDENTIAL_ID,
        point,
    ]
    .concat()
}

fn object(credential: &Credential, chain: &[Vec<u8>], signature: &[u8]) -> Vec<u8> {
    let members = [("sig", bytes(signature)), ("x5c", x5c(chain))];
    credential.object("fido-u2f", &map(&members))
}

fn right() -> Vec<u8> {
    let (credential, key) = (Credential::new(), p256());
    let signature = key.sign(&message(&credential)).unwrap();
    object(&credential, &[leaf(&key)], &signature)
}

#[test]
fn a_right_statement_is_accepted_with_its_facts() {
    let verified = judge(&right(), &StatementPolicy::default()).unwrap();
    assert_eq!(verified.attestation_type(), AttestationType::Basic);
    assert_eq!(verified.statement.elements[0].x5c.len(), 1);
    assert!(!verified.statement.elements[0].aaguid_in_leaf);
}

#[test]
fn there_is_a_signature_and_exactly_one_certificate() {
    let (credential, key) = (Credential::new(), p256());
    let only = |members: &[(&str, Vec<u8>)]| refusal(&credential.object("fido-u2f", &map(members)));
    let chain = x5c(&[leaf(&key)]);
    assert_eq!(only(&[("x5c", chain)]), ("U1", "att_stmt_field_missing"));
    assert_eq!(
        only(&[("sig", bytes(b"x"))]),
        ("U1", "att_stmt_field_missing")
    );
    let refused = |chain: &[Vec<u8>]| refusal(&object(&credential, chain, b"x"));
    assert_eq!(refused(&[]), ("U1", "att_stmt_field_malformed"));
    assert_eq!(
        refused(&[vec![0x30, 0]]),
        ("U1", "attestation_cert_malformed")
    );
    assert_eq!(refused(&[leaf(&key), leaf(&key)]), ("U1", "u2f_x5c_count"));
}

#[test]
fn both_keys_are_on_p256() {
    let p384 = object(&Credential::new(), &[leaf(&p384())], b"x");
    assert_eq!(refusal(&p384), ("U2", "u2f_cert_key_invalid"));
    let rsa = Credential {
        cose: cose_rsa(&[0xff; 256], &[1, 0, 1]),
        ..Credential::new()
    };
    let rsa = object(&rsa, &[leaf(&p256())], b"x");
    assert_eq!(refusal(&rsa), ("U2", "u2f_credential_key_invalid"));
}

#[test]
fn the_aaguid_is_zero_where_that_is_asked_for() {
    let policy = StatementPolicy {
        u2f_zero_aaguid: true,
        ..StatementPolicy::default()
    };
    let error = judge(&right(), &policy).unwrap_err();
    assert_eq!(
        (error.check(), error.reason()),
        ("U3", "u2f_aaguid_not_zero")
    );
}

#[test]
fn the_leaf_signs_what_u2f_tokens_sign() {
    let (credential, key) = (Credential::new(), p256());
    let mut reserved = message(&credential);
    reserved[0] = 5;
    for wrong in [credential.signed(), message(&Credential::new()), reserved] {
        let signature = key.sign(&wrong).unwrap();
        let refused = refusal(&object(&credential, &[leaf(&key)], &signature));
        assert_eq!(refused, ("U4", "attestation_signature_invalid"));
    }
    assert_eq!(CHECKS.last().unwrap().0, "U4");
}
