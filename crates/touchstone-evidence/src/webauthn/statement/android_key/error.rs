//! Decides how a refused Android key statement is named: variants for the reasons of spec webauthn.md D1 to D7.

use crate::android_key::SecurityLevel;
use crate::android_key::description;

/// Why an Android key statement was refused, beside the reasons that formats share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// D1.
    #[error("leaf is of another key than the credential's")]
    LeafKeyMismatch,
    /// D3.
    #[error("leaf without a key description")]
    ExtensionMissing,
    /// D3: more than one.
    #[error("leaf with a repeated key description")]
    ExtensionRepeated,
    /// D3.
    #[error("key description malformed")]
    ExtensionMalformed(#[source] description::Error),
    /// D4.
    #[error("challenge of the key is not the client data hash")]
    ChallengeMismatch,
    /// D5.
    #[error("every app may use the key")]
    AllApplications,
    /// D6.
    #[error("key was not generated where it is kept, or nothing says so")]
    OriginInvalid,
    /// D6.
    #[error("key is not for signing, or nothing says so")]
    PurposeInvalid,
    /// D7.
    #[error("key is described by {}, which is too weak", found.name())]
    SecurityLevelTooLow {
        /// Who made the description.
        found: SecurityLevel,
    },
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
            Self::LeafKeyMismatch => ("D1", "android_key_leaf_key_mismatch"),
            Self::ExtensionMissing => ("D3", "android_key_extension_missing"),
            Self::ExtensionRepeated | Self::ExtensionMalformed(_) => {
                ("D3", "android_key_extension_malformed")
            }
            Self::ChallengeMismatch => ("D4", "android_key_challenge_mismatch"),
            Self::AllApplications => ("D5", "android_key_all_applications"),
            Self::OriginInvalid => ("D6", "android_key_origin_invalid"),
            Self::PurposeInvalid => ("D6", "android_key_purpose_invalid"),
            Self::SecurityLevelTooLow { .. } => ("D7", "android_key_security_level_too_low"),
        }
    }
}
