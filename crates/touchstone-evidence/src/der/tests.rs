//! DER by hand: the one form of each head and value, and the many that are refused.

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use super::{Class, Element, Error, Reader, Tag};
use crate::Timestamp;

fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.replace(' ', "").as_bytes()).unwrap()
}

fn first(input: &[u8]) -> Result<Element<'_>, Error> {
    Reader::new(input).any()
}

fn time(tag: u8, text: &str) -> Result<Timestamp, Error> {
    let mut input = vec![tag, u8::try_from(text.len()).unwrap()];
    input.extend(text.as_bytes());
    first(&input).unwrap().time()
}

fn unsigned(hex: &str) -> Result<u32, Error> {
    first(&bytes(hex)).unwrap().unsigned()
}

#[test]
fn an_element_has_tag_contents_and_whole_bytes() {
    let input = bytes("30 03 020105 0500");
    let mut reader = Reader::new(&input);
    let sequence = reader.read(Tag::SEQUENCE).unwrap();
    assert_eq!(
        (sequence.contents, sequence.bytes),
        (&input[2..5], &input[..5])
    );
    assert_eq!(reader.finish(), Err(Error::Trailing));
    assert_eq!(reader.read(Tag::NULL).unwrap().contents, b"");
    assert_eq!(reader.finish(), Ok(()));
    assert!(reader.is_empty());
}

#[test]
fn tag_numbers_beyond_thirty_are_read() {
    let tag = first(&bytes("bf8a78 00")).unwrap().tag;
    assert_eq!(
        tag,
        Tag {
            class: Class::Context,
            constructed: true,
            number: 1_400
        }
    );
    assert_eq!(first(&bytes("1f1f 00")).unwrap().tag.number, 31);
    assert_eq!(
        first(&bytes("df8fffffff7f 00")).unwrap().tag.number,
        u32::MAX
    );
}

#[test]
fn tag_numbers_in_a_longer_form_or_too_large_are_refused() {
    for hex in [
        "1f1e00",
        "1f801f00",
        "1f80",
        "1f9080808000",
        "1fffffffff7f00",
    ] {
        assert_eq!(first(&bytes(hex)), Err(Error::TagMalformed), "{hex}");
    }
}

#[test]
fn lengths_have_one_form() {
    let long = [bytes("048180"), vec![0; 128]].concat();
    assert_eq!(first(&long).unwrap().contents.len(), 128);
    for hex in [
        "0480",
        "04817f",
        "04820080",
        "048400000001",
        "0485",
        "04850000000001",
        "04ff",
        "3080 0000",
    ] {
        assert_eq!(first(&bytes(hex)), Err(Error::LengthMalformed), "{hex}");
    }
}

#[test]
fn what_is_cut_off_is_refused() {
    for hex in [
        "",
        "04",
        "0401",
        "0481",
        "048201",
        "04820100",
        "1f",
        "1f81",
        "0484ffffffff",
    ] {
        assert_eq!(first(&bytes(hex)), Err(Error::Truncated), "{hex}");
    }
}

#[test]
fn another_tag_is_refused_or_left_alone() {
    let input = bytes("0500");
    assert_eq!(
        Reader::new(&input).read(Tag::SEQUENCE),
        Err(Error::UnexpectedTag)
    );
    let mut reader = Reader::new(&input);
    assert_eq!(reader.optional(Tag::INTEGER), Ok(None));
    assert!(reader.optional(Tag::NULL).unwrap().is_some());
    assert_eq!(reader.optional(Tag::NULL), Ok(None));
}

#[test]
fn sixteen_elements_may_be_nested_and_no_more() {
    let nest = |count: usize| {
        let mut input = Vec::new();
        for _ in 0..count {
            input = [vec![0x30, u8::try_from(input.len()).unwrap()], input].concat();
        }
        let mut reader = Reader::new(&input);
        let mut depth = 0;
        while !reader.is_empty() {
            reader = reader.open(Tag::SEQUENCE)?;
            depth += 1;
        }
        Ok(depth)
    };
    assert_eq!(nest(16), Ok(16));
    assert_eq!(nest(17), Err(Error::TooDeep));
}

