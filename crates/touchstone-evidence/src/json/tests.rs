//! JSON by hand: what is one acceptable text, and what its values answer.

use proptest::prelude::*;

use super::{Error, Value, parse, parse_to_depth};

fn read(text: &str) -> Result<Value, Error> {
    parse(text.as_bytes(), 1_024)
}

fn refused(text: &str) -> bool {
    matches!(read(text), Err(Error::Malformed { .. }))
}

#[test]
fn values_answer_to_their_own_type_only() {
    let value = read(r#"{"a":"t","b":true,"c":[1],"d":null,"e":7}"#).unwrap();
    let member = |name| value.get(name).unwrap();
    assert_eq!(member("a").text(), Some("t"));
    assert_eq!(member("b").boolean(), Some(true));
    assert_eq!(member("c").elements(), Some(&[Value::Integer(1)][..]));
    assert_eq!(member("e").unsigned(), Some(7));
    assert_eq!(member("d"), &Value::Null);
    assert_eq!(value.present("d"), None);
    for other in ["b", "c", "d", "e"] {
        assert_eq!(member(other).text(), None, "{other}");
    }
    for other in ["a", "c", "d", "e"] {
        assert_eq!(member(other).boolean(), None, "{other}");
    }
    for other in ["a", "b", "c", "d"] {
        assert_eq!(member(other).unsigned(), None, "{other}");
        assert_eq!(member(other).get("a"), None, "{other}");
    }
}

#[test]
fn a_name_that_comes_twice_is_refused_wherever_it_stands() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"b":2,"a":null}"#,
        r#"{"a":1,"\u0061":1}"#,
        r#"{"a":{"b":1,"b":1}}"#,
        r#"[{"b":1,"b":1}]"#,
    ] {
        assert_eq!(read(text), Err(Error::RepeatedName), "{text}");
    }
    assert!(read(r#"{"a":{"a":1},"A":1}"#).is_ok());
}

#[test]
fn what_is_no_json_is_refused_as_that_though_a_name_comes_twice() {
    for text in [
        r#"{"a":1,"a":1"#,
        r#"{"a":1,"a":1}}"#,
        r#"[{"a":1,"a":1},]"#,
    ] {
        let malformed = matches!(read(text), Err(Error::Malformed { .. }));
        assert!(malformed, "{text}");
    }
}

#[test]
fn a_format_may_say_how_deep_its_texts_are() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let read = |levels, most| parse_to_depth(nested(levels).as_bytes(), 1_024, most);
    assert!(read(16, 16).is_ok() && read(2, 2).is_ok());
    assert!(read(17, 16).is_err() && read(3, 2).is_err());
}

#[test]
fn eight_levels_are_read_and_nine_refused() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(read(&nested(8)).is_ok());
    assert!(refused(&nested(9)));
    assert!(read(&r#"{"a":"#.repeat(7)).is_err());
    let objects = |levels: usize| format!("{}1{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));
    assert!(read(&objects(8)).is_ok());
    assert!(refused(&objects(9)));
}

#[test]
fn texts_that_are_no_json_are_refused() {
    for text in [
        "",
        " ",
        "{",
        "{}{}",
        "{} x",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "nul",
        "01",
        "+1",
        "NaN",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "\"\\ud800\"",
        "\u{feff}{}",
        "// a\n1",
    ] {
        assert!(refused(text), "{text:?}");
    }
}

#[test]
fn texts_are_utf8_and_bounded() {
    assert_eq!(parse(b"\"\xff\"", 10), Err(Error::NotUtf8));
    assert_eq!(parse(b"[ ]", 2), Err(Error::TooLong));
    assert!(parse(b"[ ]", 3).is_ok());
}

#[test]
fn unsigned_integers_are_read_as_number_and_as_text() {
    for (text, number) in [
        ("0", 0),
        ("\"0\"", 0),
        ("42", 42),
        ("\"42\"", 42),
        ("9223372036854775807", i64::MAX),
        ("\"9223372036854775807\"", i64::MAX),
    ] {
        assert_eq!(read(text).unwrap().unsigned(), Some(number), "{text}");
    }
}

#[test]
fn what_is_no_unsigned_integer_is_none() {
    for text in [
        "-1",
        "\"-1\"",
        "-0",
        "1.0",
        "1e3",
        "\"1.0\"",
        "\"1e3\"",
        "\"\"",
        "\" 1\"",
        "\"+1\"",
        "\"01\"",
        "\"00\"",
        "\"0x1\"",
        "\"\u{661}\"",
        "9223372036854775808",
        "\"9223372036854775808\"",
        "18446744073709551616",
        "true",
        "[1]",
    ] {
        assert_eq!(read(text).unwrap().unsigned(), None, "{text}");
    }
}

proptest! {
    #[test]
    fn never_panics(text in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&text, 300);
    }
}
