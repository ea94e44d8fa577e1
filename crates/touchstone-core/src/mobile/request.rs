//! Decides what a verification is asked to judge, after HTTP has taken the request apart (spec mobile.md 2.2).

use std::fmt;

use super::settings::{FinalNonce, MobileSettings};

/// What ties the evidence to this relying party's transaction.
#[derive(Clone, PartialEq, Eq)]
pub enum Binding {
    /// A session of this server's.
    Session {
        /// As sent, 1 to 128 characters; opaque to the relying party.
        reference: String,
        /// The device's own part of the nonce.
        device_nonce: Option<Vec<u8>>,
    },
    /// A nonce of the relying party's own.
    Sessionless {
        /// The nonce.
        expected_nonce: Vec<u8>,
    },
}

impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Binding").finish_non_exhaustive()
    }
}

/// A request to judge a token.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyRequest {
    /// The envelope, 1 to 65,536 bytes.
    pub token: Vec<u8>,
    /// What it must be bound to.
    pub binding: Binding,
}

impl fmt::Debug for VerifyRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyRequest")
            .field("binding", &self.binding)
            .finish_non_exhaustive()
    }
}

/// What a tenant's settings allow in a request; whoever reads requests asks for it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestRules {
    /// Whether sessions are served.
    pub session_enabled: bool,
    /// Whether nonces of the relying party's own are served.
    pub sessionless_enabled: bool,
    /// The longest device nonce, in bytes (the shortest has 16).
    pub device_nonce_max_bytes: usize,
    /// The shortest expected nonce, in bytes (the longest has 64).
    pub expected_nonce_min_bytes: usize,
    /// Requests per second and API key; 0 = no limit.
    pub rate_limit_per_s: u32,
}

impl RequestRules {
    /// The rules that follow from these settings.
    pub fn of(settings: &MobileSettings) -> Self {
        Self {
            session_enabled: settings.session_enabled,
            sessionless_enabled: settings.sessionless_enabled,
            device_nonce_max_bytes: match settings.final_nonce {
                FinalNonce::ConcatServerDevice => 32,
                FinalNonce::Sha256ServerDevice | FinalNonce::Sha256DeviceServer => 64,
            },
            expected_nonce_min_bytes: usize::from(settings.expected_nonce_min_bytes),
            rate_limit_per_s: settings.rate_limit_per_s,
        }
    }
}
