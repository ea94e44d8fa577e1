//! Decides how a refused token is named: variants for the reasons of spec mobile.md section 4.6, with what was found.

use alloc::string::String;
use alloc::vec::Vec;

use crate::jose::{self, jws};
use crate::x509::{self, PathError};
use crate::{Timestamp, json};

/// Why a token was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// H1.
    #[error("token malformed")]
    Malformed(#[source] Fault),
    /// H2.
    #[error("certificates do not lead to a trusted root")]
    ChainUntrusted(#[source] PathError),
    /// H2.
    #[error("certificate {index} is valid from {not_before} only")]
    CertNotYetValid {
        /// 0 = leaf.
        index: usize,
        /// Its first instant.
        not_before: Timestamp,
    },
    /// H2.
    #[error("certificate {index} is valid until {not_after} only")]
    CertExpired {
        /// 0 = leaf.
        index: usize,
        /// Its last instant.
        not_after: Timestamp,
    },
    /// H3.
    #[error("leaf is not for Huawei's service")]
    LeafName,
    /// H4.
    #[error("token not signed with the leaf key")]
    SignatureInvalid(#[source] jws::SignatureError),
    /// H5.
    #[error("nonce is not the expected one")]
    NonceMismatch {
        /// The bytes that the verdict carries; `None` when there are none or they are not base64.
        received: Option<Vec<u8>>,
    },
    /// H6.
    #[error("verdict made in the future, at {made_at}")]
    FromFuture {
        /// When it was made.
        made_at: Timestamp,
    },
    /// H6.
    #[error("verdict too old, or made at no time")]
    Stale {
        /// When it was made; `None` when the verdict does not tell.
        made_at: Option<Timestamp>,
    },
    /// H7.
    #[error("app not allowed")]
    AppNotAllowed {
        /// The package that the verdict is for.
        package_name: Option<String>,
    },
    /// H8.
    #[error("app has no signers, or others than the configured ones")]
    CertificateMismatch,
    /// H9.
    #[error("Huawei app id is not the configured one")]
    AppIdMismatch {
        /// The app id that the verdict is for.
        found: Option<String>,
    },
    /// H10.
    #[error("device without basic integrity")]
    IntegrityFailed,
}

/// What is wrong with the shape of a token (H1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not a compact JWS.
    #[error("not a JWS in compact form")]
    Form(#[source] jose::Error),
    /// `alg` is neither RS256 nor PS256.
    #[error("another signature algorithm")]
    Algorithm,
    /// The header declares extensions (`crit`).
    #[error("header with critical extensions")]
    Critical,
    /// `x5c` does not hold 2 to 4 texts in standard base64.
    #[error("not 2 to 4 certificates in base64")]
    Certificates,
    /// A certificate cannot be read.
    #[error("certificate {index} unreadable")]
    Certificate {
        /// 0 = leaf.
        index: usize,
        /// What is wrong with it.
        #[source]
        source: x509::Error,
    },
    /// The payload is not acceptable JSON.
    #[error("payload not acceptable JSON")]
    Payload(#[source] json::Error),
    /// The payload is JSON, but not an object.
    #[error("payload not an object")]
    PayloadNotAnObject,
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
            Self::Malformed(_) => ("H1", "hms_malformed"),
            Self::ChainUntrusted(_) => ("H2", "hms_chain_untrusted"),
            Self::CertNotYetValid { .. } => ("H2", "hms_cert_not_yet_valid"),
            Self::CertExpired { .. } => ("H2", "hms_cert_expired"),
            Self::LeafName => ("H3", "hms_leaf_name"),
            Self::SignatureInvalid(_) => ("H4", "hms_signature_invalid"),
            Self::NonceMismatch { .. } => ("H5", "hms_nonce_mismatch"),
            Self::FromFuture { .. } => ("H6", "hms_from_future"),
            Self::Stale { .. } => ("H6", "hms_stale"),
            Self::AppNotAllowed { .. } => ("H7", "hms_app_not_allowed"),
            Self::CertificateMismatch => ("H8", "hms_certificate_mismatch"),
            Self::AppIdMismatch { .. } => ("H9", "hms_app_id_mismatch"),
            Self::IntegrityFailed => ("H10", "hms_integrity_failed"),
        }
    }
}
