//! SafetyNet statements, wrong in one place each: checks Y1 to Y5.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use aws_lc_rs::test::rand::FixedByteRandom;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use rcgen::{CertificateParams, KeyPair};
use serde_json::{Value, json};
use touchstone_evidence::digest::sha256;
use touchstone_evidence::webauthn::statement::StatementPolicy;
use touchstone_evidence::webauthn::{AttestationType, Format};

use crate::huawei::leaf_params;
use crate::minted::{Authority, authority_params, now, p256};
use crate::webauthn_minted::{Credential, bytes, int, judge, map, refusal, text};

/// A statement, and what of it may be wrong.
struct SafetyNet {
    credential: Credential,
    leaf_key: KeyPair,
    leaf: CertificateParams,
    signing_key: Option<KeyPair>,
    header: Value,
    payload: Value,
    response: Option<Vec<u8>>,
}

impl SafetyNet {
    fn new() -> Self {
        let credential = Credential::new();
        let nonce = BASE64.encode(&sha256(&[&credential.signed()]));
        Self {
            credential,
            leaf_key: p256(),
            leaf: leaf_params("attest", &["attest.android.com"]),
            signing_key: None,
            header: json!({"alg": "ES256"}),
            payload: json!({
                "nonce": nonce,
                "timestampMs": now().unix_ms(),
                "apkPackageName": "com.google.android.gms",
                "ctsProfileMatch": true,
                "basicIntegrity": true,
            }),
            response: None,
        }
    }

    fn response(&self) -> Vec<u8> {
        let root = Authority::root(authority_params("root"));
        let leaf = root.issue(&self.leaf, &self.leaf_key);
        let mut header = self.header.clone();
        if header.get("x5c").is_none() {
            header["x5c"] = json!([BASE64.encode(&leaf), BASE64.encode(&root.der)]);
        }
        let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let message = format!("{}.{}", encode(&header), encode(&self.payload));
        let key = self.signing_key.as_ref().unwrap_or(&self.leaf_key);
        let scheme = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let key = EcdsaKeyPair::from_pkcs8(scheme, &key.serialize_der()).unwrap();
        // The provider signs with its own generator, whatever it is handed.
        let unused = FixedByteRandom { byte: 0 };
        let signature = key.sign(&unused, message.as_bytes()).unwrap();
        format!("{message}.{}", BASE64URL_NOPAD.encode(signature.as_ref())).into_bytes()
    }

    fn object(&self) -> Vec<u8> {
        let response = self.response.clone().unwrap_or_else(|| self.response());
        self.object_of(&[("ver", text("20")), ("response", bytes(&response))])
    }

    fn object_of(&self, members: &[(&str, Vec<u8>)]) -> Vec<u8> {
        self.credential.object("android-safetynet", &map(members))
    }
}

fn spoilt(spoil: impl FnOnce(&mut SafetyNet)) -> (&'static str, &'static str) {
    let mut minted = SafetyNet::new();
    spoil(&mut minted);
    refusal(&minted.object())
}

/// With a member of the payload as the caller says.
fn with_payload(name: &str, value: Value) -> (&'static str, &'static str) {
    spoilt(|minted| minted.payload[name] = value)
}

#[test]
fn a_right_statement_is_accepted() {
    let verified = judge(&SafetyNet::new().object(), &StatementPolicy::default()).unwrap();
    assert_eq!(verified.format(), Format::AndroidSafetynet);
    assert_eq!(verified.attestation_type(), AttestationType::Basic);
    let [statement] = &verified.statement.elements[..] else {
        panic!("one statement");
    };
    assert_eq!(statement.x5c.len(), 2);
    // The algorithm of the response is Google's: metadata of the model do not know it.
    assert_eq!(statement.algorithm, None);
}

#[test]
fn members_are_required_and_have_their_types() {
    let minted = SafetyNet::new();
    let (version, response) = (("ver", text("20")), ("response", bytes(&minted.response())));
    let wrong = [
        ("att_stmt_field_missing", vec![version.clone()]),
        ("att_stmt_field_missing", vec![response.clone()]),
        (
            "att_stmt_field_malformed",
            vec![("ver", int(20)), response.clone()],
        ),
        (
            "att_stmt_field_malformed",
            vec![("ver", text("")), response],
        ),
        (
            "att_stmt_field_malformed",
            vec![version.clone(), ("response", text("a.b.c"))],
        ),
        (
            "att_stmt_field_malformed",
            vec![version, ("response", bytes(&[]))],
        ),
    ];
    for (reason, members) in wrong {
        assert_eq!(refusal(&minted.object_of(&members)).1, reason);
    }
}

#[test]
fn what_is_no_signed_token_is_refused() {
    let whole = SafetyNet::new().response();
    let cut = whole[..whole.len() / 2].to_vec();
    let padded = [whole, b"=".to_vec()].concat();
    let wrong = [
        b"..".to_vec(),
        b"a.b".to_vec(),
        b"e30.e30.e30.".to_vec(),
        vec![0xff],
        cut,
        padded,
    ];
    for response in wrong {
        let refused = spoilt(|minted| minted.response = Some(response));
        assert_eq!(refused, ("Y1", "safetynet_response_malformed"));
    }
}

