//! What is a simulated app of the Play store? Its name, its signer, its keys, and the verdicts on it.

use std::fmt;

use super::keys::PlayKeys;
use super::payload::{Payload, digest_text};
use super::{classic, standard};
use crate::jose::base64url;
use crate::time::{SECOND_MS, within_calendar};

/// Which kind of request the app made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenType {
    /// With a nonce; opened with the app's keys or by Google.
    Classic,
    /// With a request hash; opened by Google.
    Standard,
}

impl TokenType {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Standard => "standard",
        }
    }
}

/// An app of the Play store.
#[derive(Clone)]
pub struct PlayApp {
    pub(super) package: String,
    pub(super) signer_digest: [u8; 32],
    pub(super) keys: PlayKeys,
    pub(super) seed: [u8; 32],
    /// What the envelope says in `device.model`.
    pub model: String,
    /// What the envelope says in `device.version`.
    pub android_version: String,
}

impl PlayApp {
    /// An app whose keys come from `seed`, with the SHA-256 digest of its one signer.
    #[must_use]
    pub fn new(seed: [u8; 32], package: &str, signer_digest: [u8; 32]) -> Self {
        Self {
            package: package.to_owned(),
            signer_digest,
            keys: PlayKeys::new(seed),
            seed,
            model: "Pixel 10".to_owned(),
            android_version: "16".to_owned(),
        }
    }

    /// The app's name.
    #[must_use]
    pub fn package(&self) -> &str {
        &self.package
    }

    /// The keys that open classic tokens.
    #[must_use]
    pub fn keys(&self) -> &PlayKeys {
        &self.keys
    }

    /// The verdict on a recognized, licensed app on a sound phone, asked for three seconds before `now_ms`
    /// (unix milliseconds). The nonce is written in base64url without padding.
    #[must_use]
    pub fn payload(&self, token_type: TokenType, final_nonce: &[u8], now_ms: i64) -> Payload {
        let nonce = base64url(final_nonce);
        let known = |text: &str| Some(text.to_owned());
        Payload {
            request_package_name: self.package.clone(),
            nonce: (token_type == TokenType::Classic).then(|| nonce.clone()),
            request_hash: (token_type == TokenType::Standard).then_some(nonce),
            timestamp_ms: Some(within_calendar(now_ms) - 3 * SECOND_MS),
            timestamp_as_number: false,
            app_recognition_verdict: known("PLAY_RECOGNIZED"),
            package_name: known(&self.package),
            certificate_sha256_digests: Some(vec![digest_text(&self.signer_digest)]),
            version_code: known("42"),
            device_recognition_verdicts: Some(vec![
                "MEETS_BASIC_INTEGRITY".to_owned(),
                "MEETS_DEVICE_INTEGRITY".to_owned(),
            ]),
            device_sdk_version: Some(36),
            recent_device_activity_level: known("LEVEL_1"),
            app_licensing_verdict: known("LICENSED"),
            apps_detected: Some(vec!["KNOWN_INSTALLED".to_owned()]),
            play_protect_verdict: known("NO_ISSUES"),
            is_testing_response: None,
        }
    }

    /// The text of a token with this verdict.
    #[must_use]
    pub fn text(&self, token_type: TokenType, payload: &Payload) -> String {
        self.text_of(token_type, &payload.to_json())
    }

    /// A token with any payload at all.
    pub(super) fn text_of(&self, token_type: TokenType, payload: &str) -> String {
        match token_type {
            TokenType::Classic => classic::make(self, payload),
            TokenType::Standard => standard::make(&self.package, payload),
        }
    }
}

impl fmt::Debug for PlayApp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PlayApp")
            .field("package", &self.package)
            .finish_non_exhaustive()
    }
}
