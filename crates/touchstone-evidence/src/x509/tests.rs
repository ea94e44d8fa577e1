//! A real certificate bent in many ways: what the reader refuses, and that it never panics.

use proptest::prelude::*;

use super::extension::{KeyUse, key_usage};
use super::{
    BasicConstraints, Certificate, Error, OutsideValidity, Validity, oid, pem_certificates,
};
use crate::signature::{PublicKey, Scheme};
use crate::{Timestamp, der};

fn root() -> Vec<u8> {
    let text = include_str!("../../anchors/apple_app_attestation_root_ca.pem");
    pem_certificates(text).unwrap().remove(0)
}

/// An element with a length of up to 65,535.
fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let head = match length {
        [0, short @ 0..=127] => vec![tag, short],
        [0, long] => vec![tag, 0x81, long],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [head.as_slice(), contents].concat()
}

/// A certificate with these serial number, extensions and algorithm names; its key is nonsense.
fn certificate(serial: &[u8], extensions: Option<&[u8]>, inner: &[u8], outer: &[u8]) -> Vec<u8> {
    let name = element(0x30, &[]);
    let time = element(0x17, b"250101000000Z");
    let spki = element(
        0x30,
        &[element(0x30, &element(0x06, &[0x2a])), element(0x03, &[0])].concat(),
    );
    let mut tbs = vec![
        element(0xa0, &element(0x02, &[2])),
        element(0x02, serial),
        element(0x30, inner),
        name.clone(),
        element(0x30, &[time.clone(), time].concat()),
        name,
        spki,
    ];
    tbs.extend(extensions.map(|list| element(0xa3, &element(0x30, list))));
    let parts = [
        element(0x30, &tbs.concat()),
        element(0x30, outer),
        element(0x03, &[0, 1]),
    ];
    element(0x30, &parts.concat())
}

fn extension(name: &[u8], value: &[u8]) -> Vec<u8> {
    element(0x30, &[element(0x06, name), element(0x04, value)].concat())
}

fn with_extensions(list: &[Vec<u8>]) -> Vec<u8> {
    certificate(&[1], Some(&list.concat()), &[], &[])
}

#[test]
fn the_parts_of_a_real_certificate_are_told() {
    let der = root();
    let certificate = Certificate::parse(&der).unwrap();
    assert_eq!(certificate.der, der);
    assert_eq!(certificate.issuer, certificate.subject);
    assert_eq!(certificate.serial.len(), 16);
    assert_eq!(certificate.scheme(), Some(Scheme::EcdsaSha384));
    assert!(matches!(
        certificate.spki.public_key(),
        Some(PublicKey::P384(_))
    ));
    assert_eq!(
        certificate.validity.not_after.to_string(),
        "2045-03-15T00:00:00.000Z"
    );
    let authority = BasicConstraints {
        authority: true,
        path_length: None,
    };
    assert_eq!(certificate.basic_constraints(), Ok(Some(authority)));
    assert_eq!(certificate.may_sign_certificates(), Ok(Some(true)));
    assert_eq!(certificate.extension(oid::APPLE_NONCE), Ok(None));
    assert_eq!(certificate.extensions.iter().count(), 3);
}

#[test]
fn a_certificate_cut_off_or_extended_is_refused() {
    let der = root();
    for length in 0..der.len() {
        assert!(Certificate::parse(&der[..length]).is_err(), "{length}");
    }
    let extended = [der, vec![0]].concat();
    assert_eq!(
        Certificate::parse(&extended).err(),
        Some(Error::Malformed(der::Error::Trailing))
    );
}

#[test]
fn odd_serial_numbers_are_read_up_to_the_limit() {
    for serial in [&[][..], &[0], &[0xff, 0x80], &[0, 0, 1], &[0x80; 64]] {
        let der = certificate(serial, None, &[], &[]);
        assert_eq!(Certificate::parse(&der).unwrap().serial, serial);
    }
    let der = certificate(&[1; 65], None, &[], &[]);
    assert_eq!(Certificate::parse(&der).err(), Some(Error::BeyondLimit));
}

#[test]
fn an_unknown_key_stays_opaque() {
    let der = certificate(&[1], None, &[], &[]);
    assert_eq!(Certificate::parse(&der).unwrap().spki.public_key(), None);
}

#[test]
fn extensions_are_bounded_in_number() {
    let one = extension(&[0x55], &[]);
    assert!(Certificate::parse(&with_extensions(&vec![one.clone(); 64])).is_ok());
    let refused = Certificate::parse(&with_extensions(&vec![one; 65])).err();
    assert_eq!(refused, Some(Error::BeyondLimit));
}

#[test]
fn certificates_are_bounded_in_bytes() {
    let large = |value: usize| with_extensions(&[extension(&[0x55], &vec![0; value])]);
    assert!(Certificate::parse(&large(32_000)).is_ok());
    assert_eq!(
        Certificate::parse(&large(32_768)).err(),
        Some(Error::BeyondLimit)
    );
}

#[test]
fn malformed_extension_lists_are_refused_when_read() {
    let name_only = element(0x30, &element(0x06, &[0x55]));
    let trailing = element(
        0x30,
        &[element(0x06, &[0x55]), element(0x04, &[]), vec![5, 0]].concat(),
    );
    let bad_flag = element(
        0x30,
        &[
            element(0x06, &[0x55]),
            element(0x01, &[]),
            element(0x04, &[]),
        ]
        .concat(),
    );
    for bad in [vec![0x05], vec![0x05, 0x00], name_only, trailing, bad_flag] {
        let der = with_extensions(&[extension(&[0x54], &[]), bad.clone()]);
        assert!(Certificate::parse(&der).is_err(), "{bad:02x?}");
    }
}

