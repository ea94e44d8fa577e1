//! Decides how a refused attestation is named: one variant per reason of spec mobile.md section 4.2.

use super::super::Environment;
use crate::digest::Sha256;
use crate::x509::PathError;
use crate::{Timestamp, cbor, cose, x509};

/// Why an attestation was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A1.
    #[error("attestation object malformed")]
    Malformed(#[source] Fault),
    /// A2.
    #[error("certificates do not lead to a trusted root")]
    ChainUntrusted(#[source] PathError),
    /// A3.
    #[error("certificate {index} is valid from {not_before} only")]
    CertNotYetValid {
        /// 0 = leaf, 1 = intermediate.
        index: usize,
        /// Its first instant.
        not_before: Timestamp,
    },
    /// A3.
    #[error("certificate {index} is valid until {not_after} only")]
    CertExpired {
        /// 0 = leaf, 1 = intermediate.
        index: usize,
        /// Its last instant.
        not_after: Timestamp,
    },
    /// A4.
    #[error("App ID not allowed")]
    AppNotAllowed {
        /// The hash of the App ID that the evidence is for.
        rp_id_hash: Sha256,
    },
    /// A5.
    #[error("nonce extension missing, repeated or malformed")]
    NonceExtensionInvalid,
    /// A6.
    #[error("nonce is not the expected one")]
    NonceMismatch {
        /// The hash that the leaf carries.
        received: Sha256,
    },
    /// A7.
    #[error("leaf key does not have the key id")]
    KeyIdMismatch,
    /// A8.
    #[error("environment not allowed")]
    EnvironmentMismatch {
        /// The environment of the key; `None` when its aaguid is neither.
        found: Option<Environment>,
    },
    /// A9.
    #[error("counter is {counter}, not zero")]
    CounterNotZero {
        /// The counter.
        counter: u32,
    },
    /// A10.
    #[error("credential id is not the key id")]
    CredentialIdMismatch,
    /// A11.
    #[error("COSE key is not the leaf key")]
    PublicKeyMismatch,
}

/// What is wrong with the shape of an attestation object (A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More than 16,384 bytes.
    #[error("attestation object too long")]
    TooLong,
    /// Not one acceptable CBOR item.
    #[error("not one acceptable CBOR item")]
    Cbor(#[source] cbor::Error),
    /// This member is missing or of another type.
    #[error("member {0} missing or of another type")]
    Member(&'static str),
    /// `fmt` is not `apple-appattest`.
    #[error("another attestation format")]
    Format,
    /// `x5c` does not have exactly two certificates.
    #[error("not exactly two certificates")]
    CertificateCount,
    /// A certificate cannot be read.
    #[error("certificate {index} unreadable")]
    Certificate {
        /// 0 = leaf, 1 = intermediate.
        index: usize,
        /// What is wrong with it.
        #[source]
        source: x509::Error,
    },
    /// `authData` is cut off.
    #[error("authData cut off")]
    AuthDataTruncated,
    /// The flag AT is not set.
    #[error("authData without attested credential data")]
    AttestedDataMissing,
    /// The credential id does not have 32 bytes.
    #[error("credential id not of 32 bytes")]
    CredentialIdLength,
    /// The COSE key cannot be read.
    #[error("COSE key unreadable")]
    CoseKey(#[source] cose::Error),
    /// Something stands behind the COSE key although flag ED is not set.
    #[error("bytes behind the COSE key")]
    AuthDataTrailing,
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
            Self::Malformed(_) => ("A1", "apple_attestation_malformed"),
            Self::ChainUntrusted(_) => ("A2", "apple_chain_untrusted"),
            Self::CertNotYetValid { .. } => ("A3", "apple_cert_not_yet_valid"),
            Self::CertExpired { .. } => ("A3", "apple_cert_expired"),
            Self::AppNotAllowed { .. } => ("A4", "apple_app_not_allowed"),
            Self::NonceExtensionInvalid => ("A5", "apple_nonce_extension_invalid"),
            Self::NonceMismatch { .. } => ("A6", "apple_nonce_mismatch"),
            Self::KeyIdMismatch => ("A7", "apple_key_id_mismatch"),
            Self::EnvironmentMismatch { .. } => ("A8", "apple_environment_mismatch"),
            Self::CounterNotZero { .. } => ("A9", "apple_counter_not_zero"),
            Self::CredentialIdMismatch => ("A10", "apple_credential_id_mismatch"),
            Self::PublicKeyMismatch => ("A11", "apple_public_key_mismatch"),
        }
    }
}
