//! Minted SysIntegrity tokens: which chains lead to an anchor (H2), and whose leaf is Huawei's service (H3).

use rcgen::{
    CustomExtension, DnType, IsCa, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
    PKCS_ECDSA_P384_SHA384, PKCS_ECDSA_P521_SHA512, PKCS_RSA_SHA256, PKCS_RSA_SHA384,
    PKCS_RSA_SHA512, SanType, SignatureAlgorithm, date_time_ymd,
};
use touchstone_evidence::sys_integrity::Error;
use touchstone_evidence::x509::{Anchors, PathError};

use crate::huawei::{SERVICE, Token, judge, leaf_params};
use crate::minted::{Authority, authority_params, now};

fn key(algorithm: &'static SignatureAlgorithm) -> KeyPair {
    KeyPair::generate_for(algorithm).unwrap()
}

/// A token whose root and intermediate have keys of this kind.
fn with_keys(root: KeyPair, intermediate: KeyPair) -> Token {
    let root = Authority::root_with(authority_params("root"), root);
    let intermediate = Authority::below_with(authority_params("intermediate"), intermediate, &root);
    Token::with_chain(root, &intermediate, leaf_params("leaf", &[SERVICE]))
}

fn untrusted(token: &Token) -> PathError {
    match token.judge() {
        Err(Error::ChainUntrusted(error)) => error,
        other => panic!("expected a refused chain, got {other:?}"),
    }
}

#[test]
fn rsa_and_ecdsa_authorities_are_trusted_in_every_hash() {
    for algorithm in [
        &PKCS_RSA_SHA256,
        &PKCS_RSA_SHA384,
        &PKCS_RSA_SHA512,
        &PKCS_ECDSA_P256_SHA256,
        &PKCS_ECDSA_P384_SHA384,
    ] {
        let token = with_keys(key(algorithm), key(algorithm));
        assert!(token.judge().is_ok(), "{algorithm:?}");
        assert!(token.ps256().judge().is_ok(), "{algorithm:?}");
    }
    let mixed = with_keys(key(&PKCS_RSA_SHA256), key(&PKCS_ECDSA_P256_SHA256));
    assert!(mixed.judge().is_ok());
}

#[test]
fn an_authority_on_p521_is_refused() {
    let token = with_keys(key(&PKCS_RSA_SHA256), key(&PKCS_ECDSA_P521_SHA512));
    assert_eq!(untrusted(&token), PathError::SchemeRefused { index: 0 });
}

#[test]
fn the_root_may_be_sent_along() {
    let mut token = Token::new();
    token.chain.push(token.root.der.clone());
    assert!(token.judge().is_ok());
}

#[test]
fn a_certificate_with_the_key_of_an_anchor_ends_the_chain_whoever_signed_it() {
    let cross = Authority::root(authority_params("cross"));
    let root_key = key(&PKCS_ECDSA_P384_SHA384);
    let copy = KeyPair::try_from(root_key.serialize_der()).unwrap();
    let crossed = Authority::below_with(authority_params("root"), copy, &cross);
    let mut token = with_keys(root_key, key(&PKCS_ECDSA_P256_SHA256));
    token.chain.push(crossed.der);
    assert!(token.judge().is_ok());
    let stranger = judge(&token.mint(), &Token::new().root.anchors(), now());
    assert_eq!(stranger.unwrap_err().reason(), "hms_chain_untrusted");
}

#[test]
fn a_chain_to_another_root_is_refused_by_name_and_by_key() {
    let token = Token::new().mint();
    let same_name = Authority::root(authority_params("root"));
    let other_name = Authority::root(authority_params("other"));
    let judge = |anchors: &Anchors| judge(&token, anchors, now()).unwrap_err();
    let wrong = PathError::SignatureWrong { index: 1 };
    assert_eq!(judge(&same_name.anchors()), Error::ChainUntrusted(wrong));
    let unknown = PathError::AnchorUnknown;
    assert_eq!(judge(&other_name.anchors()), Error::ChainUntrusted(unknown));
}

