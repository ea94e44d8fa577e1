//! Bodies that are no request, and what is kept of those that are.

use super::*;

fn text(text: &str) -> Field<'_> {
    Field::Text(Cow::Borrowed(text))
}

/// A body whose member `x` reaches this many levels, the request's object included.
fn nested(levels: usize) -> String {
    let inner = levels - 1;
    format!("{{\"x\":{}{}}}", "[".repeat(inner), "]".repeat(inner))
}

#[test]
fn what_is_no_json_object_is_refused() {
    for body in [
        "",
        " ",
        "[]",
        "{",
        "}",
        "null",
        "1",
        "\"a\"",
        "{}{}",
        "{} x",
        "{\"a\":}",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":\"\u{1}\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\ud800\"}",
        "[{\"attestationToken\":\"AA==\"}]",
        "\u{feff}{\"attestationToken\":\"AA==\"}",
    ] {
        assert_eq!(parse(body.as_bytes()), Err(Cause::NotAnObject), "{body}");
    }
}

#[test]
fn bytes_that_are_no_utf_8_are_refused_wherever_they_stand() {
    for body in [
        &b"{\"attestationToken\":\"\xff\"}"[..],
        b"{\"unknown\":\"\xc3\x28\"}",
        b"{\"\xff\":1}",
        b"{\"a\":1}\xff",
    ] {
        assert_eq!(parse(body), Err(Cause::NotAnObject));
    }
}

#[test]
fn the_ninth_level_is_refused_in_arrays_and_in_objects() {
    assert_eq!(parse(nested(9).as_bytes()), Err(Cause::NotAnObject));
    assert_eq!(parse(nested(100_000).as_bytes()), Err(Cause::NotAnObject));
    let objects = format!("{}1{}", "{\"a\":".repeat(9), "}".repeat(9));
    assert_eq!(parse(objects.as_bytes()), Err(Cause::NotAnObject));
}

#[test]
fn eight_levels_are_read() {
    assert_eq!(parse(nested(8).as_bytes()), Ok(Fields::default()));
    let objects = format!("{}1{}", "{\"a\":".repeat(8), "}".repeat(8));
    assert_eq!(parse(objects.as_bytes()), Ok(Fields::default()));
}

#[test]
fn a_name_that_comes_twice_is_refused_by_name_whether_known_or_not_and_however_it_is_written() {
    for (body, name) in [
        (
            r#"{"attestationToken":"AA==","attestationToken":"AA=="}"#,
            "attestationToken",
        ),
        (
            r#"{"attestationToken":"AA==","attestationToken":null}"#,
            "attestationToken",
        ),
        (
            r#"{"attestationToken":null,"\u0061ttestationToken":"AA=="}"#,
            "attestationToken",
        ),
        (r#"{"x":1,"x":1,"y":1,"y":1}"#, "x"),
        (r#"{"":1,"":1}"#, ""),
    ] {
        assert_eq!(
            parse(body.as_bytes()),
            Err(Cause::duplicate(name)),
            "{body}"
        );
    }
}

#[test]
fn a_name_twice_in_a_body_that_is_no_json_is_told_as_no_json() {
    let body = br#"{"x":1,"x":1,}"#;
    assert_eq!(parse(body), Err(Cause::NotAnObject));
}

#[test]
fn a_long_name_that_comes_twice_is_told_back_in_part() {
    let name = "\u{e9}".repeat(5_000);
    let body = format!("{{\"{name}\":1,\"{name}\":1}}");
    let told = format!("duplicate field {}", "\u{e9}".repeat(128));
    assert_eq!(parse(body.as_bytes()).unwrap_err().to_string(), told);
}

#[test]
fn names_are_compared_with_their_case_and_only_on_the_first_level() {
    let body = br#"{"x":{"y":1,"y":2},"X":1,"AttestationToken":"AA=="}"#;
    assert_eq!(parse(body), Ok(Fields::default()));
}

#[test]
fn null_is_absent_and_an_empty_string_is_not() {
    let body = br#"{"attestationToken":null,"sessionReference":"","deviceNonce":null}"#;
    let fields = parse(body).unwrap();
    assert_eq!(fields.attestation_token, Field::Absent);
    assert_eq!(fields.session_reference, text(""));
    assert_eq!(fields.device_nonce, Field::Absent);
    assert_eq!(fields.expected_nonce, Field::Absent);
}

#[test]
fn values_of_other_types_are_kept_apart_from_strings() {
    for value in ["1", "-1", "1.5", "true", "[]", "{}", "[\"AA==\"]"] {
        let body = format!("{{\"attestationToken\":{value}}}");
        let fields = parse(body.as_bytes()).unwrap();
        assert_eq!(fields.attestation_token, Field::Other, "{value}");
    }
}

#[test]
fn the_four_fields_are_kept_in_any_order_with_white_space_and_escapes() {
    let body = b" {\"expectedNonce\" : \"d\",\n\"deviceNonce\":\"\\u0063\",\
        \"unknown\":[{\"deep\":1}],\"sessionReference\":\"b\",\"attestationToken\":\"a\"}\t";
    let fields = parse(body).unwrap();
    assert_eq!(fields.attestation_token, text("a"));
    assert_eq!(fields.session_reference, text("b"));
    assert_eq!(fields.device_nonce, text("c"));
    assert_eq!(fields.expected_nonce, text("d"));
}
