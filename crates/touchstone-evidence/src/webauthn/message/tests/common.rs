//! What both ceremonies' bodies have: E1 to E13.

use serde_json::json;

use super::super::super::{Ceremony, Padding};
use super::super::{authentication, checks, registration};
use super::{
    other_types, read_authentication, read_registration, refused_by_both, registration_body, with,
};

fn reason(body: &[u8]) -> &'static str {
    let error = registration(body, Padding::Refused).unwrap_err();
    let other = authentication(body, Padding::Refused).unwrap_err();
    assert_eq!(error, other);
    error.reason()
}

#[test]
fn right_bodies_give_their_parts() {
    let message = read_registration(&registration_body()).unwrap();
    assert_eq!(message.credential_id, b"id");
    assert_eq!(message.client_data, b"{}");
    assert_eq!(message.attestation_object, [0xa0]);
    assert_eq!(message.extension_results.answers(), None);
}

#[test]
fn bodies_are_one_json_object_in_utf8() {
    for wrong in [
        &b""[..],
        b"[]",
        b"null",
        b"\"id\"",
        b"{\"id\":\"aWQ\"",
        b"{} {}",
        b"\xef\xbb\xbf{}",
        b"{\"id\":\"\xff\"}",
    ] {
        assert_eq!(reason(wrong), "body_malformed", "{wrong:?}");
    }
}

