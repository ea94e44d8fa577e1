//! BER by hand: what becomes DER, what is refused, and that DER stays as it is.

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use super::{Error, to_der};
use crate::der::{Reader, Tag};

fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.replace(' ', "").as_bytes()).unwrap()
}

fn becomes(ber: &str, der: &str) {
    assert_eq!(to_der(&bytes(ber)), Ok(bytes(der)), "{ber}");
}

fn refused(ber: &str, error: Error) {
    assert_eq!(to_der(&bytes(ber)), Err(error), "{ber}");
}

#[test]
fn der_stays_as_it_is() {
    for der in [
        "0500",
        "30 03 020105",
        "0400",
        "31 00",
        "bf8a78 02 0400",
        "0c0161",
    ] {
        becomes(der, der);
    }
}

#[test]
fn indefinite_lengths_become_definite() {
    becomes("3080 020105 0000", "3003 020105");
    becomes("3080 0000", "3000");
    becomes("a080 3080 0500 0000 0000", "a004 3002 0500");
}

#[test]
fn long_lengths_become_shortest() {
    becomes("30 8103 020105", "3003 020105");
    becomes("04 84 00000001 aa", "0401aa");
    let long = "00".repeat(200);
    becomes(&format!("04 8200c8 {long}"), &format!("0481c8 {long}"));
}

#[test]
fn octet_strings_in_pieces_are_joined() {
    becomes("2480 0401aa 0400 0402bbcc 0000", "0403aabbcc");
    becomes("2406 0401aa 0401bb", "0402aabb");
    becomes("2480 0000", "0400");
    becomes("30 80 2480 0401aa 0000 0500 0000", "3005 0401aa 0500");
}

#[test]
fn pieces_of_another_kind_are_refused() {
    refused("2480 0500 0000", Error::PiecesMalformed);
    refused("2480 2480 0000 0000", Error::PiecesMalformed);
    refused("2403 020105", Error::PiecesMalformed);
    refused("2380 030200aa 0000", Error::PiecesMalformed);
    refused("2c03 0c0161", Error::PiecesMalformed);
}

#[test]
fn what_is_cut_off_is_refused() {
    for ber in [
        "",
        "30",
        "3080",
        "3080 05",
        "3080 0500",
        "3080 0500 00",
        "3003 0201",
        "0482 01",
        "2480 0402aa",
        "3005 0500",
    ] {
        refused(ber, Error::Truncated);
    }
}

#[test]
fn heads_that_ber_does_not_have_are_refused() {
    for ber in [
        "0480 0000",
        "0485 0000000001 aa",
        "04ff",
        "0000",
        "3002 0000",
        "2402 0000",
        "1f1e00",
        "3080 000100 0000",
    ] {
        refused(ber, Error::HeadMalformed);
    }
}

#[test]
fn nothing_may_stand_behind_the_element() {
    refused("0500 00", Error::Trailing);
    refused("3080 0000 0000", Error::Trailing);
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |levels: usize| format!("{}{}", "3080".repeat(levels), "0000".repeat(levels));
    assert!(to_der(&bytes(&nested(16))).is_ok());
    refused(&nested(17), Error::TooDeep);
    refused(&"3080".repeat(4_000), Error::TooDeep);
    let longest = [bytes("04821ffc"), vec![0; 8_188]].concat();
    assert!(to_der(&longest).is_ok());
    assert_eq!(to_der(&[longest, vec![0]].concat()), Err(Error::TooLong));
}

proptest! {
    #[test]
    fn never_panics_and_gives_der(input in proptest::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(der) = to_der(&input) {
            prop_assert_eq!(to_der(&der), Ok(der.clone()));
            prop_assert!(der.len() <= input.len());
            let mut reader = Reader::new(&der);
            prop_assert!(reader.any().is_ok() && reader.is_empty());
        }
    }

    #[test]
    fn pieces_join_to_what_was_cut(
        parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..100), 0..8),
    ) {
        let mut ber = vec![0x24, 0x80];
        for part in &parts {
            ber.extend([0x04, u8::try_from(part.len()).unwrap()]);
            ber.extend(part);
        }
        ber.extend([0, 0]);
        let der = to_der(&ber).unwrap();
        let joined = Reader::new(&der).read(Tag::OCTET_STRING).unwrap();
        prop_assert_eq!(joined.contents, parts.concat());
    }
}
