//! Decides what can be chosen about `webauthn` over HTTP (spec webauthn.md 8). The defaults are the printed ones.

use crate::peer::Network;

/// Rates and proxies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebauthnHttpOptions {
    /// Requests per second that fill an address's bucket; 0 is no limit.
    pub address_per_s: u32,
    /// What an address's bucket holds.
    pub address_burst: u32,
    /// Requests per second that fill a SecToken's bucket; 0 is no limit.
    pub key_per_s: u32,
    /// What a SecToken's bucket holds.
    pub key_burst: u32,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Host` are believed.
    pub trusted_proxies: Vec<Network>,
}

impl Default for WebauthnHttpOptions {
    fn default() -> Self {
        Self {
            address_per_s: 50,
            address_burst: 200,
            key_per_s: 1_000,
            key_burst: 4_000,
            trusted_proxies: Vec::new(),
        }
    }
}
