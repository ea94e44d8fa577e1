//! Minted SysIntegrity tokens: what the verdict says (H5 to H10).

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use serde_json::{Value, json};
use touchstone_evidence::sys_integrity::{App, Error};

use crate::huawei::{APP, APP_ID, NONCE, SIGNER, Token};
use crate::minted::now;

fn accepted(name: &str, value: Value) -> bool {
    Token::new().with(name, value).judge().is_ok()
}

fn refused(name: &str, value: Value) -> &'static str {
    Token::new().with(name, value).reason()
}

#[test]
fn the_nonce_is_read_in_both_alphabets_with_or_without_padding() {
    for notation in [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD] {
        assert!(accepted("nonce", json!(notation.encode(NONCE))));
    }
}

#[test]
fn any_other_nonce_is_refused() {
    let other = [NONCE, b"."].concat();
    for value in [
        json!(null),
        json!(""),
        json!(5),
        json!([BASE64.encode(NONCE)]),
        json!(HEXLOWER.encode(NONCE)),
        json!(BASE64.encode(&NONCE[..31])),
        json!(BASE64.encode(&other)),
        json!("="),
        json!(format!("{}\n", BASE64.encode(NONCE))),
        json!(BASE64.encode(&[0; 32])),
    ] {
        assert_eq!(
            refused("nonce", value.clone()),
            "hms_nonce_mismatch",
            "{value}"
        );
    }
}

#[test]
fn a_received_nonce_is_told() {
    let token = Token::new().with("nonce", json!("AAEC"));
    let received = Some(vec![0, 1, 2]);
    assert_eq!(token.judge(), Err(Error::NonceMismatch { received }));
}

#[test]
fn a_verdict_is_fresh_from_its_skew_to_its_greatest_age() {
    let token = Token::new();
    let judge = |ms| token.judge_at(now().plus_ms(ms)).map(|_| ());
    let reason = |ms| judge(ms).unwrap_err().reason();
    assert_eq!(judge(600_000), Ok(()));
    assert_eq!(reason(600_001), "hms_stale");
    assert_eq!(judge(-60_000), Ok(()));
    assert_eq!(reason(-60_001), "hms_from_future");
}

#[test]
fn the_time_is_read_under_both_names_as_number_and_as_text() {
    let ms = now().unix_ms();
    assert!(accepted("timestampMs", json!(ms.to_string())));
    for value in [json!(ms), json!(ms.to_string())] {
        let token = Token::new().with("timestampMs", json!(null));
        assert!(token.with("timestamp", value).judge().is_ok());
    }
}

#[test]
fn a_verdict_without_a_time_is_stale() {
    let seconds = now().unix_ms() / 1_000;
    for value in [
        json!(null),
        json!(""),
        json!("now"),
        json!(now().to_string()),
        json!(-1),
        json!("-1"),
        json!(1.5),
        json!(1e12),
        json!(true),
        json!(seconds),
        json!(0),
    ] {
        assert_eq!(
            refused("timestampMs", value.clone()),
            "hms_stale",
            "{value}"
        );
        // A second time does not stand in for an unreadable first one.
        let token = Token::new().with("timestampMs", value.clone());
        let token = token.with("timestamp", json!(now().unix_ms()));
        assert_eq!(token.judge().is_ok(), value.is_null(), "{value}");
    }
}

#[test]
fn a_verdict_for_no_expected_app_is_refused() {
    for value in [
        json!(null),
        json!(""),
        json!(5),
        json!("com.example"),
        json!("com.example.app2"),
        json!("COM.EXAMPLE.APP"),
        json!("com.example.app "),
        json!(["com.example.app"]),
    ] {
        assert_eq!(
            refused("apkPackageName", value.clone()),
            "hms_app_not_allowed",
            "{value}"
        );
    }
    let both = Token::new().with("apkPackageName", json!("com.example.evil"));
    let both = both.with("hapBundleName", json!("com.example.app"));
    assert_eq!(both.reason(), "hms_app_not_allowed");
}

#[test]
fn the_window_of_an_unknown_app_is_the_default() {
    let token = Token::new().with("apkPackageName", json!("com.example.evil"));
    let reason = |ms| token.judge_at(now().plus_ms(ms)).unwrap_err().reason();
    assert_eq!(reason(600_000), "hms_app_not_allowed");
    assert_eq!(reason(600_001), "hms_stale");
    assert_eq!(reason(-60_000), "hms_app_not_allowed");
    assert_eq!(reason(-60_001), "hms_from_future");
}

