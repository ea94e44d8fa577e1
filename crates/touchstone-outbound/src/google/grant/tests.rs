//! The grant as another party reads it.

use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use touchstone_core::Timestamp;
use touchstone_core::ports::{ServiceAccount, UpstreamError};
use zeroize::Zeroizing;

use super::grant;
use crate::tests::keys;

fn account(private_key: &str) -> ServiceAccount {
    ServiceAccount {
        client_email: "judge@acme.iam.gserviceaccount.com".to_owned(),
        private_key_id: Some("k1".to_owned()),
        private_key: Zeroizing::new(private_key.to_owned()),
        token_uri: "https://oauth2.googleapis.com/token".to_owned(),
    }
}

fn json_of(part: &str) -> Value {
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap()
}

#[test]
fn a_grant_says_who_asks_for_what_and_how_long() {
    let now = Timestamp::from_unix_ms(1_777_000_000_999);
    let grant = grant(&account(&keys::rsa_pem(0)), now).unwrap();
    let parts: Vec<&str> = grant.split('.').collect();
    assert_eq!(
        json_of(parts[0]),
        json!({"alg": "RS256", "typ": "JWT", "kid": "k1"})
    );
    let claims = json!({
        "iss": "judge@acme.iam.gserviceaccount.com",
        "scope": "https://www.googleapis.com/auth/playintegrity",
        "aud": "https://oauth2.googleapis.com/token",
        "iat": 1_777_000_000,
        "exp": 1_777_003_600,
    });
    assert_eq!(json_of(parts[1]), claims);
}

#[test]
fn a_grant_is_signed_with_the_accounts_key() {
    let grant = grant(&account(&keys::rsa_pem(0)), Timestamp::from_unix_s(0)).unwrap();
    let (input, signature) = grant.rsplit_once('.').unwrap();
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    let verifies = |index: usize| {
        let key = UnparsedPublicKey::new(
            &RSA_PKCS1_2048_8192_SHA256,
            keys::RSA[index].public_key().as_ref(),
        );
        key.verify(input.as_bytes(), &signature).is_ok()
    };
    assert!(verifies(0));
    assert!(!verifies(1));
}

#[test]
fn a_key_without_name_is_not_named() {
    let mut account = account(&keys::rsa_pem(0));
    account.private_key_id = None;
    let grant = grant(&account, Timestamp::from_unix_s(0)).unwrap();
    let header = grant.split('.').next().unwrap();
    assert_eq!(json_of(header), json!({"alg": "RS256", "typ": "JWT"}));
}

#[test]
fn keys_that_cannot_sign_are_unusable_and_are_not_shown() {
    let broken = keys::rsa_pem(0).replace('\n', "");
    let garbage = keys::pem(b"no key at all");
    let other_label = keys::rsa_pem(0).replace("PRIVATE KEY", "RSA PRIVATE KEY");
    for pem in ["", &broken, &garbage, &other_label, &keys::p256_pem()] {
        let error = grant(&account(pem), Timestamp::from_unix_s(0)).unwrap_err();
        assert!(matches!(error, UpstreamError::Unusable(_)), "{error}");
        assert!(error.to_string().len() < 100, "{error}");
    }
}
