//! Client data by hand: each check by what it refuses.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Ceremony, Padding};
use super::{CHECKS, ClientData, ClientDataRules, Error};
use crate::digest::sha256;

const ORIGIN: &str = "https://siven.ch";

fn right() -> Value {
    json!({"type": "webauthn.create", "challenge": "Y2hhbGxlbmdl", "origin": ORIGIN})
}

fn with(name: &str, value: Value) -> Value {
    let mut data = right();
    data[name] = value;
    data
}

fn without(name: &str) -> Value {
    let mut data = right();
    data.as_object_mut().unwrap().remove(name);
    data
}

fn read(data: &Value) -> Result<ClientData, Error> {
    let text = data.to_string();
    ClientData::read(text.as_bytes(), Ceremony::Registration, Padding::Refused)
}

/// Reads and judges; `change` loosens or tightens the rules.
fn judge<'e>(data: &Value, change: impl FnOnce(&mut ClientDataRules<'e>)) -> Result<(), Error> {
    let mut rules = ClientDataRules {
        origins: &[],
        subdomains_of: None,
        allow_cross_origin: false,
        top_origins: &[],
        token_binding_shape: true,
    };
    change(&mut rules);
    let origins = [ORIGIN.to_owned(), "android:apk-key-hash:abc".to_owned()];
    let rules = ClientDataRules {
        origins: &origins,
        ..rules
    };
    let data = read(data)?;
    data.expect_challenge(b"challenge")?;
    data.judge(&rules)
}

#[track_caller]
fn refused(data: &Value, check: &str, reason: &str) {
    let error = judge(data, |_| {}).unwrap_err();
    assert_eq!((error.check(), error.reason()), (check, reason), "{data}");
    assert!(CHECKS.iter().any(|(number, _)| *number == check));
}

/// A value of every JSON type but text, and the empty text.
fn no_texts() -> [Value; 6] {
    [
        json!(7),
        json!(true),
        json!({}),
        json!([]),
        json!(null),
        json!(""),
    ]
}

#[test]
fn right_client_data_gives_challenge_hash_and_origin() {
    let data = read(&right()).unwrap();
    assert_eq!(data.challenge(), b"challenge");
    assert_eq!(data.hash(), &sha256(&[right().to_string().as_bytes()]));
    assert_eq!(data.origin(), Some(ORIGIN));
    assert_eq!(judge(&right(), |_| {}), Ok(()));
    assert_eq!(
        judge(&with("origin", json!("android:apk-key-hash:abc")), |_| {}),
        Ok(())
    );
}

#[test]
fn one_leading_bom_is_hashed_but_not_read() {
    let read = |bytes: &[u8]| ClientData::read(bytes, Ceremony::Registration, Padding::Refused);
    let text = right().to_string();
    let with_bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let data = read(&with_bom).unwrap();
    assert_eq!(data.hash(), &sha256(&[&with_bom]));
    let with_two = [b"\xef\xbb\xbf", with_bom.as_slice()].concat();
    assert!(matches!(read(&with_two), Err(Error::NotJson(_))));
}

