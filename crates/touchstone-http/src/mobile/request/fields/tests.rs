//! Causes 3 to 12, by their printed texts, and the order in which they are looked for.

use data_encoding::BASE64;
use touchstone_core::mobile::MobileSettings;

use super::*;

const RULES: RequestRules = RequestRules {
    session_enabled: true,
    sessionless_enabled: true,
    device_nonce_max_bytes: 64,
    expected_nonce_min_bytes: 16,
    rate_limit_per_s: 0,
};

fn base64(bytes: usize) -> String {
    BASE64.encode(&vec![7; bytes])
}

fn refused_under(rules: &RequestRules, body: &str) -> String {
    read(body.as_bytes(), rules).unwrap_err().to_string()
}

fn refused(body: &str) -> String {
    refused_under(&RULES, body)
}

fn with_token(members: &str) -> String {
    format!(r#"{{"attestationToken":"AA==",{members}}}"#)
}

#[test]
fn cause_3_no_token() {
    for body in [
        "{}",
        r#"{"attestationToken":null}"#,
        r#"{"sessionReference":"r"}"#,
    ] {
        assert_eq!(refused(body), "attestationToken is missing");
    }
}

#[test]
fn cause_4_no_canonical_base64() {
    for token in [
        r#""-_8=""#,
        r#""AA""#,
        r#""AB==""#,
        r#""AA=""#,
        r#""A""#,
        r#""AAA""#,
        r#""AA==\n""#,
        r#""AA ==""#,
        r#"" AA==""#,
        r#""AA==AA==""#,
        r#""====""#,
        r#""\u00e9A==""#,
        "42",
        "true",
        "[]",
        r#"["AA=="]"#,
        "{}",
    ] {
        let body = format!(r#"{{"attestationToken":{token}}}"#);
        assert_eq!(
            refused(&body),
            "attestationToken is not a base64 string",
            "{token}"
        );
    }
}

#[test]
fn cause_5_an_empty_token() {
    assert_eq!(
        refused(r#"{"attestationToken":""}"#),
        "attestationToken is empty"
    );
}

#[test]
fn cause_6_a_token_of_65_537_bytes() {
    let body = format!(r#"{{"attestationToken":"{}"}}"#, base64(65_537));
    assert_eq!(refused(&body), "attestationToken is too long");
}

#[test]
fn cause_7_a_reference_that_is_no_string_of_1_to_128_characters() {
    let long = format!("\"{}\"", "r".repeat(129));
    for reference in [r#""""#, "42", "[]", "false", &long] {
        let body = with_token(&format!(r#""sessionReference":{reference}"#));
        assert_eq!(
            refused(&body),
            "sessionReference is not a string of 1 to 128 characters"
        );
    }
}

#[test]
fn cause_8_a_device_nonce_of_another_length_or_form() {
    let (short, long) = (base64(15), base64(65));
    for nonce in [
        r#""""#,
        "1",
        r#""-_8=""#,
        &format!("{short:?}"),
        &format!("{long:?}"),
    ] {
        let body = with_token(&format!(r#""sessionReference":"r","deviceNonce":{nonce}"#));
        assert_eq!(
            refused(&body),
            "deviceNonce is not base64 of 16 to 64 bytes"
        );
    }
}

#[test]
fn cause_8_names_the_shorter_limit_of_the_concatenated_nonce() {
    let rules = RequestRules {
        device_nonce_max_bytes: 32,
        ..RULES
    };
    let body = with_token(&format!(
        r#""sessionReference":"r","deviceNonce":"{}""#,
        base64(33)
    ));
    assert_eq!(
        refused_under(&rules, &body),
        "deviceNonce is not base64 of 16 to 32 bytes"
    );
}

#[test]
fn cause_9_an_expected_nonce_of_another_length_or_form() {
    let (short, long) = (base64(15), base64(65));
    for nonce in [
        r#""""#,
        "1",
        r#""AB==""#,
        &format!("{short:?}"),
        &format!("{long:?}"),
    ] {
        let body = with_token(&format!(r#""expectedNonce":{nonce}"#));
        assert_eq!(
            refused(&body),
            "expectedNonce is not base64 of 16 to 64 bytes"
        );
    }
}

#[test]
fn cause_9_names_the_tenant_s_own_limit() {
    let rules = RequestRules {
        expected_nonce_min_bytes: 32,
        ..RULES
    };
    let body = with_token(&format!(r#""expectedNonce":"{}""#, base64(31)));
    assert_eq!(
        refused_under(&rules, &body),
        "expectedNonce is not base64 of 32 to 64 bytes"
    );
}

#[test]
fn cause_10_neither_or_both() {
    let nonce = base64(16);
    for members in [
        format!(r#""sessionReference":"r","expectedNonce":"{nonce}""#),
        format!(r#""deviceNonce":"{nonce}""#),
        r#""sessionReference":null,"expectedNonce":null"#.to_owned(),
    ] {
        let told = "exactly one of sessionReference and expectedNonce is required";
        assert_eq!(refused(&with_token(&members)), told);
    }
}

#[test]
fn cause_11_a_device_nonce_without_a_session() {
    let nonce = base64(16);
    let members = format!(r#""expectedNonce":"{nonce}","deviceNonce":"{nonce}""#);
    let told = "deviceNonce is not allowed with expectedNonce";
    assert_eq!(refused(&with_token(&members)), told);
}

#[test]
fn cause_12_an_approach_that_is_switched_off() {
    let rules = RequestRules {
        session_enabled: false,
        sessionless_enabled: false,
        ..RULES
    };
    let session = with_token(r#""sessionReference":"r""#);
    assert_eq!(
        refused_under(&rules, &session),
        "the session approach is not enabled"
    );
    let sessionless = with_token(&format!(r#""expectedNonce":"{}""#, base64(16)));
    let told = "the sessionless approach is not enabled";
    assert_eq!(refused_under(&rules, &sessionless), told);
}

#[test]
fn of_several_causes_the_first_in_the_list_is_told() {
    let rules = RequestRules {
        session_enabled: false,
        ..RULES
    };
    let all =
        r#"{"attestationToken":"","sessionReference":"","deviceNonce":"","expectedNonce":""}"#;
    let no_token = all.replacen(r#""attestationToken":"""#, r#""attestationToken":null"#, 1);
    for (body, told) in [
        (no_token.as_str(), "attestationToken is missing"),
        (all, "attestationToken is empty"),
        (
            &with_token(r#""sessionReference":"","deviceNonce":"","expectedNonce":"""#),
            "sessionReference is not a string of 1 to 128 characters",
        ),
        (
            &with_token(r#""deviceNonce":"","expectedNonce":"""#),
            "deviceNonce is not base64 of 16 to 64 bytes",
        ),
        (
            &with_token(r#""sessionReference":"r","expectedNonce":"""#),
            "expectedNonce is not base64 of 16 to 64 bytes",
        ),
    ] {
        assert_eq!(refused_under(&rules, body), told);
    }
}

#[test]
fn a_session_s_request_is_read_up_to_its_limits() {
    let rules = RequestRules::of(&MobileSettings::default());
    let reference = "\u{e9}".repeat(128);
    let (token, nonce) = (base64(65_536), base64(64));
    let body = format!(
        r#"{{"attestationToken":"{token}","sessionReference":"{reference}","deviceNonce":"{nonce}"}}"#
    );
    let request = read(body.as_bytes(), &rules).unwrap();
    assert_eq!(request.token.len(), 65_536);
    let device_nonce = Some(vec![7; 64]);
    assert_eq!(
        request.binding,
        Binding::Session {
            reference,
            device_nonce
        }
    );
}

#[test]
fn a_sessionless_request_is_read_and_unknown_fields_are_not() {
    let body = with_token(&format!(r#""expectedNonce":"{}","more":[1]"#, base64(16)));
    let request = read(body.as_bytes(), &RULES).unwrap();
    assert_eq!(request.token, [0]);
    let expected_nonce = vec![7; 16];
    assert_eq!(request.binding, Binding::Sessionless { expected_nonce });
}
