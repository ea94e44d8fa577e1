//! Decides how refused authenticator data is named: the reasons of A8 and A9a to A9c (spec webauthn.md section 4.2).

use crate::cbor;

/// Why authenticator data was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A8.
    #[error("authenticator data with less than 37 bytes")]
    TooShort,
    /// A9a.
    #[error("attested credential data cut off, or its key no CBOR")]
    AttestedDataTruncated,
    /// A9a.
    #[error("credential id of {bytes} bytes")]
    CredentialIdTooLong {
        /// How many it announces.
        bytes: usize,
    },
    /// A9a.
    #[error("credential id without bytes")]
    CredentialIdEmpty,
    /// A9b: with the fault of the CBOR, unless it is no map or too long.
    #[error("extension data is not one CBOR map of at most 4,096 bytes")]
    ExtensionDataInvalid(#[source] Option<cbor::Error>),
    /// A9c.
    #[error("{bytes} bytes behind the authenticator data")]
    TrailingBytes {
        /// How many.
        bytes: usize,
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
            Self::TooShort => ("A8", "auth_data_too_short"),
            Self::AttestedDataTruncated => ("A9a", "attested_data_truncated"),
            Self::CredentialIdTooLong { .. } => ("A9a", "credential_id_too_long"),
            Self::CredentialIdEmpty => ("A9a", "credential_id_empty"),
            Self::ExtensionDataInvalid(_) => ("A9b", "extension_data_invalid"),
            Self::TrailingBytes { .. } => ("A9c", "auth_data_trailing_bytes"),
        }
    }
}
