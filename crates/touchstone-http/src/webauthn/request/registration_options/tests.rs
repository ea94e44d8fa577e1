//! Bodies of W1 and W3: the first wrong field is told.

use serde_json::{Value, json};

use super::*;
use crate::webauthn::request::authentication_options::authentication_options;

/// A request with these members more.
fn with(more: Value) -> Value {
    let mut body = json!({"username": "jeff", "displayName": "Jeff B"});
    let members = body.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    body
}

fn read(body: &Value) -> Result<OptionsRequest, Wrong> {
    options(body.to_string().as_bytes(), Profile::Nevis)
}

fn registered(more: Value) -> RegistrationOptionsRequest {
    match read(&with(more)) {
        Ok(OptionsRequest::Registration(asked)) => asked,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_reason(body: &Value, reason: &'static str) {
    assert_eq!(read(body), Err(Wrong::new(reason)), "{body}");
}

#[track_caller]
fn assert_field(more: Value, field: &'static str) {
    assert_eq!(read(&with(more)), Err(Wrong::field(field)));
}

#[test]
fn what_is_no_object_is_malformed() {
    let deep = format!("{}{}", "[".repeat(16), "]".repeat(16));
    let deep = format!(r#"{{"username":"jeff","displayName":"J","x":{deep}}}"#);
    for body in ["", "[]", "null", "{", "\u{feff}{}", &deep] {
        let read = options(body.as_bytes(), Profile::Nevis);
        assert_eq!(read, Err(Wrong::new("body_malformed")), "{body}");
    }
    let twice = br#"{"username":"a","username":"a"}"#;
    assert_eq!(
        options(twice, Profile::Nevis),
        Err(Wrong::new("body_duplicate_member"))
    );
}

#[test]
fn the_user_name_is_told_first() {
    assert_reason(&json!({}), "username_missing");
    assert_reason(
        &json!({"username": null, "displayName": 7}),
        "username_missing",
    );
    for name in [
        json!(7),
        json!(["jeff"]),
        json!("a\u{0}"),
        json!("\u{85}"),
        json!("a".repeat(257)),
    ] {
        assert_reason(&with(json!({ "username": name })), "username_malformed");
        assert_reason(&json!({ "username": name }), "username_malformed");
    }
    assert_reason(&with(json!({"username": ""})), "username_empty");
}

#[test]
fn names_are_counted_in_bytes() {
    assert_eq!(
        registered(json!({"username": "a".repeat(256)}))
            .username
            .len(),
        256
    );
    let name = "\u{e9}".repeat(129);
    assert_reason(&with(json!({ "username": name })), "username_malformed");
}

#[test]
fn a_display_name_must_be_one() {
    for name in [json!(7), json!({}), json!("a\n"), json!("a".repeat(257))] {
        assert_reason(
            &with(json!({ "displayName": name })),
            "display_name_malformed",
        );
    }
    assert_eq!(registered(json!({"displayName": ""})).display_name, "");
}

#[test]
fn without_a_display_name_an_authentication_is_asked_for() {
    for body in [
        json!({"username": "jeff"}),
        json!({"username": "", "displayName": null}),
    ] {
        assert!(
            matches!(read(&body), Ok(OptionsRequest::Authentication(_))),
            "{body}"
        );
    }
    let body = json!({"username": "jeff"}).to_string();
    let read = options(body.as_bytes(), Profile::L3);
    assert!(matches!(read, Ok(OptionsRequest::Authentication(_))));
}

#[test]
fn the_conformance_profile_misses_the_display_name() {
    let read = |body: Value| options(body.to_string().as_bytes(), Profile::Conformance);
    let missing = Err(Wrong::new("display_name_missing"));
    assert_eq!(read(json!({"username": "jeff"})), missing);
    assert_eq!(
        read(json!({"username": "jeff", "displayName": null})),
        missing
    );
    assert_eq!(read(json!({})), Err(Wrong::new("username_missing")));
}

#[test]
fn wishes_of_another_type_or_word_are_told_by_their_field() {
    assert_field(
        json!({"authenticatorSelection": []}),
        "authenticatorSelection",
    );
    for (name, field, values) in [
        (
            "authenticatorAttachment",
            "authenticatorSelection.authenticatorAttachment",
            [json!("both"), json!(1)],
        ),
        (
            "residentKey",
            "authenticatorSelection.residentKey",
            [json!("yes"), json!(true)],
        ),
        (
            "requireResidentKey",
            "authenticatorSelection.requireResidentKey",
            [json!("true"), json!(1)],
        ),
        (
            "userVerification",
            "authenticatorSelection.userVerification",
            [json!("always"), json!("Required")],
        ),
    ] {
        for value in values {
            assert_field(json!({"authenticatorSelection": {name: value}}), field);
        }
    }
    for value in [json!("full"), json!(1), json!([])] {
        assert_field(json!({ "attestation": value }), "attestation");
    }
}

#[test]
fn hints_and_mediation_are_known_words() {
    for value in [
        json!("hybrid"),
        json!(["usb"]),
        json!([1]),
        json!(["hybrid", "hybrid", "hybrid", "hybrid"]),
    ] {
        assert_field(json!({ "hints": value }), "hints");
    }
    for value in [json!("always"), json!(true)] {
        assert_field(json!({ "mediation": value }), "mediation");
    }
    assert!(registered(json!({"mediation": "conditional"})).conditional);
    assert!(!registered(json!({"mediation": "optional"})).conditional);
    assert!(!registered(json!({})).conditional);
    let hints = registered(json!({"hints": ["security-key", "hybrid"]})).hints;
    assert_eq!(hints.unwrap(), ["security-key", "hybrid"]);
}

#[test]
fn null_and_unknown_members_are_as_if_they_were_not_there() {
    let nothing = registered(json!({}));
    let nulls = json!({
        "authenticatorSelection": null, "attestation": null, "extensions": null, "hints": null,
        "mediation": null, "example": {"a": 1},
    });
    assert_eq!(registered(nulls), nothing);
    let inner = json!({"authenticatorSelection": {"residentKey": null, "example": 1}});
    assert_eq!(registered(inner), nothing);
}

#[test]
fn w3_takes_an_empty_name_and_its_own_user_verification() {
    let read = |body: Value| authentication_options(body.to_string().as_bytes(), Profile::Nevis);
    assert_eq!(read(json!({"username": ""})).unwrap().username, "");
    assert_eq!(
        read(json!({"username": null})),
        Err(Wrong::new("username_missing"))
    );
    assert_eq!(read(json!({})), Err(Wrong::new("username_missing")));
    let always = json!({"username": "jeff", "userVerification": "always"});
    assert_eq!(read(always), Err(Wrong::field("userVerification")));
    let bad = json!({"username": "jeff", "extensions": {"appid": 1}});
    assert_eq!(read(bad), Err(Wrong::extension("appid")));
}
