//! CBOR by hand: what one acceptable item is, and which bytes are none.

use std::borrow::Cow;

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use super::{Error, Key, Keys, parse, parse_prefix};

fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.replace(' ', "").as_bytes()).unwrap()
}

fn refused(hex: &str) -> Error {
    parse(&bytes(hex), Keys::Text).unwrap_err()
}

fn accepted(hex: &str) {
    parse(&bytes(hex), Keys::Text).unwrap();
}

#[test]
fn every_scalar_is_one_item() {
    for hex in [
        "00",
        "17",
        "1818",
        "190100",
        "1a00010000",
        "1b0000000100000000",
        "20",
        "3863",
        "3b7fffffffffffffff",
        "3bffffffffffffffff",
        "f4",
        "f5",
        "f6",
        "f7",
        "e0",
        "f3",
        "f820",
        "f8ff",
        "f90000",
        "fa00000000",
        "fb0000000000000000",
        "40",
        "4101",
        "60",
        "6161",
        "80",
        "a0",
    ] {
        accepted(hex);
    }
}

#[test]
fn lengths_need_not_be_shortest_nor_definite() {
    for hex in [
        "1800",
        "5800",
        "590001aa",
        "7b000000000000000161",
        "9800",
        "b800",
        "9fff",
        "bfff",
        "5fff",
        "7fff",
    ] {
        accepted(hex);
    }
    accepted("bf 6161 9f 01 02 ff 7f 6162 6163 ff 5f 41aa 40 ff ff");
}

#[test]
fn what_is_cut_off_is_malformed() {
    for hex in [
        "",
        "18",
        "19 01",
        "41",
        "5802aa",
        "6161 61".get(..2).unwrap(),
        "81",
        "a1",
        "a1 6161",
        "9f",
        "bf",
        "5f41aa",
        "1b00",
    ] {
        assert_eq!(refused(hex), Error::Malformed, "{hex}");
    }
}

#[test]
fn reserved_heads_and_stray_breaks_are_malformed() {
    for hex in [
        "1c", "1d", "1e", "1f", "3f", "5c", "7d", "9e", "bc", "fc", "fd", "fe", "ff", "81ff",
        "bf6161ff", "82 00 ff",
    ] {
        assert_eq!(refused(hex), Error::Malformed, "{hex}");
    }
}

#[test]
fn simple_values_in_the_wrong_form_are_malformed() {
    for hex in ["f800", "f813", "f814", "f818", "f81f"] {
        assert_eq!(refused(hex), Error::Malformed, "{hex}");
    }
}

#[test]
fn chunks_must_be_definite_strings_of_their_type() {
    for hex in [
        "5f 6161 ff",
        "7f 41aa ff",
        "5f 5f ff ff",
        "5f 00 ff",
        "5f 80 ff",
        "7f 61ff ff",
    ] {
        assert_eq!(refused(hex), Error::Malformed, "{hex}");
    }
}

#[test]
fn text_must_be_utf8_in_every_chunk() {
    assert_eq!(refused("62 c328"), Error::Malformed);
    assert_eq!(refused("7f 61c3 61a4 ff"), Error::Malformed);
    accepted("62 c3a4");
}

#[test]
fn eight_containers_may_be_open_and_no_more() {
    accepted(&format!("{}00", "81".repeat(8)));
    assert_eq!(refused(&format!("{}00", "81".repeat(9))), Error::TooDeep);
    assert_eq!(refused(&"9f".repeat(60_000)), Error::TooDeep);
    assert_eq!(
        refused(&format!("{}00", "a16161".repeat(9))),
        Error::TooDeep
    );
}

#[test]
fn sixty_four_entries_may_stand_in_a_container_and_no_more() {
    accepted(&format!("9840{}", "00".repeat(64)));
    assert_eq!(
        refused(&format!("9841{}", "00".repeat(65))),
        Error::TooManyEntries
    );
    accepted(&format!("9f{}ff", "00".repeat(64)));
    assert_eq!(
        refused(&format!("9f{}ff", "00".repeat(65))),
        Error::TooManyEntries
    );
    let map = |n: u8| {
        (0..n)
            .map(|i| format!("62{:02x}{:02x}00", b'a' + i / 16, b'a' + i % 16))
            .collect::<String>()
    };
    accepted(&format!("bf{}ff", map(64)));
    assert_eq!(refused(&format!("bf{}ff", map(65))), Error::TooManyEntries);
}

#[test]
fn declared_lengths_beyond_the_input_are_refused_at_once() {
    assert_eq!(refused("5b7fffffffffffffff"), Error::Malformed);
    assert_eq!(refused("7bffffffffffffffff"), Error::Malformed);
    assert_eq!(refused("9b7fffffffffffffff"), Error::TooManyEntries);
    assert_eq!(refused("bbffffffffffffffff"), Error::TooManyEntries);
}

#[test]
fn repeated_keys_are_refused_in_every_encoding() {
    assert_eq!(refused("a2 6161 00 6161 01"), Error::DuplicateKey);
    assert_eq!(refused("a2 6161 00 780161 01"), Error::DuplicateKey);
    assert_eq!(refused("a2 626162 00 7f61616162ff 01"), Error::DuplicateKey);
    assert_eq!(refused("81 a2 6161 00 6161 01"), Error::DuplicateKey);
    let labels = parse(&bytes("a2 01 00 1801 00"), Keys::Labels).unwrap_err();
    assert_eq!(labels, Error::DuplicateKey);
}

