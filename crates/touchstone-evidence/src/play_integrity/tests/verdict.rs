//! What the verdict says (G7 to G17).

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};

use super::super::{Error, Expected, Policy, TokenType, judge, nonce_bytes};
use super::{NONCE, NOW, PACKAGE, SIGNER, judged, judged_by, payload, with};

fn reason(path: &str, value: Value) -> &'static str {
    let judged = judged_by(&with(path, value), &Policy::default());
    judged.unwrap_err().reason()
}

fn accepted(path: &str, value: Value) -> bool {
    judged_by(&with(path, value), &Policy::default()).is_ok()
}

#[test]
fn the_request_is_for_the_package() {
    for value in [
        json!(null),
        json!(""),
        json!("com.example.app2"),
        json!("Com.example.app"),
    ] {
        let refused = judged_by(
            &with("/requestDetails/requestPackageName", value),
            &Policy::default(),
        );
        assert_eq!(refused.unwrap_err().check(), "G7");
    }
}

#[test]
fn any_other_nonce_is_refused() {
    for value in [
        json!(null),
        json!(""),
        json!("="),
        json!(HEXLOWER.encode(NONCE)),
        json!(BASE64.encode(&NONCE[1..])),
        json!(BASE64.encode(&[0; 32])),
        json!(format!("{}\n", BASE64.encode(NONCE))),
    ] {
        assert_eq!(reason("/requestDetails/nonce", value), "gms_nonce_mismatch");
    }
    let received = Some(vec![0; 3]);
    let refused = judged_by(
        &with("/requestDetails/nonce", json!("AAAA")),
        &Policy::default(),
    );
    assert_eq!(refused, Err(Error::NonceMismatch { received }));
}

#[test]
fn each_kind_of_token_has_its_own_place_for_the_nonce() {
    let hash = with("/requestDetails/requestHash", json!(BASE64.encode(NONCE)));
    let mut both = hash.clone();
    both["requestDetails"]["nonce"] = json!("AAAA");
    let policy = Policy::default();
    let of = |payload: &Value, token_type| judged(payload, &policy, token_type, NOW).is_ok();
    assert!(of(&payload(), TokenType::Classic) && !of(&payload(), TokenType::Standard));
    assert!(of(&both, TokenType::Standard) && !of(&both, TokenType::Classic));
}

#[test]
fn an_empty_nonce_is_never_the_expected_one() {
    let policy = Policy::default();
    let expected = Expected {
        package_name: PACKAGE,
        signers: &[SIGNER],
        token_type: TokenType::Classic,
        final_nonce: b"",
        policy: &policy,
    };
    let empty = with("/requestDetails/nonce", json!("")).to_string();
    let refused = judge(empty.as_bytes(), &expected, NOW).unwrap_err();
    assert_eq!(refused.reason(), "gms_nonce_mismatch");
    assert_eq!(nonce_bytes("AAEC"), Some(vec![0, 1, 2]));
}

#[test]
fn a_verdict_is_fresh_from_its_skew_to_its_greatest_age() {
    let at = |ms| {
        let now = NOW.plus_ms(ms);
        let judged = judged(&payload(), &Policy::default(), TokenType::Classic, now);
        judged.map(|_| ()).map_err(|error| error.reason())
    };
    assert_eq!((at(600_000), at(600_001)), (Ok(()), Err("gms_stale")));
    assert_eq!((at(-60_000), at(-60_001)), (Ok(()), Err("gms_from_future")));
    let far = with("/requestDetails/timestampMillis", json!(i64::MAX));
    let far = judged_by(&far, &Policy::default()).unwrap_err();
    assert_eq!(far.reason(), "gms_from_future");
}

#[test]
fn the_app_is_the_recognised_one_with_its_signers() {
    for (path, values, check) in [
        (
            "/appIntegrity/appRecognitionVerdict",
            vec![
                json!(null),
                json!(""),
                json!("UNEVALUATED"),
                json!("UNRECOGNIZED_VERSION"),
                json!("play_recognized"),
            ],
            "G11",
        ),
        (
            "/appIntegrity/packageName",
            vec![json!(null), json!(""), json!("com.example.evil")],
            "G12",
        ),
        (
            "/appIntegrity/certificateSha256Digest",
            vec![
                json!(null),
                json!([]),
                json!([""]),
                json!([BASE64.encode(&[9; 32])]),
                json!([BASE64.encode(&SIGNER), BASE64.encode(&[9; 32])]),
                json!([BASE64.encode(&SIGNER), "?"]),
                json!([BASE64.encode(&SIGNER[1..])]),
                json!([HEXLOWER.encode(&SIGNER)]),
            ],
            "G13",
        ),
    ] {
        for value in values {
            let refused = judged_by(&with(path, value.clone()), &Policy::default());
            assert_eq!(refused.unwrap_err().check(), check, "{path}: {value}");
        }
    }
}

