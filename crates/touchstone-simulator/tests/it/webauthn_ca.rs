//! Do the certificates of authenticators say what they should, and is each flaw of theirs really there?

use std::collections::BTreeSet;

use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::{
    AikFlaw, AttestationCa, Authority, AuthorityKey, CertificateFlaw, CertificateSignature, Order,
    TpmName,
};

use crate::ber;
use crate::scene::NOW_MS;
use crate::x509::Certificate;

const AAGUID: [u8; 16] = *b"a simulated key.";
const AAGUID_OID: &[u8] = &[0x2b, 6, 1, 4, 1, 0x82, 0xe5, 0x1c, 1, 1, 4];
const ALTERNATIVE_NAME_OID: &[u8] = &[0x55, 0x1d, 0x11];
const APPLE_NONCE_OID: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 8, 2];

fn ca() -> AttestationCa {
    AttestationCa::new([1; 32])
}

fn parsed(x5c: &[Vec<u8>]) -> Vec<Certificate> {
    x5c.iter().map(|der| Certificate::parse(der)).collect()
}

/// Whether each certificate is issued by the next, and the last by the root.
fn leads_to(x5c: &[Vec<u8>], root: &[u8]) -> bool {
    let mut chain = parsed(x5c);
    chain.push(Certificate::parse(root));
    chain.windows(2).all(|pair| pair[0].is_signed_by(&pair[1]))
}

#[test]
fn a_chain_of_any_length_leads_to_its_root() {
    for intermediates in 0..=2 {
        let ca = AttestationCa::with_intermediates([1; 32], intermediates);
        let x5c = ca.packed(AAGUID, Algorithm::Es256).x5c();
        assert_eq!(x5c.len(), 1 + intermediates);
        assert!(leads_to(&x5c, &ca.root_der()));
    }
}

#[test]
fn authorities_may_have_keys_of_other_kinds() {
    let keys = [AuthorityKey::P384, AuthorityKey::Rsa];
    let ca = AttestationCa::with_keys([1; 32], AuthorityKey::P384, &keys);
    let x5c = ca.packed(AAGUID, Algorithm::Es256).x5c();
    assert!(leads_to(&x5c, &ca.root_der()));
}

#[test]
fn a_packed_leaf_has_the_subject_and_the_aaguid() {
    let leaf = Certificate::parse(&ca().packed(AAGUID, Algorithm::Es256).leaf_der());
    let texts = [
        "CH",
        "Touchstone Simulator",
        "Authenticator Attestation",
        "Simulated Authenticator",
    ];
    assert_eq!(leaf.subject_texts(), texts);
    let expected = [&[0x04, 0x10], AAGUID.as_slice()].concat();
    assert_eq!(leaf.extension(AAGUID_OID), Some(expected));
}

#[test]
fn a_u2f_leaf_is_issued_by_the_root_and_sent_alone() {
    let x5c = ca().fido_u2f().x5c();
    assert_eq!(x5c.len(), 1);
    assert!(leads_to(&x5c, &ca().root_der()));
}

#[test]
fn an_apple_leaf_binds_key_and_nonce() {
    let root = ca().root;
    let leaf = Certificate::parse(
        &ca()
            .apple(&root.profile.public_key_info, [7; 32])
            .leaf_der(),
    );
    assert_eq!(leaf.spki(), root.profile.public_key_info);
    let expected = [&[0x30, 0x24, 0xa1, 0x22, 0x04, 0x20], [7; 32].as_slice()].concat();
    assert_eq!(leaf.extension(APPLE_NONCE_OID), Some(expected));
}

#[test]
fn an_aik_certificate_names_the_tpm_in_three_rdns_or_in_one() {
    let mut chain = ca().aik(Algorithm::Rs256);
    let names = |leaf: &[u8]| {
        let leaf = Certificate::parse(leaf);
        assert!(leaf.subject_texts().is_empty());
        let value = ber::parse(&leaf.extension(ALTERNATIVE_NAME_OID).unwrap());
        let name = value.at(&[0, 0]).clone();
        name.children
            .iter()
            .map(|rdn| rdn.children.len())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&chain.leaf_der()), [1, 1, 1]);
    let one = TpmName {
        one_rdn: true,
        ..TpmName::default()
    };
    chain.leaf.put(one.extension());
    assert_eq!(names(&chain.leaf_der()), [3]);
}

#[test]
fn a_stranger_has_the_same_names_and_other_keys() {
    let (ours, strangers) = (ca().root_der(), ca().stranger().root_der());
    let (ours, strangers) = (Certificate::parse(&ours), Certificate::parse(&strangers));
    assert_eq!(ours.subject(), strangers.subject());
    assert_ne!(ours.spki(), strangers.spki());
    assert!(strangers.is_signed_by(&strangers));
}

#[test]
fn a_root_may_be_signed_by_another_root() {
    let old = Authority::new(&[8; 32], "Simulated Old Root", AuthorityKey::P384);
    let cross = Certificate::parse(&ca().root.signed_by(&old));
    assert!(cross.is_signed_by(&Certificate::parse(&old.signed_by(&old))));
    assert_eq!(cross.spki(), ca().root.profile.public_key_info);
}

