//! Decides how a refused Apple statement is named: variants for the reasons of spec webauthn.md L1 to L3.

/// Why an Apple statement was refused, beside the reasons that formats share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// L1.
    #[error("leaf without a nonce")]
    NonceMissing,
    /// L1: repeated, or not the expected DER.
    #[error("nonce of the leaf malformed")]
    NonceMalformed,
    /// L2.
    #[error("nonce is not the hash over authenticator data and client data hash")]
    NonceMismatch,
    /// L3.
    #[error("leaf is of another key than the credential's")]
    KeyMismatch,
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::NonceMissing => ("L1", "apple_nonce_missing"),
            Self::NonceMalformed => ("L1", "apple_nonce_malformed"),
            Self::NonceMismatch => ("L2", "apple_nonce_mismatch"),
            Self::KeyMismatch => ("L3", "apple_key_mismatch"),
        }
    }
}