#[test]
fn a_repeated_extension_is_told_only_when_it_is_asked_for() {
    let twice = extension(oid::BASIC_CONSTRAINTS, &[0x30, 0]);
    let der = with_extensions(&[
        twice.clone(),
        twice,
        extension(oid::KEY_USAGE, &[3, 2, 2, 4]),
    ]);
    let certificate = Certificate::parse(&der).unwrap();
    assert_eq!(
        certificate.basic_constraints(),
        Err(Error::RepeatedExtension)
    );
    assert_eq!(certificate.may_sign_certificates(), Ok(Some(true)));
}

#[test]
fn a_flag_of_01_is_true_in_real_certificates() {
    let critical = element(
        0x30,
        &[element(0x06, &[0x55]), vec![1, 1, 1], element(0x04, &[])].concat(),
    );
    let der = with_extensions(&[critical]);
    assert!(
        Certificate::parse(&der)
            .unwrap()
            .extensions
            .iter()
            .all(|extension| extension.critical)
    );
    let lenient = BasicConstraints::parse(&[0x30, 3, 1, 1, 1]).unwrap();
    assert!(lenient.authority);
}

#[test]
fn basic_constraints_are_read_whole() {
    let parsed = BasicConstraints::parse(&[0x30, 6, 1, 1, 0xff, 2, 1, 3]);
    assert_eq!(
        parsed,
        Ok(BasicConstraints {
            authority: true,
            path_length: Some(3)
        })
    );
    let none = BasicConstraints {
        authority: false,
        path_length: None,
    };
    assert_eq!(BasicConstraints::parse(&[0x30, 0]), Ok(none));
    for bad in [
        &[][..],
        &[0x30],
        &[0x30, 0, 0],
        &[0x31, 0],
        &[0x30, 2, 5, 0],
        &[0x30, 3, 2, 1, 0x80],
    ] {
        assert!(BasicConstraints::parse(bad).is_err(), "{bad:02x?}");
    }
}

#[test]
fn key_usage_bits_are_read_whole() {
    let key_cert_sign = |usage: &[u8]| key_usage(usage, KeyUse::Certificates);
    let crl_sign = |usage: &[u8]| key_usage(usage, KeyUse::RevocationLists);
    assert_eq!(key_cert_sign(&[3, 2, 1, 0x06]), Ok(true));
    assert_eq!(key_cert_sign(&[3, 2, 4, 0xf0]), Ok(false));
    assert_eq!(key_cert_sign(&[3, 3, 7, 0x04, 0x80]), Ok(true));
    assert_eq!(key_cert_sign(&[3, 1, 0]), Ok(false));
    assert_eq!(crl_sign(&[3, 2, 1, 0x06]), Ok(true));
    assert_eq!(crl_sign(&[3, 2, 2, 0x04]), Ok(false));
    assert_eq!(crl_sign(&[3, 1, 0]), Ok(false));
    for bad in [
        &[][..],
        &[3, 0],
        &[3, 2, 8, 4],
        &[4, 2, 1, 6],
        &[3, 2, 1, 6, 0],
    ] {
        assert!(crl_sign(bad).is_err(), "{bad:02x?}");
        assert!(key_cert_sign(bad).is_err(), "{bad:02x?}");
    }
}

#[test]
fn algorithms_must_agree_and_have_no_parameters_but_null() {
    let name = element(0x06, oid::ECDSA_WITH_SHA256);
    let null = [name.clone(), vec![5, 0]].concat();
    let scheme = |inner: &[u8], outer: &[u8]| {
        Certificate::parse(&certificate(&[1], None, inner, outer))
            .unwrap()
            .scheme()
    };
    assert_eq!(scheme(&name, &name), Some(Scheme::EcdsaSha256));
    assert_eq!(scheme(&null, &null), Some(Scheme::EcdsaSha256));
    assert_eq!(scheme(&name, &null), None);
    let md5_with_rsa = element(
        0x06,
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04],
    );
    let full_null = [name.clone(), vec![5, 1, 0]].concat();
    let twice = [null.clone(), vec![5, 0]].concat();
    let other = [name, vec![2, 1, 0]].concat();
    for refused in [md5_with_rsa, full_null, twice, other, vec![]] {
        assert_eq!(scheme(&refused, &refused), None);
    }
}

#[test]
fn validity_has_a_leeway_before_and_none_after() {
    let at = Timestamp::from_unix_s;
    let validity = Validity {
        not_before: at(1_000),
        not_after: at(2_000),
    };
    assert_eq!(validity.check(at(940)), Ok(()));
    let early = OutsideValidity::NotYetValid {
        not_before: at(1_000),
    };
    assert_eq!(validity.check(at(940).plus_ms(-1)), Err(early));
    assert_eq!(validity.check(at(2_000)), Ok(()));
    let late = OutsideValidity::Expired {
        not_after: at(2_000),
    };
    assert_eq!(validity.check(at(2_000).plus_ms(1)), Err(late));
}

proptest! {
    #[test]
    fn never_panics(input in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Certificate::parse(&input);
    }

    #[test]
    fn never_panics_near_a_real_certificate(at in 0_usize..550, byte in any::<u8>()) {
        let mut der = root();
        if let Some(slot) = der.get_mut(at) {
            *slot = byte;
        }
        if let Ok(certificate) = Certificate::parse(&der) {
            let _ = (certificate.scheme(), certificate.spki.public_key());
            let _ = (certificate.basic_constraints(), certificate.may_sign_certificates());
            let _ = certificate.extensions.iter().count();
        }
    }
}