#[test]
fn a_token_that_is_too_long_is_refused() {
    let refused = spoilt(|minted| minted.payload["more"] = "x".repeat(65_536).into());
    assert_eq!(refused, ("Y1", "safetynet_response_malformed"));
}

#[test]
fn a_token_without_one_to_eight_certificates_is_refused() {
    let many = vec!["AA=="; 9];
    for x5c in [
        json!([]),
        json!("AA=="),
        json!([1]),
        json!(["A"]),
        json!(["AA"]),
        json!(many),
    ] {
        let refused = spoilt(|minted| minted.header["x5c"] = x5c);
        assert_eq!(refused, ("Y1", "safetynet_response_malformed"));
    }
}

#[test]
fn an_unreadable_certificate_is_refused() {
    let refused = spoilt(|minted| minted.header["x5c"] = json!(["AA=="]));
    assert_eq!(refused, ("Y1", "attestation_cert_malformed"));
}

#[test]
fn a_payload_that_is_no_object_is_refused() {
    for payload in [json!([]), json!("text"), json!(1), Value::Null] {
        let refused = spoilt(|minted| minted.payload = payload);
        assert_eq!(refused, ("Y1", "safetynet_response_malformed"));
    }
}

#[test]
fn another_nonce_is_refused() {
    let right = sha256(&[&SafetyNet::new().credential.signed()]);
    let short = BASE64.encode(&right[..31]);
    for nonce in [
        json!(BASE64.encode(&[1; 32])),
        json!(short),
        json!(""),
        json!(5),
        Value::Null,
    ] {
        let refused = with_payload("nonce", nonce);
        assert_eq!(refused, ("Y2", "safetynet_nonce_mismatch"));
    }
}

#[test]
fn the_nonce_in_another_notation_is_refused() {
    let mut minted = SafetyNet::new();
    let digest = sha256(&[&minted.credential.signed()]);
    minted.payload["nonce"] = BASE64URL_NOPAD.encode(&digest).into();
    let refused = refusal(&minted.object());
    assert_eq!(refused, ("Y2", "safetynet_nonce_mismatch"));
}

#[test]
fn a_certificate_of_another_host_is_refused() {
    for names in [
        &["example.com"][..],
        &["a.attest.android.com"],
        &["*.android.com"],
        &[],
    ] {
        let refused = spoilt(|minted| minted.leaf = leaf_params("attest.android.com", names));
        assert_eq!(refused, ("Y2", "safetynet_host_mismatch"), "{names:?}");
    }
}

#[test]
fn a_token_by_another_key_is_refused() {
    let refused = spoilt(|minted| minted.signing_key = Some(p256()));
    assert_eq!(refused, ("Y3", "safetynet_signature_invalid"));
}

#[test]
fn another_signature_algorithm_is_refused() {
    for name in ["none", "PS256", "HS256", "es256", "RS256", "ES384"] {
        let refused = spoilt(|minted| minted.header["alg"] = name.into());
        assert_eq!(refused, ("Y3", "safetynet_signature_invalid"), "{name}");
    }
}

#[test]
fn a_header_with_critical_extensions_is_refused() {
    let refused = spoilt(|minted| minted.header["crit"] = json!(["exp"]));
    assert_eq!(refused, ("Y3", "safetynet_signature_invalid"));
}

#[test]
fn a_device_that_does_not_match_is_refused() {
    for value in [json!(false), json!("true"), json!(1), Value::Null] {
        let refused = with_payload("ctsProfileMatch", value);
        assert_eq!(refused, ("Y4", "safetynet_cts_false"));
    }
}

#[test]
fn a_verdict_is_good_for_a_minute_and_ten_seconds_early() {
    let made_at = |offset_ms: i64| with_made_at(json!(now().unix_ms() + offset_ms));
    for offset_ms in [-60_000, 0, 10_000] {
        assert_eq!(made_at(offset_ms), Ok(()), "{offset_ms}");
    }
    let (old, future) = ("safetynet_timestamp_old", "safetynet_timestamp_future");
    for offset_ms in [-60_001, -86_400_000] {
        assert_eq!(made_at(offset_ms), Err(("Y5", old)), "{offset_ms}");
    }
    for offset_ms in [10_001, 86_400_000] {
        assert_eq!(made_at(offset_ms), Err(("Y5", future)), "{offset_ms}");
    }
}

#[test]
fn a_verdict_made_at_no_time_is_old() {
    for value in [
        Value::Null,
        json!("today"),
        json!(-1),
        json!(1.5),
        json!(1e30),
    ] {
        let refused = with_made_at(value);
        assert_eq!(refused, Err(("Y5", "safetynet_timestamp_old")));
    }
}

fn with_made_at(value: Value) -> Result<(), (&'static str, &'static str)> {
    let mut minted = SafetyNet::new();
    minted.payload["timestampMs"] = value;
    let judged = judge(&minted.object(), &StatementPolicy::default());
    judged
        .map(|_| ())
        .map_err(|error| (error.check(), error.reason()))
}