#[test]
fn an_issuer_may_sign_with_pss() {
    let mut ca = AttestationCa::with_keys([1; 32], AuthorityKey::Rsa, &[]);
    ca.root.profile.signature = CertificateSignature::PssSha256;
    let mut chain = ca.packed(AAGUID, Algorithm::Es256);
    chain.leaf.signature = CertificateSignature::PssSha256;
    let leaf = ber::parse(&chain.leaf_der());
    // id-RSASSA-PSS.
    let pss = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
    assert_eq!(leaf.at(&[1, 0]).content, pss);
    assert_eq!(leaf.at(&[2]).content.len(), 513);
}

#[test]
fn the_order_of_certificates_can_be_changed() {
    let ca = AttestationCa::with_intermediates([1; 32], 2);
    let mut chain = ca.packed(AAGUID, Algorithm::Es256);
    let right = chain.x5c();
    chain.order = Order::LeafLast;
    let reversed: Vec<_> = right.iter().rev().cloned().collect();
    assert_eq!(chain.x5c(), reversed);
    chain.order = Order::IssuersSwapped;
    let swapped = [right[0].clone(), right[2].clone(), right[1].clone()];
    assert_eq!(chain.x5c(), swapped);
}

#[test]
fn every_flaw_changes_the_certificates_and_no_two_alike() {
    let chain = ca().packed(AAGUID, Algorithm::Es256);
    let mut seen = BTreeSet::from([chain.x5c()]);
    for flaw in CertificateFlaw::ALL {
        assert!(seen.insert(chain.flawed(*flaw, NOW_MS).x5c()), "{flaw}");
        assert_eq!(flaw.to_string().parse(), Ok(*flaw));
        assert!(flaw.description().ends_with('.'), "{flaw}");
    }
    let chain = ca().aik(Algorithm::Rs256);
    let mut seen = BTreeSet::from([chain.x5c()]);
    for flaw in AikFlaw::ALL {
        assert!(seen.insert(chain.flawed_aik(*flaw).x5c()), "{flaw}");
        assert_eq!(flaw.to_string().parse(), Ok(*flaw));
    }
}

#[test]
fn only_flaws_of_the_path_break_the_path() {
    let chain = ca().packed(AAGUID, Algorithm::Es256);
    let broken = [
        CertificateFlaw::IssuerNameOther,
        CertificateFlaw::LeafSignatureFlipped,
        CertificateFlaw::LeafSignedByStranger,
        CertificateFlaw::IssuersSwapped,
        CertificateFlaw::RootOther,
        CertificateFlaw::RootOtherIncluded,
        CertificateFlaw::LeafAlone,
    ];
    // The reader of these tests knows neither versions below 3 nor SHA-1.
    let unread = [
        CertificateFlaw::VersionOne,
        CertificateFlaw::VersionTwo,
        CertificateFlaw::LeafSha1,
    ];
    for flaw in CertificateFlaw::ALL {
        if unread.contains(flaw) {
            continue;
        }
        let flawed = chain.flawed(*flaw, NOW_MS);
        let leads = leads_to(&flawed.x5c(), &ca().root_der());
        assert_eq!(leads, !broken.contains(flaw), "{flaw}");
    }
}

#[test]
fn versions_below_three_have_no_extensions() {
    let chain = ca().packed(AAGUID, Algorithm::Es256);
    for (flaw, parts) in [
        (CertificateFlaw::VersionOne, 6),
        (CertificateFlaw::VersionTwo, 7),
    ] {
        let leaf = ber::parse(&chain.flawed(flaw, NOW_MS).leaf_der());
        assert_eq!(leaf.at(&[0]).children.len(), parts, "{flaw}");
    }
}

#[test]
fn a_leaf_on_another_curve_signs_with_its_key() {
    let chain = ca().packed(AAGUID, Algorithm::Es256);
    let flawed = chain.flawed(CertificateFlaw::LeafKeySecp256k1, NOW_MS);
    let leaf = Certificate::parse(&flawed.leaf_der());
    let key = k256::ecdsa::VerifyingKey::from_sec1_bytes(leaf.public_key()).unwrap();
    let signature = k256::ecdsa::Signature::from_der(&flawed.sign(b"message")).unwrap();
    use k256::ecdsa::signature::Verifier;
    assert!(key.verify(b"message", &signature).is_ok());
    assert_eq!(flawed.algorithm(), Algorithm::Es256);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let x5c = |seed| AttestationCa::new(seed).fido_u2f().x5c();
    assert_eq!(x5c([1; 32]), x5c([1; 32]));
    assert_ne!(x5c([1; 32]), x5c([2; 32]));
}

#[test]
fn nothing_prints_a_key() {
    let chain = ca().packed(AAGUID, Algorithm::Es256);
    let printed = format!("{:?} {:?} {:?}", ca(), ca().root, chain);
    assert!(!printed.contains("SigningKey"), "{printed}");
}
