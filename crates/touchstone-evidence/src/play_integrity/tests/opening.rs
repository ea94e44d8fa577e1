//! Keys and tokens (G2 to G4), and the order of the checks of a payload.

use data_encoding::BASE64;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData};
use serde_json::json;

use super::super::{CHECKS, Error, Keys, KeysError, Policy, check_text, open};
use super::{judged_by, with_in};

/// A fresh P-256 key in DER.
fn spki() -> Vec<u8> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    key.subject_public_key_info()
}

#[test]
fn a_decryption_key_has_32_bytes() {
    assert!(Keys::new(&[0; 32], &spki()).is_ok());
    for length in [0, 16, 24, 31, 33, 64] {
        let refused = Keys::new(&vec![0; length], &spki());
        assert_eq!(refused.unwrap_err(), KeysError::DecryptionKey);
    }
}

#[test]
fn a_verification_key_is_a_point_on_p256_in_der() {
    let right = spki();
    let base64 = BASE64.encode(&right);
    let point = &right[26..];
    let mut off_the_curve = right.clone();
    *off_the_curve.last_mut().unwrap() ^= 1;
    let mut other_curve = right.clone();
    other_curve[22] ^= 1;
    let trailing = [right.as_slice(), &[0]].concat();
    for wrong in [
        &[][..],
        point,
        &right[..90],
        &off_the_curve,
        &other_curve,
        &trailing,
        base64.as_bytes(),
    ] {
        let refused = Keys::new(&[0; 32], wrong);
        assert_eq!(
            refused.unwrap_err(),
            KeysError::VerificationKey,
            "{wrong:02x?}"
        );
    }
}

#[test]
fn keys_are_never_shown() {
    let keys = Keys::new(&[0xab; 32], &spki()).unwrap();
    assert_eq!(format!("{keys:?}"), "Keys { .. }");
}

#[test]
fn what_is_no_token_is_malformed() {
    let keys = Keys::new(&[0; 32], &spki()).unwrap();
    for text in [
        "",
        "....",
        "hello",
        "a.b.c.d.e",
        "e30....",
        &"A".repeat(32_769),
    ] {
        assert_eq!(open(text, &keys).unwrap_err().reason(), "gms_malformed");
    }
}

#[test]
fn a_token_for_google_is_printable_ascii() {
    for text in ["a", "e30.e30", " ~", &"A".repeat(32_768)] {
        assert_eq!(check_text(text), Ok(()));
    }
    for text in [
        "",
        "a\n",
        "a\t",
        "\u{7f}",
        "\0",
        "\u{e9}",
        "\u{200b}",
        &"A".repeat(32_769),
    ] {
        assert_eq!(check_text(text), Err(Error::NotPrintable), "{text:?}");
    }
    assert_eq!(Error::NotPrintable.reason(), "gms_malformed");
}

#[test]
fn checks_of_a_payload_run_in_the_printed_order() {
    let policy = Policy {
        min_version_code: 1,
        licensing: vec!["LICENSED".to_owned()],
        play_protect_reject: vec!["HIGH_RISK".to_owned()],
        ..Policy::default()
    };
    let wrong = [
        ("G6", "/requestDetails", json!(null)),
        ("G7", "/requestDetails/requestPackageName", json!(null)),
        ("G8", "/requestDetails/nonce", json!(null)),
        ("G9", "/requestDetails/timestampMillis", json!(0)),
        ("G10", "/testingDetails/isTestingResponse", json!(true)),
        ("G11", "/appIntegrity/appRecognitionVerdict", json!(null)),
        ("G12", "/appIntegrity/packageName", json!(null)),
        ("G13", "/appIntegrity/certificateSha256Digest", json!(null)),
        ("G14", "/appIntegrity/versionCode", json!(null)),
        (
            "G15",
            "/deviceIntegrity/deviceRecognitionVerdict",
            json!(null),
        ),
        ("G16", "/accountDetails/appLicensingVerdict", json!(null)),
        (
            "G17",
            "/environmentDetails/playProtectVerdict",
            json!("HIGH_RISK"),
        ),
    ];
    let numbers: Vec<&str> = CHECKS.iter().skip(3).map(|(number, _)| *number).collect();
    assert_eq!(
        wrong.each_ref().map(|(number, ..)| *number).as_slice(),
        numbers
    );
    for (position, (number, ..)) in wrong.iter().enumerate() {
        let mut payload = super::payload();
        // From the last to the first: what is taken away as a whole goes last.
        for (_, path, value) in wrong.iter().skip(position).rev() {
            payload = with_in(payload, path, value.clone());
        }
        assert_eq!(judged_by(&payload, &policy).unwrap_err().check(), *number);
    }
}
