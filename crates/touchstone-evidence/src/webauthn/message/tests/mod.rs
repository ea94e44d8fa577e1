//! Bodies of results: each check by what it refuses.

mod authentication;
mod common;
mod optional;

use serde_json::{Value, json};

use super::super::{Ceremony, Padding};
use super::{AuthenticationMessage, Error, RegistrationMessage, checks, registration};

fn registration_body() -> Value {
    json!({
        "id": "aWQ",
        "type": "public-key",
        "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
    })
}

fn authentication_body() -> Value {
    json!({
        "id": "aWQ",
        "type": "public-key",
        "response": {"clientDataJSON": "e30", "authenticatorData": "AQ", "signature": "Ag"},
    })
}

/// Sets a member, at the end of a path, or removes it.
fn with(mut body: Value, path: &[&str], value: Option<Value>) -> Value {
    let (last, objects) = path.split_last().unwrap();
    let object = objects
        .iter()
        .fold(&mut body, |object, name| &mut object[*name]);
    let members = object.as_object_mut().unwrap();
    match value {
        Some(value) => members.insert((*last).to_owned(), value),
        None => members.remove(*last),
    };
    body
}

fn read_registration(body: &Value) -> Result<RegistrationMessage, Error> {
    registration(body.to_string().as_bytes(), Padding::Refused)
}

fn read_authentication(body: &Value) -> Result<AuthenticationMessage, Error> {
    super::authentication(body.to_string().as_bytes(), Padding::Refused)
}

/// The reason for which both ceremonies refuse their right body with this member changed.
#[track_caller]
fn refused_by_both(path: &[&str], value: Option<Value>) -> Error {
    let error = read_registration(&with(registration_body(), path, value.clone())).unwrap_err();
    let other = read_authentication(&with(authentication_body(), path, value)).unwrap_err();
    assert_eq!(error, other);
    for ceremony in [Ceremony::Registration, Ceremony::Authentication] {
        let listed = checks(ceremony);
        assert!(listed.iter().any(|(check, _)| *check == error.check()));
    }
    error
}

/// A value of every JSON type but text.
fn other_types() -> [Value; 5] {
    [json!(1469), json!(true), json!({}), json!([]), json!(null)]
}