const DIGESTS: &str = "apkCertificateDigestSha256";

#[test]
fn signers_are_read_as_text_and_as_list() {
    for value in [
        json!(BASE64.encode(&SIGNER)),
        json!([BASE64.encode(&SIGNER)]),
        json!([BASE64URL_NOPAD.encode(&SIGNER), BASE64.encode(&[8; 32])]),
        json!(HEXLOWER.encode(&SIGNER)),
        json!([HEXUPPER.encode(&SIGNER)]),
    ] {
        assert!(accepted(DIGESTS, value.clone()), "{value}");
    }
}

#[test]
fn every_signer_must_be_configured_and_there_must_be_one() {
    let right = BASE64.encode(&SIGNER);
    for value in [
        json!(null),
        json!([]),
        json!(""),
        json!([""]),
        json!(5),
        json!({}),
        json!([BASE64.encode(&[9; 32])]),
        json!([right, BASE64.encode(&[9; 32])]),
        json!([right, 5]),
        json!([right, null]),
        json!([right, ""]),
        json!([[right]]),
        json!(vec![&right; 65]),
        json!(format!("{right},{right}")),
        json!(BASE64.encode(&[7; 31])),
        json!("z".repeat(64)),
    ] {
        assert_eq!(
            refused(DIGESTS, value.clone()),
            "hms_certificate_mismatch",
            "{value}"
        );
    }
}

#[test]
fn the_members_of_harmonyos_stand_for_those_of_android() {
    let token = Token::new()
        .with("timestampMs", json!(null))
        .with("timestamp", json!(now().unix_ms()))
        .with("apkPackageName", json!(null))
        .with("hapBundleName", json!("com.example.app"))
        .with(DIGESTS, json!(null))
        .with("hapCertificateSha256", json!(BASE64.encode(&SIGNER)));
    assert!(token.judge().is_ok());
    let other = token.with("hapCertificateSha256", json!(BASE64.encode(&[9; 32])));
    assert_eq!(other.reason(), "hms_certificate_mismatch");
}

#[test]
fn the_app_id_is_the_configured_one() {
    assert!(accepted("appId", json!(100_123_456)));
    for value in [
        json!(null),
        json!(""),
        json!("100123457"),
        json!(100_123_457),
        json!([APP_ID]),
    ] {
        assert_eq!(
            refused("appId", value.clone()),
            "hms_app_id_mismatch",
            "{value}"
        );
    }
}

#[test]
fn an_app_without_a_configured_app_id_takes_any() {
    let free = App {
        huawei_app_id: None,
        ..APP
    };
    for value in [json!(null), json!("1")] {
        let token = Token::new().with("appId", value.clone());
        let facts = token.judge_for(NONCE, free).unwrap();
        assert_eq!(facts.app_id.as_deref(), value.as_str());
    }
}

#[test]
fn the_device_must_have_basic_integrity() {
    for value in [json!(false), json!(null), json!("true"), json!(1)] {
        assert_eq!(
            refused("basicIntegrity", value.clone()),
            "hms_integrity_failed",
            "{value}"
        );
    }
}

#[test]
fn advice_and_detail_are_told_as_they_came() {
    let detail = |value| Token::new().with("detail", value).judge().unwrap().detail;
    assert_eq!(detail(json!(["root", "attack"])), ["root", "attack"]);
    assert_eq!(detail(json!("root, attack,")), ["root", "attack"]);
    assert_eq!(detail(json!(null)), [""; 0]);
    assert_eq!(detail(json!({"a": 1})), [""; 0]);
    assert_eq!(detail(json!(vec!["a"; 65])).len(), 64);
    let advice = Token::new().with("advice", json!("RESTORE_TO_FACTORY_ROM"));
    assert_eq!(
        advice.judge().unwrap().advice.as_deref(),
        Some("RESTORE_TO_FACTORY_ROM")
    );
    let long = Token::new().with("advice", json!("a".repeat(513)));
    assert_eq!(long.judge().unwrap().advice, None);
}

#[test]
fn nothing_is_accepted_without_signers_or_nonce() {
    let app = App {
        signers: &[],
        ..APP
    };
    let reason = |token: &Token, nonce| token.judge_for(nonce, app).unwrap_err().reason();
    let token = Token::new();
    assert_eq!(reason(&token, NONCE), "hms_certificate_mismatch");
    let without = token.with("nonce", json!(""));
    assert_eq!(reason(&without, b""), "hms_nonce_mismatch");
}