#[test]
fn client_data_is_a_json_object_without_repeated_names() {
    let read = |text: &[u8]| ClientData::read(text, Ceremony::Registration, Padding::Refused);
    for wrong in [
        &b""[..],
        b"plain text",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{\"type\":1",
        b"{\"type\":\"webauthn.create\",\"type\":\"webauthn.create\"}",
    ] {
        let error = read(wrong).unwrap_err();
        assert_eq!(
            (error.check(), error.reason()),
            ("C1", "client_data_not_json")
        );
    }
}

#[test]
fn type_is_that_of_the_ceremony() {
    refused(&without("type"), "C2", "client_data_type_missing");
    for wrong in no_texts() {
        refused(&with("type", wrong), "C3", "client_data_type_malformed");
    }
    for wrong in ["webauthn.get", "WebAuthn.create", "payment.get"] {
        refused(
            &with("type", json!(wrong)),
            "C4",
            "client_data_type_mismatch",
        );
    }
    let text = with("type", json!("webauthn.get")).to_string();
    let read = ClientData::read(text.as_bytes(), Ceremony::Authentication, Padding::Refused);
    assert!(read.is_ok());
}

#[test]
fn challenge_is_base64url_and_the_expected_one() {
    refused(&without("challenge"), "C5", "challenge_missing");
    let texts = ["a+b/", "Y2hhbGxlbmdl=", "YQ=="].map(|text| json!(text));
    for wrong in no_texts().into_iter().chain(texts) {
        refused(&with("challenge", wrong), "C6", "challenge_malformed");
    }
    for other in ["Y2hhbGxlbmdm", "Y2hhbGxlbmc", "YQ"] {
        refused(&with("challenge", json!(other)), "C7", "challenge_mismatch");
    }
}

#[test]
fn padding_of_the_challenge_is_taken_where_it_is_tolerated() {
    let text = with("challenge", json!("YQ==")).to_string();
    let data = ClientData::read(text.as_bytes(), Ceremony::Registration, Padding::Tolerated);
    assert_eq!(data.unwrap().challenge(), b"a");
}

#[test]
fn origin_is_one_of_the_relying_partys() {
    refused(&without("origin"), "C8", "origin_missing");
    for wrong in no_texts() {
        refused(&with("origin", wrong), "C9", "origin_malformed");
    }
    for wrong in [
        "https://siven.ch.evil.example",
        "http://siven.ch",
        "https://siven.ch:8443",
        "https://siven.ch/",
        "https://www.siven.ch",
        "HTTPS://siven.ch",
    ] {
        refused(&with("origin", json!(wrong)), "C10", "origin_mismatch");
    }
}

#[test]
fn origins_below_the_rp_id_are_taken_where_they_are_allowed() {
    let below = |origin: &str| {
        let data = with("origin", json!(origin));
        judge(&data, |rules| rules.subdomains_of = Some("siven.ch"))
    };
    assert_eq!(below("https://www.siven.ch"), Ok(()));
    assert_eq!(below(ORIGIN), Ok(()));
    for wrong in [
        "https://evilsiven.ch",
        "http://www.siven.ch",
        "https://siven.ch:1",
    ] {
        assert_eq!(below(wrong).unwrap_err().reason(), "origin_mismatch");
    }
}

#[test]
fn cross_origin_is_a_truth_value_and_true_only_where_it_is_allowed() {
    for wrong in [json!("true"), json!(1), json!(null), json!([])] {
        refused(&with("crossOrigin", wrong), "C11", "cross_origin_malformed");
    }
    let inside = with("crossOrigin", json!(true));
    refused(&inside, "C12", "cross_origin_not_allowed");
    assert_eq!(
        judge(&inside, |rules| rules.allow_cross_origin = true),
        Ok(())
    );
    assert_eq!(judge(&with("crossOrigin", json!(false)), |_| {}), Ok(()));
}

#[test]
fn top_origin_stands_beside_cross_origin_and_is_listed() {
    let listed = ["https://top.example".to_owned()];
    let around = |cross_origin: Value, top_origin: Value| {
        let mut data = with("crossOrigin", cross_origin);
        data["topOrigin"] = top_origin;
        judge(&data, |rules| {
            rules.allow_cross_origin = true;
            rules.top_origins = &listed;
        })
    };
    let top = json!("https://top.example");
    assert_eq!(around(json!(true), top.clone()), Ok(()));
    for (cross_origin, wrong) in [
        (json!(false), top.clone()),
        (json!(true), json!(7)),
        (json!(true), json!(null)),
    ] {
        let error = around(cross_origin, wrong).unwrap_err();
        assert_eq!(
            (error.check(), error.reason()),
            ("C13", "top_origin_malformed")
        );
    }
    refused(&with("topOrigin", top), "C13", "top_origin_malformed");
    let error = around(json!(true), json!("https://other.example")).unwrap_err();
    assert_eq!(
        (error.check(), error.reason()),
        ("C14", "top_origin_not_allowed")
    );
}

#[test]
fn token_binding_has_a_known_status() {
    for status in ["present", "supported", "not-supported"] {
        let binding = json!({"status": status, "id": "x"});
        assert_eq!(judge(&with("tokenBinding", binding), |_| {}), Ok(()));
    }
    for wrong in [
        json!("supported"),
        json!({}),
        json!({"status": "x"}),
        json!(null),
    ] {
        let data = with("tokenBinding", wrong);
        refused(&data, "C15", "token_binding_malformed");
        assert_eq!(
            judge(&data, |rules| rules.token_binding_shape = false),
            Ok(())
        );
    }
}

#[test]
fn unknown_members_are_ignored() {
    let data = with("other_keys_can_be_added_here", json!({"a": [1.5, "x"]}));
    assert_eq!(judge(&data, |_| {}), Ok(()));
}

proptest! {
    #[test]
    fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = ClientData::read(&bytes, Ceremony::Registration, Padding::Tolerated);
    }
}
