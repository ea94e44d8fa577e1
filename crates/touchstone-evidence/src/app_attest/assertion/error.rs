//! Decides how a refused assertion is named: one variant per reason of spec mobile.md section 4.3.

use crate::cbor;
use crate::digest::Sha256;

/// Why an assertion was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// B1.
    #[error("assertion malformed")]
    Malformed(#[source] Fault),
    /// B4.
    #[error("App ID is not that of the key")]
    AppIdMismatch {
        /// The hash of the App ID that the device names.
        rp_id_hash: Sha256,
    },
    /// B5: a wrong nonce and a wrong key look alike.
    #[error("signature wrong")]
    SignatureInvalid,
    /// B6.
    #[error("counter {counter} is not greater than {stored}")]
    CounterReplay {
        /// The counter of the assertion.
        counter: u32,
        /// The stored counter.
        stored: u32,
    },
}

/// What is wrong with the shape of an assertion (B1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More than 1,024 bytes.
    #[error("assertion too long")]
    TooLong,
    /// Not one acceptable CBOR item.
    #[error("not one acceptable CBOR item")]
    Cbor(#[source] cbor::Error),
    /// This member is missing or no byte string.
    #[error("member {0} missing or of another type")]
    Member(&'static str),
    /// The signature does not have 8 to 80 bytes.
    #[error("signature not of 8 to 80 bytes")]
    SignatureLength,
    /// The authenticator data does not have 37 bytes.
    #[error("authenticatorData not of 37 bytes")]
    AuthenticatorDataLength,
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed; all before it in [`super::CHECKS`] passed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::Malformed(_) => ("B1", "apple_assertion_malformed"),
            Self::AppIdMismatch { .. } => ("B4", "apple_app_id_mismatch"),
            Self::SignatureInvalid => ("B5", "apple_signature_invalid"),
            Self::CounterReplay { .. } => ("B6", "apple_counter_replay"),
        }
    }
}