#[test]
fn any_configured_signer_in_any_base64_will_do() {
    for value in [
        json!([BASE64.encode(&SIGNER)]),
        json!([BASE64URL_NOPAD.encode(&[8; 32])]),
        json!([BASE64.encode(&[8; 32]), BASE64.encode(&SIGNER)]),
    ] {
        assert!(accepted("/appIntegrity/certificateSha256Digest", value));
    }
}

#[test]
fn an_app_that_was_not_evaluated_passes_only_where_any_word_does() {
    let any = Policy {
        app_recognition: Vec::new(),
        ..Policy::default()
    };
    for value in [
        json!(null),
        json!({}),
        json!({"appRecognitionVerdict": "UNEVALUATED"}),
    ] {
        let payload = with("/appIntegrity", value);
        assert_eq!(
            judged_by(&payload, &Policy::default()).unwrap_err().check(),
            "G11"
        );
        let facts = judged_by(&payload, &any).unwrap();
        assert_eq!(facts.package_name.as_deref(), Some(PACKAGE));
    }
    let unrecognised = json!({"appRecognitionVerdict": "UNRECOGNIZED_VERSION"});
    let refused = judged_by(&with("/appIntegrity", unrecognised), &any);
    assert_eq!(refused.unwrap_err().check(), "G12");
}

#[test]
fn a_version_is_compared_only_where_one_is_asked() {
    let at_least = |min_version_code| Policy {
        min_version_code,
        ..Policy::default()
    };
    for value in [json!("42"), json!(42)] {
        let payload = with("/appIntegrity/versionCode", value);
        assert!(judged_by(&payload, &at_least(42)).is_ok());
        let refused = judged_by(&payload, &at_least(43)).unwrap_err();
        assert_eq!(refused.reason(), "gms_version_too_old");
    }
    for value in [
        json!(null),
        json!(""),
        json!("+42"),
        json!("042"),
        json!("v42"),
        json!("4.2"),
    ] {
        let payload = with("/appIntegrity/versionCode", value);
        assert!(judged_by(&payload, &at_least(0)).is_ok());
        assert_eq!(
            judged_by(&payload, &at_least(1)).unwrap_err().check(),
            "G14"
        );
    }
}

#[test]
fn every_asked_label_must_be_there() {
    let path = "/deviceIntegrity/deviceRecognitionVerdict";
    for value in [
        json!(null),
        json!([]),
        json!(["MEETS_BASIC_INTEGRITY"]),
        json!(["meets_device_integrity"]),
        json!(["MEETS_DEVICE_INTEGRITY "]),
    ] {
        assert_eq!(reason(path, value), "gms_device_integrity");
    }
    let mut strong = Policy::default();
    strong
        .device_labels
        .push("MEETS_STRONG_INTEGRITY".to_owned());
    let missing = "MEETS_STRONG_INTEGRITY".to_owned();
    let refused = judged_by(&payload(), &strong);
    assert_eq!(refused, Err(Error::DeviceIntegrity { missing }));
}

#[test]
fn a_licence_is_asked_only_by_policy() {
    let mut policy = Policy::default();
    let path = "/accountDetails/appLicensingVerdict";
    assert!(accepted(path, json!(null)));
    policy.licensing = vec!["LICENSED".to_owned()];
    assert!(judged_by(&payload(), &policy).is_ok());
    for value in [
        json!(null),
        json!(""),
        json!("UNLICENSED"),
        json!("UNEVALUATED"),
    ] {
        let refused = judged_by(&with(path, value), &policy).unwrap_err();
        assert_eq!(refused.reason(), "gms_unlicensed");
    }
}

#[test]
fn rejected_words_are_found_in_both_places() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let play_protect = Policy {
        play_protect_reject: words(&["HIGH_RISK", "NO_ISSUES"]),
        ..Policy::default()
    };
    let found = "NO_ISSUES".to_owned();
    let refused = judged_by(&payload(), &play_protect);
    assert_eq!(refused, Err(Error::EnvironmentRisk { found }));
    let apps = Policy {
        app_access_reject: words(&["UNKNOWN_CAPTURING"]),
        ..Policy::default()
    };
    let found = "UNKNOWN_CAPTURING".to_owned();
    assert_eq!(
        judged_by(&payload(), &apps),
        Err(Error::EnvironmentRisk { found })
    );
    let none = with("/environmentDetails", json!(null));
    assert!(judged_by(&none, &play_protect).is_ok() && judged_by(&none, &apps).is_ok());
}

#[test]
fn test_responses_count_only_where_allowed() {
    let testing = with("/testingDetails/isTestingResponse", json!(true));
    let refused = judged_by(&testing, &Policy::default());
    assert_eq!(refused, Err(Error::TestingResponse));
    let allowing = Policy {
        allow_testing: true,
        ..Policy::default()
    };
    assert!(judged_by(&testing, &allowing).unwrap().is_testing_response);
}
