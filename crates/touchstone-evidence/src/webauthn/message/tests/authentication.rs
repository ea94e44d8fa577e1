//! What an authentication's body has of its own: E16 to E18.

use serde_json::{Value, json};

use super::super::Error;
use super::{authentication_body, other_types, read_authentication, with};

fn refused(path: &[&str], value: Option<Value>) -> Error {
    read_authentication(&with(authentication_body(), path, value)).unwrap_err()
}

#[test]
fn authenticator_data_and_signature_are_base64url_of_1_to_8192_bytes() {
    for (member, check, missing, malformed) in [
        (
            "authenticatorData",
            "E16",
            "authenticator_data_missing",
            "authenticator_data_malformed",
        ),
        (
            "signature",
            "E17",
            "signature_missing",
            "signature_malformed",
        ),
    ] {
        let path = ["response", member];
        let error = refused(&path, None);
        assert_eq!((error.check(), error.reason()), (check, missing));
        for wrong in other_types().into_iter().chain([json!(""), json!("a+")]) {
            let error = refused(&path, Some(wrong));
            assert_eq!((error.check(), error.reason()), (check, malformed));
        }
        let bytes = |count| {
            Some(json!(
                data_encoding::BASE64URL_NOPAD.encode(&vec![7; count])
            ))
        };
        assert_eq!(refused(&path, bytes(8_193)).reason(), malformed);
        let most = with(authentication_body(), &path, bytes(8_192));
        assert!(read_authentication(&most).is_ok());
    }
}

#[test]
fn user_handle_is_absent_or_1_to_64_bytes() {
    let path = ["response", "userHandle"];
    let read = |value| read_authentication(&with(authentication_body(), &path, value));
    for absent in [None, Some(json!(null)), Some(json!(""))] {
        assert_eq!(read(absent).unwrap().user_handle, None);
    }
    assert_eq!(
        read(Some(json!("aWQ"))).unwrap().user_handle,
        Some(b"id".to_vec())
    );
    let handle = |count| {
        Some(json!(
            data_encoding::BASE64URL_NOPAD.encode(&vec![7; count])
        ))
    };
    assert!(read(handle(64)).is_ok());
    let wrong = [json!(1469), json!(true), json!({}), json!([]), json!("a+")];
    for wrong in wrong.into_iter().map(Some).chain([handle(65)]) {
        let error = refused(&path, wrong);
        assert_eq!(
            (error.check(), error.reason()),
            ("E18", "user_handle_malformed")
        );
    }
}
