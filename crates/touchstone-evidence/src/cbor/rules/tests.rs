//! CBOR under rules by hand: strict forms, bounds, and what can only be skipped.

use data_encoding::HEXLOWER;

use super::super::{Error, Form, Keys, Rules, parse, skip};

fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.replace(' ', "").as_bytes()).unwrap()
}

fn strict(hex: &str) -> Result<(), Error> {
    let rules = Rules {
        form: Form::Shortest,
        map_entries_max: 2,
        array_elements_max: 1,
        ..Rules::from(Keys::Labels)
    };
    parse(&bytes(hex), rules).map(|_| ())
}

#[test]
fn shortest_heads_and_definite_lengths_pass_where_they_are_asked_for() {
    for hex in [
        "00",
        "17",
        "1818",
        "190100",
        "1a00010000",
        "1b0000000100000000",
        "37",
        "3818",
        "40",
        "5818000000000000000000000000000000000000000000000000",
        "6161",
        "8100",
        "a10102",
        "f5",
        "f6",
        "f90000",
        "fb0000000000000000",
    ] {
        assert_eq!(strict(hex), Ok(()), "{hex}");
    }
}

#[test]
fn longer_heads_and_indefinite_lengths_are_refused_where_they_are_forbidden() {
    for hex in [
        "1817",
        "190017",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff",
        "3817",
        "580100",
        "780161",
        "980100",
        "b8010102",
        "9f00ff",
        "bfff",
        "5fff",
        "7fff",
        "a1180102",
        "a1011802",
        "a10181f81f",
    ] {
        assert!(strict(hex).is_err(), "{hex}");
    }
    assert_eq!(strict("1817"), Err(Error::NotShortest));
    assert_eq!(strict("a1180102"), Err(Error::NotShortest));
    assert_eq!(strict("bfff"), Err(Error::NotShortest));
}

#[test]
fn rules_bound_maps_and_arrays_apart() {
    assert_eq!(strict("a201000200"), Ok(()));
    assert_eq!(strict("a3010002000300"), Err(Error::TooManyEntries));
    assert_eq!(strict("820000"), Err(Error::TooManyEntries));
}

#[test]
fn whatever_is_well_formed_can_be_skipped() {
    for hex in [
        "a2 01 00 01 00",
        "a1 4161 00",
        "a1 80 00",
        "c0 6161",
        "bf 01 02 ff",
        "81 d9d9f7 00",
    ] {
        let input = bytes(&format!("{hex} ff"));
        assert_eq!(skip(&input).unwrap().1, [0xff], "{hex}");
    }
    let many = bytes(&format!("990100{}", "00".repeat(256)));
    assert_eq!(skip(&many).unwrap(), (many.as_slice(), [].as_slice()));
}

#[test]
fn what_is_not_well_formed_cannot_be_skipped() {
    for hex in [
        "",
        "18",
        "a1 01",
        "ff",
        "62 c328",
        "c0",
        "a1 01 ff",
        "9b7fffffffffffffff",
    ] {
        assert_eq!(skip(&bytes(hex)), Err(Error::Malformed), "{hex}");
    }
    assert_eq!(skip(&bytes(&"81".repeat(9))), Err(Error::TooDeep));
    assert_eq!(skip(&bytes(&"c0".repeat(60_000))), Err(Error::TooDeep));
}