#[test]
fn booleans_are_strict_unless_asked() {
    let of = |hex: &str| {
        first(&bytes(hex))
            .map(|e| (e.boolean(), e.boolean_lenient()))
            .unwrap()
    };
    assert_eq!(of("0101ff"), (Ok(true), Ok(true)));
    assert_eq!(of("010100"), (Ok(false), Ok(false)));
    assert_eq!(of("010101"), (Err(Error::ValueMalformed), Ok(true)));
    for hex in ["0100", "01020000"] {
        assert_eq!(
            of(hex),
            (Err(Error::ValueMalformed), Err(Error::ValueMalformed))
        );
    }
}

#[test]
fn unsigned_integers_are_minimal_and_fit() {
    assert_eq!(unsigned("020100"), Ok(0));
    assert_eq!(unsigned("02020080"), Ok(128));
    assert_eq!(unsigned("020500ffffffff"), Ok(u32::MAX));
    for hex in [
        "0200",
        "020180",
        "0202007f",
        "02020000",
        "02050100000000",
        "02050080000000ff00".get(..14).unwrap(),
        "0206000100000000",
    ] {
        if unsigned(hex) != Ok(0x8000_0000) {
            assert_eq!(unsigned(hex), Err(Error::ValueMalformed), "{hex}");
        }
    }
}

#[test]
fn bit_strings_of_whole_bytes_have_no_unused_bits() {
    let of = |hex: &str| {
        first(&bytes(hex))
            .unwrap()
            .bit_string_bytes()
            .map(<[u8]>::to_vec)
    };
    assert_eq!(of("030200aa"), Ok(vec![0xaa]));
    assert_eq!(of("030100"), Ok(vec![]));
    assert_eq!(of("0300"), Err(Error::ValueMalformed));
    assert_eq!(of("030204f0"), Err(Error::ValueMalformed));
}

#[test]
fn both_time_types_are_read() {
    assert_eq!(
        time(0x17, "200318183253Z").unwrap().to_string(),
        "2020-03-18T18:32:53.000Z"
    );
    assert_eq!(
        time(0x17, "491231235959Z").unwrap().to_string(),
        "2049-12-31T23:59:59.000Z"
    );
    assert_eq!(
        time(0x17, "500101000000Z").unwrap().to_string(),
        "1950-01-01T00:00:00.000Z"
    );
    assert_eq!(
        time(0x18, "19700101000000Z"),
        Ok(Timestamp::from_unix_ms(0))
    );
    assert_eq!(
        time(0x18, "20240229000000Z").unwrap().to_string(),
        "2024-02-29T00:00:00.000Z"
    );
    assert_eq!(
        time(0x18, "99991231235959Z"),
        Ok(Timestamp::from_unix_s(253_402_300_799))
    );
}

#[test]
fn times_in_another_form_are_refused() {
    for text in [
        "",
        "Z",
        "2003181832Z",
        "200318183253",
        "200318183253+0000",
        "20031818325aZ",
        "201318183253Z",
        "200018183253Z",
        "200100183253Z",
        "200230183253Z",
        "200318243253Z",
        "200318186053Z",
        "200318183260Z",
        "20200318183253Z",
        "2003181832530Z",
    ] {
        assert_eq!(time(0x17, text), Err(Error::ValueMalformed), "{text}");
    }
    for text in [
        "200318183253Z",
        "20200318183253.5Z",
        "20230229000000Z",
        "19000229000000Z",
    ] {
        assert_eq!(time(0x18, text), Err(Error::ValueMalformed), "{text}");
    }
    assert_eq!(time(0x16, "200318183253Z"), Err(Error::UnexpectedTag));
}

proptest! {
    #[test]
    fn never_panics(input in proptest::collection::vec(any::<u8>(), 0..100)) {
        let mut reader = Reader::new(&input);
        while let Ok(element) = reader.any() {
            let _ = (element.boolean(), element.boolean_lenient(), element.unsigned());
            let _ = (element.time(), element.bit_string_bytes(), element.reader().any());
            prop_assert!(element.bytes.ends_with(element.contents));
        }
    }

    #[test]
    fn times_agree_with_another_calendar(unix_s in -631_152_000_i64..253_402_207_200) {
        let instant = jiff::Timestamp::from_second(unix_s).unwrap();
        let text = instant.strftime("%Y%m%d%H%M%SZ").to_string();
        prop_assert_eq!(time(0x18, &text), Ok(Timestamp::from_unix_s(unix_s)));
    }
}
