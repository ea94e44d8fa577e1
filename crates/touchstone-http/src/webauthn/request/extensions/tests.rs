//! Extensions that are taken, and those that are not.

use data_encoding::BASE64URL;
use serde_json::json;

use super::*;

fn judged(extensions: Value) -> Result<Option<Map<String, Value>>, Wrong> {
    judged_as(Profile::L3, extensions)
}

fn judged_as(profile: Profile, extensions: Value) -> Result<Option<Map<String, Value>>, Wrong> {
    let body = json!({ "extensions": extensions });
    read(Members::of(body.as_object().unwrap()), profile)
}

#[track_caller]
fn assert_wrong(extensions: Value, name: &'static str) {
    assert_eq!(judged(extensions), Err(Wrong::extension(name)));
}

#[test]
fn none_are_none() {
    assert_eq!(judged(Value::Null), Ok(None));
}

#[test]
fn what_is_no_object_is_malformed() {
    for value in [json!([]), json!("appid"), json!(true), json!(1)] {
        assert_wrong(value, "extensions");
    }
}

#[test]
fn known_ones_of_another_type_are_malformed() {
    for name in ["appid", "appidExclude"] {
        for value in [json!(1), json!(true), Value::Null, json!({})] {
            assert_wrong(json!({ name: value }), name);
        }
    }
    for name in BOOLEANS {
        for value in [json!(1), json!("true"), Value::Null, json!([])] {
            assert_wrong(json!({ name: value }), name);
        }
    }
    for value in [json!("userVerification"), json!(2), Value::Null] {
        assert_wrong(json!({ PROTECTION: value }), PROTECTION);
    }
}

#[test]
fn salts_are_32_bytes_each_and_the_first_is_needed() {
    let good = BASE64URL_NOPAD.encode(&[7; 32]);
    for salts in [
        json!({}),
        json!([]),
        json!({"salt2": good}),
        json!({"salt1": "AA"}),
        json!({"salt1": BASE64URL_NOPAD.encode(&[7; 33])}),
        json!({"salt1": 7}),
        json!({"salt1": good, "salt2": "+/+/"}),
        json!({"salt1": good, "salt2": null}),
    ] {
        assert_wrong(json!({ HMAC_GET_SECRET: salts }), HMAC_GET_SECRET);
    }
    for salts in [
        json!({"salt1": good}),
        json!({"salt1": good, "salt2": good}),
    ] {
        assert!(judged(json!({ HMAC_GET_SECRET: salts })).is_ok());
    }
}

#[test]
fn padded_salts_are_taken_as_the_vendor_s_server_does() {
    let padded = json!({ HMAC_GET_SECRET: {"salt1": BASE64URL.encode(&[7; 32])} });
    assert!(judged_as(Profile::Nevis, padded.clone()).is_ok());
    assert_wrong(padded, HMAC_GET_SECRET);
    let halves = BASE64URL.encode(&[7; 16]).repeat(2);
    let halves = json!({ HMAC_GET_SECRET: {"salt1": halves} });
    assert!(judged_as(Profile::Nevis, halves).is_err());
}

#[test]
fn the_limits_hold() {
    let many = |count: usize| {
        let names = (0..count).map(|n| (format!("x{n}"), json!(1)));
        Value::Object(names.collect())
    };
    assert!(judged(many(16)).is_ok());
    assert_wrong(many(17), "extensions");

    let long = |bytes: usize| json!({"x": "a".repeat(bytes - r#"{"x":""}"#.len())});
    assert!(judged(long(4_096)).is_ok());
    assert_wrong(long(4_097), "extensions");

    assert!(judged(json!({"a": {"b": [{}]}})).is_ok());
    assert_wrong(json!({"a": {"b": [{"c": []}]}}), "extensions");
    assert_wrong(json!({"a": [[[[]]]]}), "extensions");
}

#[test]
fn others_are_free_and_echoed_as_they_are() {
    let sent = json!({"example.extension": "x", "uvm": true, "appid": "https://siven.ch"});
    let read = judged(sent.clone()).unwrap().unwrap();
    assert_eq!(Value::Object(read), sent);
}