#[test]
fn a_chain_with_its_own_root_is_refused() {
    let mut token = Token::new();
    token.chain.push(token.root.der.clone());
    let anchors = Authority::root(authority_params("root")).anchors();
    let refused = judge(&token.mint(), &anchors, now()).unwrap_err();
    assert_eq!(refused.reason(), "hms_chain_untrusted");
}

#[test]
fn a_gap_in_the_chain_and_certificates_out_of_order_are_refused() {
    let mut gap = Token::new();
    gap.chain[1] = gap.root.der.clone();
    assert_eq!(untrusted(&gap), PathError::IssuerMismatch { index: 0 });
    let mut reversed = Token::new();
    reversed.chain.reverse();
    assert_eq!(reversed.reason(), "hms_chain_untrusted");
}

#[test]
fn an_issuer_that_is_no_authority_is_refused() {
    let root = Authority::root(authority_params("root"));
    let mut no_authority = authority_params("intermediate");
    no_authority.is_ca = IsCa::ExplicitNoCa;
    let intermediate = Authority::below(no_authority, &root);
    let token = Token::with_chain(root, &intermediate, leaf_params("leaf", &[SERVICE]));
    assert_eq!(untrusted(&token), PathError::NotAnAuthority { index: 1 });
}

#[test]
fn an_issuer_whose_key_is_for_other_uses_is_refused() {
    let root = Authority::root(authority_params("root"));
    let mut other_use = authority_params("intermediate");
    other_use.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let intermediate = Authority::below(other_use, &root);
    let token = Token::with_chain(root, &intermediate, leaf_params("leaf", &[SERVICE]));
    assert_eq!(untrusted(&token), PathError::KeyUsage { index: 1 });
}

#[test]
fn every_certificate_must_be_valid_now() {
    let dated = |leaf: i32, intermediate: i32, root: i32| {
        let dates = |mut params: rcgen::CertificateParams, year| {
            params.not_before = date_time_ymd(year, 1, 1);
            params.not_after = date_time_ymd(year + 1, 1, 1);
            params
        };
        let root = Authority::root(dates(authority_params("root"), root));
        let intermediate = dates(authority_params("intermediate"), intermediate);
        let intermediate = Authority::below(intermediate, &root);
        let leaf = dates(leaf_params("leaf", &[SERVICE]), leaf);
        let mut token = Token::with_chain(root, &intermediate, leaf);
        token.chain.push(token.root.der.clone());
        token.judge()
    };
    assert!(dated(2025, 2025, 2025).is_ok());
    for (position, years) in [
        (0, (2024, 2025, 2025)),
        (1, (2025, 2024, 2025)),
        (2, (2025, 2025, 2024)),
    ] {
        let refused = dated(years.0, years.1, years.2).unwrap_err();
        assert_eq!(refused.reason(), "hms_cert_expired");
        assert!(matches!(refused, Error::CertExpired { index, .. } if index == position));
    }
    for (position, years) in [
        (0, (2026, 2025, 2025)),
        (1, (2025, 2026, 2025)),
        (2, (2025, 2025, 2026)),
    ] {
        let refused = dated(years.0, years.1, years.2).unwrap_err();
        assert_eq!(refused.reason(), "hms_cert_not_yet_valid");
        assert!(matches!(refused, Error::CertNotYetValid { index, .. } if index == position));
    }
}

/// The judgement of a token whose leaf has these names.
fn named(common_name: &str, dns_names: &[&str]) -> Result<(), &'static str> {
    let root = Authority::root(authority_params("root"));
    let intermediate = Authority::below(authority_params("intermediate"), &root);
    let token = Token::with_chain(root, &intermediate, leaf_params(common_name, dns_names));
    token.judge().map(|_| ()).map_err(|error| error.reason())
}