#[test]
fn keys_of_another_kind_are_refused() {
    for hex in [
        "a1 01 00",
        "a1 4161 00",
        "a1 f6 00",
        "a1 80 00",
        "a1 a0 00",
        "a1 9fff 00",
    ] {
        assert_eq!(refused(hex), Error::KeyKind, "{hex}");
    }
    assert!(parse(&bytes("a2 01 00 6161 00"), Keys::Labels).is_ok());
    for hex in ["a1 4161 00", "a1 f6 00", "a1 1bffffffffffffffff 00"] {
        assert_eq!(
            parse(&bytes(hex), Keys::Labels).unwrap_err(),
            Error::KeyKind,
            "{hex}"
        );
    }
}

#[test]
fn one_leading_self_described_tag_is_allowed_and_no_other() {
    accepted("d9d9f7 a0");
    assert_eq!(refused("d9d9f7 d9d9f7 a0"), Error::Tagged);
    assert_eq!(refused("c0 6161"), Error::Tagged);
    assert_eq!(refused("81 d9d9f7 00"), Error::Tagged);
    assert_eq!(refused("a1 d9d9f7 6161 00"), Error::Tagged);
    assert_eq!(refused("d9d9f7"), Error::Malformed);
}

#[test]
fn nothing_may_stand_behind_the_item() {
    assert_eq!(refused("a000"), Error::Trailing);
    assert_eq!(refused("9fffff"), Error::Trailing);
    let input = bytes("a0 00 01");
    let (_, rest) = parse_prefix(&input, Keys::Text).unwrap();
    assert_eq!(rest, [0x00, 0x01]);
}

#[test]
fn values_borrow_unless_they_came_in_chunks() {
    let input = bytes("a4 6161 4101 6162 5f 4101 4102 ff 6163 6178 6164 7f 6178 6179 ff");
    let map = parse(&input, Keys::Text).unwrap();
    assert!(matches!(
        map.get("a").unwrap().bytes(),
        Some(Cow::Borrowed([1]))
    ));
    assert!(matches!(map.get("b").unwrap().bytes(), Some(Cow::Owned(joined)) if joined == [1, 2]));
    assert!(matches!(
        map.get("c").unwrap().text(),
        Some(Cow::Borrowed("x"))
    ));
    assert!(matches!(map.get("d").unwrap().text(), Some(Cow::Owned(joined)) if joined == "xy"));
}

#[test]
fn strings_may_come_in_very_many_chunks() {
    for (begin, chunk) in [(0x5f, 0x40), (0x7f, 0x60)] {
        let mut input = vec![begin];
        input.extend([chunk, chunk + 1, b'x'].repeat(20_000));
        input.push(0xff);
        let item = parse(&input, Keys::Text).unwrap();
        let length = item
            .bytes()
            .map(|b| b.len())
            .or(item.text().map(|t| t.len()));
        assert_eq!(length, Some(20_000));
    }
}

#[test]
fn views_of_another_type_are_absent() {
    let input = bytes("a3 6161 01 6162 f6 6163 82 f5 20");
    let map = parse(&input, Keys::Text).unwrap();
    let one = map.get("a").unwrap();
    assert!(one.bytes().is_none() && one.text().is_none() && one.boolean().is_none());
    assert!(one.entries().is_none() && one.elements().is_none() && !one.is_null());
    assert_eq!(one.integer(), Some(1));
    assert!(map.get("b").unwrap().is_null());
    assert!(map.get("d").is_none() && map.get_label(1).is_none());
    let mut elements = map.get("c").unwrap().elements().unwrap();
    assert_eq!(elements.next().unwrap().boolean(), Some(true));
    assert_eq!(elements.next().unwrap().integer(), Some(-1));
    assert!(elements.next().is_none());
}

#[test]
fn entries_come_in_order_with_their_keys() {
    let input = bytes("bf 01 00 20 01 6161 02 ff");
    let map = parse(&input, Keys::Labels).unwrap();
    let keys: Vec<_> = map.entries().unwrap().map(|(key, _)| key).collect();
    assert_eq!(
        keys,
        [Key::Integer(1), Key::Integer(-1), Key::Text("a".into())]
    );
    assert_eq!(map.get_label(-1).unwrap().integer(), Some(1));
}

proptest! {
    #[test]
    fn never_panics(input in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(item) = parse(&input, Keys::Labels) {
            let _ = (item.bytes(), item.text(), item.integer(), item.get("a"), item.get_label(1));
            let _ = item.entries().map(Iterator::count);
            let _ = item.elements().map(Iterator::count);
        }
    }

    #[test]
    fn accepted_maps_give_every_entry(count in 0_u8..=64) {
        let mut input = vec![0xb8, count];
        for label in 0..count {
            input.extend([0x18, label, 0x00]);
        }
        let map = parse(&input, Keys::Labels).unwrap();
        prop_assert_eq!(map.entries().unwrap().count(), usize::from(count));
    }
}
