//! Lists made by hand: what the reader refuses, and that it never panics. Signatures are tested with minted ones.

use proptest::prelude::*;

use super::{Crl, CrlError};
use crate::x509::oid;

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

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

fn extension(name: &[u8], is_critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if is_critical {
        vec![1, 1, 0xff]
    } else {
        vec![]
    };
    sequence(&[element(6, name), critical, element(4, value)])
}

fn time() -> Vec<u8> {
    element(0x17, b"250101000000Z")
}

fn entry(serial: &[u8]) -> Vec<u8> {
    sequence(&[element(2, serial), time()])
}

/// A list with these fields behind the first time, signed with nonsense.
fn list(fields: &[Vec<u8>]) -> Vec<u8> {
    let algorithm = sequence(&[element(6, oid::ECDSA_WITH_SHA256)]);
    let mut signed = vec![element(2, &[1]), algorithm.clone(), sequence(&[]), time()];
    signed.extend_from_slice(fields);
    sequence(&[sequence(&signed), algorithm, element(3, &[0, 1])])
}

fn with_extensions(extensions: &[Vec<u8>]) -> Vec<u8> {
    list(&[element(0xa0, &sequence(extensions))])
}

#[test]
fn serial_numbers_are_found_whatever_their_leading_zeros() {
    let entries = [&[9][..], &[0, 0x80], &[1, 2, 3], &[0xff]].map(entry);
    let crl = Crl::parse(&list(&[time(), sequence(&entries)])).unwrap();
    assert_eq!(crl.entries(), 4);
    for revoked in [&[9][..], &[0, 9], &[0x80], &[0, 0, 1, 2, 3], &[0, 0xff]] {
        assert!(crl.revokes(revoked), "{revoked:02x?}");
    }
    for good in [&[][..], &[0], &[1], &[1, 2], &[1, 2, 3, 0], &[0x7f]] {
        assert!(!crl.revokes(good), "{good:02x?}");
    }
}

#[test]
fn a_list_may_be_empty_and_without_an_end() {
    let crl = Crl::parse(&list(&[])).unwrap();
    assert_eq!((crl.entries(), crl.next_update()), (0, None));
    let outdated = crl.check_current(crl.this_update());
    assert_eq!(outdated, Err(CrlError::Expired { next_update: None }));
    let reason = sequence(&[extension(&[0x55, 0x1d, 0x15], false, &[10, 1, 1])]);
    let with_reason = sequence(&[element(2, &[1]), time(), reason]);
    let crl = Crl::parse(&list(&[time(), sequence(&[with_reason])])).unwrap();
    assert!(crl.revokes(&[1]) && crl.check_current(crl.this_update()).is_ok());
}

#[test]
fn what_is_cut_off_extended_or_of_another_shape_is_refused() {
    let whole = list(&[time(), sequence(&[entry(&[1])])]);
    for length in 0..whole.len() {
        assert!(Crl::parse(&whole[..length]).is_err(), "{length}");
    }
    assert!(Crl::parse(&[whole, vec![0]].concat()).is_err());
    for fields in [
        vec![sequence(&[element(2, &[1])])],
        vec![sequence(&[sequence(&[element(2, &[1])])])],
        vec![sequence(&[sequence(&[element(2, &[1]), element(5, &[])])])],
        vec![sequence(&[entry(&[1; 65])])],
        vec![element(5, &[])],
        vec![element(0xa0, &[])],
    ] {
        assert!(Crl::parse(&list(&fields)).is_err(), "{fields:02x?}");
    }
}

#[test]
fn lists_of_other_kinds_are_refused() {
    let unsupported = |extensions: &[Vec<u8>]| {
        Crl::parse(&with_extensions(extensions)).err() == Some(CrlError::Unsupported)
    };
    let delta = extension(&[0x55, 0x1d, 0x1b], true, &[2, 1, 1]);
    assert!(unsupported(&[delta]));
    let number = extension(oid::CRL_NUMBER, false, &[2, 1, 1]);
    assert!(unsupported(&[number.clone(), number.clone()]));
    let scope = |value: &[u8]| extension(oid::ISSUING_DISTRIBUTION_POINT, true, value);
    assert!(unsupported(&[scope(&[0x30, 3, 0x84, 1, 0xff])]));
    assert!(!unsupported(&[number, scope(&[0x30, 3, 0x84, 1, 0])]));
    let md5_with_rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04];
    let mut der = list(&[]);
    let at = |der: &[u8]| der.windows(8).position(|of| of == oid::ECDSA_WITH_SHA256);
    let place = at(&der).unwrap();
    der[place..place + 8].copy_from_slice(&md5_with_rsa[..8]);
    assert_eq!(Crl::parse(&der).err(), Some(CrlError::SchemeUnknown));
}

#[test]
fn the_part_that_a_list_covers_is_told() {
    let scope = |value: &[u8]| {
        let extension = extension(oid::ISSUING_DISTRIBUTION_POINT, true, value);
        Crl::parse(&with_extensions(&[extension])).map(|crl| crl.scope().clone())
    };
    let leaves = scope(&[0x30, 3, 0x81, 1, 0xff]).unwrap();
    assert!(leaves.leaves_only && leaves.urls.is_none() && !leaves.incomplete);
    assert!(scope(&[0x30, 3, 0x82, 1, 0xff]).unwrap().authorities_only);
    assert!(scope(&[0x30, 4, 0x83, 2, 1, 2]).unwrap().incomplete);
    assert!(scope(&[0x30, 3, 0x85, 1, 0xff]).unwrap().incomplete);
    let url = element(0xa0, &element(0xa0, &element(0x86, b"http://a")));
    let urls = scope(&element(0x30, &url)).unwrap().urls;
    assert_eq!(urls, Some(vec!["http://a".to_owned()]));
    let relative = element(0xa0, &element(0xa1, &[]));
    assert_eq!(scope(&element(0x30, &relative)).unwrap().urls, Some(vec![]));
    for bad in [
        &[][..],
        &[5, 0],
        &[0x30, 2, 0x81, 0],
        &[0x30, 3, 0x86, 1, 0],
    ] {
        assert!(scope(bad).is_err(), "{bad:02x?}");
    }
}

proptest! {
    #[test]
    fn never_panics(input in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Crl::parse(&input);
    }

    #[test]
    fn never_panics_near_a_right_list(at in 0_usize..70, byte in any::<u8>()) {
        let mut der = list(&[time(), sequence(&[entry(&[1])])]);
        if let Some(slot) = der.get_mut(at) {
            *slot = byte;
        }
        if let Ok(crl) = Crl::parse(&der) {
            let _ = (crl.revokes(&[1]), crl.check_current(crl.this_update()));
        }
    }
}
