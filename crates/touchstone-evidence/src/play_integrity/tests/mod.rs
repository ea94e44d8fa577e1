//! Payloads by hand, with one value changed at a time.

mod opening;
mod shape;
mod verdict;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::{Error, Expected, Facts, Policy, TokenType, judge};
use crate::Timestamp;

const PACKAGE: &str = "com.example.app";
const NONCE: &[u8] = &[0xfb; 32];
const SIGNER: [u8; 32] = [7; 32];
const NOW: Timestamp = Timestamp::from_unix_ms(1_777_474_200_000);

/// A payload with everything that is read.
fn payload() -> Value {
    json!({
        "requestDetails": {
            "requestPackageName": PACKAGE,
            "timestampMillis": "1777474200000",
            "nonce": BASE64URL_NOPAD.encode(NONCE),
        },
        "appIntegrity": {
            "appRecognitionVerdict": "PLAY_RECOGNIZED",
            "packageName": PACKAGE,
            "certificateSha256Digest": [BASE64URL_NOPAD.encode(&SIGNER)],
            "versionCode": "42",
        },
        "deviceIntegrity": {
            "deviceRecognitionVerdict": ["MEETS_BASIC_INTEGRITY", "MEETS_DEVICE_INTEGRITY"],
            "deviceAttributes": {"sdkVersion": 34},
            "recentDeviceActivity": {"deviceActivityLevel": "LEVEL_1"},
        },
        "accountDetails": {"appLicensingVerdict": "LICENSED"},
        "environmentDetails": {
            "playProtectVerdict": "NO_ISSUES",
            "appAccessRiskVerdict": {"appsDetected": ["KNOWN_INSTALLED", "UNKNOWN_CAPTURING"]},
        },
        "testingDetails": {"isTestingResponse": false},
    })
}

/// The payload with the value at a path such as `/appIntegrity/versionCode`; `null` stays in its place.
fn with(path: &str, value: Value) -> Value {
    with_in(payload(), path, value)
}

fn with_in(mut payload: Value, path: &str, value: Value) -> Value {
    let (parent, name) = path.rsplit_once('/').unwrap();
    let parent = payload.pointer_mut(parent).unwrap();
    let members = parent.as_object_mut().unwrap();
    members.insert(name.to_owned(), value);
    payload
}

fn judged_by(payload: &Value, policy: &Policy) -> Result<Facts, Error> {
    judged(payload, policy, TokenType::Classic, NOW)
}

fn judged(
    payload: &Value,
    policy: &Policy,
    token_type: TokenType,
    now: Timestamp,
) -> Result<Facts, Error> {
    let expected = Expected {
        package_name: PACKAGE,
        signers: &[[8; 32], SIGNER],
        token_type,
        final_nonce: NONCE,
        policy,
    };
    judge(payload.to_string().as_bytes(), &expected, now)
}