#[test]
fn bodies_have_at_most_16_levels_and_131072_bytes() {
    let deep = |levels: usize| with(registration_body(), &["x"], Some(nested(levels)));
    assert!(read_registration(&deep(15)).is_ok());
    assert_eq!(reason(deep(16).to_string().as_bytes()), "body_malformed");
    let long = |bytes: usize| {
        let body = with(registration_body(), &["x"], Some(json!("")));
        let body = body.to_string();
        let filler = "x".repeat(bytes - body.len());
        body.replace(r#""x":"""#, &format!(r#""x":"{filler}""#))
    };
    assert!(registration(long(131_072).as_bytes(), Padding::Refused).is_ok());
    assert_eq!(reason(long(131_073).as_bytes()), "body_malformed");
}

fn nested(levels: usize) -> serde_json::Value {
    (0..levels).fold(json!(1), |inner, _| json!([inner]))
}

#[test]
fn names_come_once_in_every_object() {
    for wrong in [
        r#"{"type":"public-key","type":"x"}"#,
        r#"{"response":{"a":1,"a":1}}"#,
        r#"{"x":[{"b":1,"\u0062":1}]}"#,
    ] {
        assert_eq!(reason(wrong.as_bytes()), "body_duplicate_member");
    }
    assert_eq!(reason(br#"{"a":1,"a":1"#), "body_malformed");
}

#[test]
fn id_is_base64url_of_1_to_1023_bytes() {
    assert_eq!(refused_by_both(&["id"], None).reason(), "id_missing");
    let texts = ["", "a+b/", "YQ==", "YR", "Y", "a b"].map(|text| json!(text));
    for wrong in other_types().into_iter().chain(texts) {
        let error = refused_by_both(&["id"], Some(wrong));
        assert_eq!((error.check(), error.reason()), ("E4", "id_malformed"));
    }
    let id = |bytes| {
        Some(json!(
            data_encoding::BASE64URL_NOPAD.encode(&vec![7; bytes])
        ))
    };
    assert_eq!(refused_by_both(&["id"], id(1_024)).reason(), "id_too_long");
    assert!(read_registration(&with(registration_body(), &["id"], id(1_023))).is_ok());
}

#[test]
fn raw_id_is_absent_or_id() {
    for wrong in [json!("aWR"), json!("x"), json!(1), json!("aWQ=")] {
        let error = refused_by_both(&["rawId"], Some(wrong));
        assert_eq!((error.check(), error.reason()), ("E6", "raw_id_mismatch"));
    }
    for right in [json!("aWQ"), json!(null)] {
        assert!(read_registration(&with(registration_body(), &["rawId"], Some(right))).is_ok());
    }
}

#[test]
fn type_is_public_key() {
    assert_eq!(refused_by_both(&["type"], None).reason(), "type_missing");
    for wrong in other_types() {
        assert_eq!(
            refused_by_both(&["type"], Some(wrong)).reason(),
            "type_malformed"
        );
    }
    for wrong in ["", "Public-Key", "public-key "] {
        let error = refused_by_both(&["type"], Some(json!(wrong)));
        assert_eq!((error.check(), error.reason()), ("E9", "type_unsupported"));
    }
}

#[test]
fn response_is_an_object() {
    assert_eq!(
        refused_by_both(&["response"], None).reason(),
        "response_missing"
    );
    for wrong in [json!("x"), json!(1), json!([]), json!(null), json!(true)] {
        let error = refused_by_both(&["response"], Some(wrong));
        assert_eq!(
            (error.check(), error.reason()),
            ("E11", "response_malformed")
        );
    }
}

#[test]
fn client_data_is_base64url_of_1_to_8192_bytes() {
    let path = ["response", "clientDataJSON"];
    assert_eq!(refused_by_both(&path, None).reason(), "client_data_missing");
    for wrong in other_types().into_iter().chain([json!(""), json!("e3=")]) {
        let error = refused_by_both(&path, Some(wrong));
        assert_eq!(
            (error.check(), error.reason()),
            ("E13", "client_data_malformed")
        );
    }
    let data = |bytes| {
        Some(json!(
            data_encoding::BASE64URL_NOPAD.encode(&vec![7; bytes])
        ))
    };
    assert_eq!(
        refused_by_both(&path, data(8_193)).reason(),
        "client_data_malformed"
    );
    assert!(read_registration(&with(registration_body(), &path, data(8_192))).is_ok());
}

#[test]
fn right_padding_is_taken_in_every_field_where_it_is_tolerated() {
    let body = json!({
        "id": "aQ==",
        "type": "public-key",
        "response": {"clientDataJSON": "e30=", "attestationObject": "oA=="},
    });
    let padded = body.to_string();
    assert!(registration(padded.as_bytes(), Padding::Tolerated).is_ok());
    assert!(registration(padded.as_bytes(), Padding::Refused).is_err());
}

#[test]
fn attestation_object_is_base64url_of_1_to_65536_bytes() {
    let path = ["response", "attestationObject"];
    let refused = |value| read_registration(&with(registration_body(), &path, value)).unwrap_err();
    assert_eq!(refused(None).reason(), "attestation_object_missing");
    for wrong in other_types().into_iter().chain([json!(""), json!("oA==")]) {
        let error = refused(Some(wrong));
        assert_eq!(
            (error.check(), error.reason()),
            ("E15", "attestation_object_malformed")
        );
    }
    let object = |bytes| {
        Some(json!(
            data_encoding::BASE64URL_NOPAD.encode(&vec![7; bytes])
        ))
    };
    assert_eq!(
        refused(object(65_537)).reason(),
        "attestation_object_malformed"
    );
    assert!(read_registration(&with(registration_body(), &path, object(65_536))).is_ok());
}

#[test]
fn each_ceremony_asks_for_its_own_members() {
    let error = read_authentication(&registration_body()).unwrap_err();
    assert_eq!(error.reason(), "authenticator_data_missing");
    let numbers = |ceremony| {
        checks(ceremony)
            .into_iter()
            .map(|(check, _)| check)
            .collect()
    };
    let registration: Vec<_> = numbers(Ceremony::Registration);
    let authentication: Vec<_> = numbers(Ceremony::Authentication);
    assert_eq!(registration[13..], ["E14", "E15", "E19"]);
    assert_eq!(authentication[13..], ["E16", "E17", "E18", "E19"]);
}

/// Everything is wrong at once; then the fault of one check after the other is mended.
#[test]
fn checks_run_in_the_printed_order() {
    let mut body = json!({"rawId": 1, "userAgent": 5});
    let order = [
        ("id_missing", vec!["id"], json!("aWQ")),
        ("raw_id_mismatch", vec!["rawId"], json!("aWQ")),
        ("type_missing", vec!["type"], json!(5)),
        ("type_malformed", vec!["type"], json!("x")),
        ("type_unsupported", vec!["type"], json!("public-key")),
        ("response_missing", vec!["response"], json!(1)),
        ("response_malformed", vec!["response"], json!({})),
        (
            "client_data_missing",
            vec!["response", "clientDataJSON"],
            json!(""),
        ),
        (
            "client_data_malformed",
            vec!["response", "clientDataJSON"],
            json!("e30"),
        ),
        (
            "attestation_object_missing",
            vec!["response", "attestationObject"],
            json!(""),
        ),
        (
            "attestation_object_malformed",
            vec!["response", "attestationObject"],
            json!("oA"),
        ),
        ("optional_field_malformed", vec!["userAgent"], json!("x")),
    ];
    for (reason, path, mended) in order {
        assert_eq!(read_registration(&body).unwrap_err().reason(), reason);
        body = with(body, &path, Some(mended));
    }
    assert!(read_registration(&body).is_ok());
}