#[test]
fn the_service_is_found_among_the_dns_names() {
    assert_eq!(named("leaf", &[SERVICE]), Ok(()));
    assert_eq!(named("leaf", &["a.example", SERVICE, "b.example"]), Ok(()));
    assert_eq!(named("leaf", &[&SERVICE.to_uppercase()]), Ok(()));
}

#[test]
fn the_common_name_counts_only_without_dns_names() {
    assert_eq!(named(SERVICE, &[]), Ok(()));
    assert_eq!(named(SERVICE, &["a.example"]), Err("hms_leaf_name"));
    let root = Authority::root(authority_params("root"));
    let intermediate = Authority::below(authority_params("intermediate"), &root);
    let mut leaf = leaf_params(SERVICE, &[]);
    let address = SanType::Rfc822Name("a@b.example".try_into().unwrap());
    leaf.subject_alt_names = vec![address];
    assert!(Token::with_chain(root, &intermediate, leaf).judge().is_ok());
}

#[test]
fn other_hosts_are_refused() {
    for name in [
        "hicloud.com",
        "platform.hicloud.com",
        "x.sysintegrity.platform.hicloud.com",
        "sysintegrity.platform.hicloud.com.example",
        "sysintegrity.platform.hicloud.com.",
        "*.platform.hicloud.com",
        "sysintegrity.platform.hicloud.co",
    ] {
        assert_eq!(named("leaf", &[name]), Err("hms_leaf_name"), "{name}");
        assert_eq!(named(name, &[]), Err("hms_leaf_name"), "{name}");
    }
}

/// The judgement of a token whose leaf also has these contents as subject alternative names.
fn alternatively(common_name: &str, values: &[&[u8]]) -> Result<(), &'static str> {
    let root = Authority::root(authority_params("root"));
    let intermediate = Authority::below(authority_params("intermediate"), &root);
    let mut leaf = leaf_params(common_name, &[]);
    let extension =
        |value: &&[u8]| CustomExtension::from_oid_content(&[2, 5, 29, 17], value.to_vec());
    leaf.custom_extensions = values.iter().map(extension).collect();
    let token = Token::with_chain(root, &intermediate, leaf);
    token.judge().map(|_| ()).map_err(|error| error.reason())
}

/// A subject alternative name with one entry of this tag.
fn one_name(tag: u8, name: &str) -> Vec<u8> {
    let length = u8::try_from(name.len()).unwrap();
    [&[0x30, length + 2, tag, length], name.as_bytes()].concat()
}

#[test]
fn a_repeated_or_unreadable_alternative_name_names_nobody() {
    let right = one_name(0x82, SERVICE);
    assert_eq!(alternatively("leaf", &[&right]), Ok(()));
    let trailing = [right.as_slice(), &[0]].concat();
    let (_, cut) = right.split_last().unwrap();
    assert_eq!(
        alternatively(SERVICE, &[&right, &right]),
        Err("hms_leaf_name")
    );
    for value in [trailing.as_slice(), cut, b"", b"\x05\0"] {
        assert_eq!(
            alternatively(SERVICE, &[value]),
            Err("hms_leaf_name"),
            "{value:02x?}"
        );
    }
}

#[test]
fn only_dns_names_are_names_of_hosts() {
    for tag in [0x81, 0x86, 0x87, 0xa2] {
        let other = one_name(tag, SERVICE);
        assert_eq!(
            alternatively("leaf", &[&other]),
            Err("hms_leaf_name"),
            "{tag:02x}"
        );
    }
}

#[test]
fn of_two_common_names_none_counts() {
    let root = Authority::root(authority_params("root"));
    let intermediate = Authority::below(authority_params("intermediate"), &root);
    let mut leaf = leaf_params(SERVICE, &[]);
    // A second attribute of the same kind, written by its number.
    let common_name = DnType::CustomDnType(vec![2, 5, 4, 3]);
    leaf.distinguished_name.push(common_name, "other.example");
    let token = Token::with_chain(root, &intermediate, leaf);
    assert_eq!(token.reason(), "hms_leaf_name");
}
