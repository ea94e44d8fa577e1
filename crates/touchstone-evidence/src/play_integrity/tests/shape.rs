//! The shape of a payload (G6), and what is told of it.

use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Error, Fault, Policy, inspect};
use super::{NONCE, NOW, PACKAGE, SIGNER, judged_by, payload, with};

#[test]
fn an_accepted_payload_is_told_in_full() {
    let facts = judged_by(&payload(), &Policy::default()).unwrap();
    assert_eq!(
        inspect(payload().to_string().as_bytes()).as_ref(),
        Ok(&facts)
    );
    assert_eq!(facts.package_name.as_deref(), Some(PACKAGE));
    assert_eq!(
        facts.device_labels,
        ["MEETS_BASIC_INTEGRITY", "MEETS_DEVICE_INTEGRITY"]
    );
    assert_eq!(facts.app_recognition.as_deref(), Some("PLAY_RECOGNIZED"));
    assert_eq!(facts.licensing.as_deref(), Some("LICENSED"));
    assert_eq!(facts.version_code.as_deref(), Some("42"));
    assert_eq!(facts.play_protect.as_deref(), Some("NO_ISSUES"));
    assert_eq!(facts.recent_device_activity.as_deref(), Some("LEVEL_1"));
    assert_eq!(
        facts.apps_detected,
        ["KNOWN_INSTALLED", "UNKNOWN_CAPTURING"]
    );
    assert_eq!(facts.certificate_sha256, [SIGNER]);
    assert_eq!(facts.device_sdk_version, Some(34));
    assert!(!facts.is_testing_response);
    assert_eq!(facts.requested_at, NOW);
    assert_eq!(facts.nonce, Some(BASE64URL_NOPAD.encode(NONCE)));
    assert_eq!(facts.request_hash, None);
}

#[test]
fn a_payload_is_one_bounded_json_object() {
    let refused = |payload: &[u8]| inspect(payload).unwrap_err();
    for payload in [&b""[..], b"{", b"\xff", b"{}{}", b"{\"a\":1,\"a\":1}"] {
        let error = refused(payload);
        assert!(
            matches!(error, Error::PayloadMalformed(Fault::Json(_))),
            "{error:?}"
        );
    }
    for payload in [&b"[]"[..], b"null", b"5", b"\"{}\""] {
        assert_eq!(
            refused(payload),
            Error::PayloadMalformed(Fault::Member("payload"))
        );
    }
    let mut long = payload().to_string();
    long.push_str(&" ".repeat(32_768 - long.len()));
    assert!(inspect(long.as_bytes()).is_ok());
    long.push(' ');
    assert_eq!(refused(long.as_bytes()).reason(), "gms_payload_malformed");
}

/// That a member is refused with each of these values.
fn refuse(path: &str, values: &[Value]) {
    for value in values {
        let error = inspect(with(path, value.clone()).to_string().as_bytes()).unwrap_err();
        let member = matches!(error, Error::PayloadMalformed(Fault::Member(_)));
        assert!(member, "{path}: {value}");
        let code = (error.check(), error.reason());
        assert_eq!(code, ("G6", "gms_payload_malformed"));
    }
}

#[test]
fn the_request_has_details_and_an_integer_time() {
    let details = [json!(null), json!([]), json!("x"), json!({})];
    refuse("/requestDetails", &details);
    for time in [
        "null",
        "\"\"",
        "\"x\"",
        "-1",
        "\"-1\"",
        "1.0",
        "\"1.0\"",
        "1e12",
        "true",
        "\"01\"",
        "9223372036854775808",
        "\"9223372036854775808\"",
    ] {
        let time = time.parse().unwrap();
        refuse("/requestDetails/timestampMillis", &[time]);
    }
}

#[test]
fn objects_that_decide_are_objects() {
    let others = [json!([]), json!("x"), json!(5), json!(true)];
    for path in [
        "/appIntegrity",
        "/deviceIntegrity",
        "/accountDetails",
        "/environmentDetails",
        "/environmentDetails/appAccessRiskVerdict",
        "/testingDetails",
    ] {
        refuse(path, &others);
    }
}

#[test]
fn texts_that_decide_are_bounded_texts() {
    let others = [json!(true), json!([]), json!({}), json!("A".repeat(513))];
    for path in [
        "/requestDetails/requestPackageName",
        "/requestDetails/nonce",
        "/requestDetails/requestHash",
        "/appIntegrity/appRecognitionVerdict",
        "/appIntegrity/packageName",
        "/appIntegrity/versionCode",
        "/accountDetails/appLicensingVerdict",
        "/environmentDetails/playProtectVerdict",
    ] {
        refuse(path, &others);
        let longest = with(path, json!("A".repeat(512))).to_string();
        assert!(inspect(longest.as_bytes()).is_ok(), "{path}");
    }
    refuse("/appIntegrity/versionCode", &[json!(-1), json!(1.5)]);
    let testing = [json!("true"), json!(1), json!([])];
    refuse("/testingDetails/isTestingResponse", &testing);
}

#[test]
fn lists_that_decide_are_bounded_lists_of_bounded_texts() {
    let long = "A".repeat(513);
    let many = vec!["A"; 65];
    let others = [
        json!("A"),
        json!({}),
        json!([null]),
        json!([5]),
        json!([long]),
        json!(many),
    ];
    for path in [
        "/appIntegrity/certificateSha256Digest",
        "/deviceIntegrity/deviceRecognitionVerdict",
        "/environmentDetails/appAccessRiskVerdict/appsDetected",
    ] {
        refuse(path, &others);
        let longest = with(path, json!(vec!["A"; 64])).to_string();
        assert!(inspect(longest.as_bytes()).is_ok(), "{path}");
    }
}

#[test]
fn members_that_only_inform_may_be_anything() {
    for value in [
        json!(null),
        json!("x"),
        json!([]),
        json!(-1),
        json!({"sdkVersion": 5.5}),
    ] {
        let facts = judged_by(
            &with("/deviceIntegrity/deviceAttributes", value),
            &Policy::default(),
        );
        assert_eq!(facts.unwrap().device_sdk_version, None);
    }
    for value in [json!(null), json!("x"), json!({"deviceActivityLevel": 5})] {
        let path = "/deviceIntegrity/recentDeviceActivity";
        let facts = judged_by(&with(path, value), &Policy::default());
        assert_eq!(facts.unwrap().recent_device_activity, None);
    }
}

proptest! {
    #[test]
    fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0_usize..900) {
        let _ = inspect(&bytes);
        let mut near = payload().to_string().into_bytes();
        let at = at % near.len();
        near.splice(at..at, bytes);
        let _ = inspect(&near);
    }
}
