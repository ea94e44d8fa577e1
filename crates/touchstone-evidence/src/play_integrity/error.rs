//! Decides how a refused token is named: variants for the reasons of spec mobile.md section 4.5, with what was found.

use alloc::string::String;
use alloc::vec::Vec;

use crate::jose::{self, jwe, jws};
use crate::{Timestamp, json};

/// Why a token was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// G2, opened here.
    #[error("token malformed")]
    Malformed(#[source] jwe::Error),
    /// G2, to be opened by Google.
    #[error("token not of 1 to 32768 printable ASCII characters")]
    NotPrintable,
    /// G3.
    #[error("token does not open under the decryption key")]
    DecryptFailed,
    /// G4: what was inside is no signed token.
    #[error("content of the token malformed")]
    ContentMalformed(#[source] Fault),
    /// G4.
    #[error("token not signed with the verification key")]
    SignatureInvalid(#[source] jws::SignatureError),
    /// G6.
    #[error("payload malformed")]
    PayloadMalformed(#[source] Fault),
    /// G7.
    #[error("request made for another package")]
    RequestPackageMismatch {
        /// `requestPackageName`.
        found: Option<String>,
    },
    /// G8.
    #[error("nonce is not the expected one")]
    NonceMismatch {
        /// The bytes that the verdict carries; `None` when there are none or they are not base64.
        received: Option<Vec<u8>>,
    },
    /// G9.
    #[error("verdict made in the future, at {requested_at}")]
    FromFuture {
        /// `timestampMillis`.
        requested_at: Timestamp,
    },
    /// G9.
    #[error("verdict too old, made at {requested_at}")]
    Stale {
        /// `timestampMillis`.
        requested_at: Timestamp,
    },
    /// G10.
    #[error("verdict is a response to a test")]
    TestingResponse,
    /// G11.
    #[error("app not recognised as the policy asks")]
    AppNotRecognized {
        /// `appRecognitionVerdict`.
        found: Option<String>,
    },
    /// G12.
    #[error("app has another package")]
    AppPackageMismatch {
        /// `appIntegrity.packageName`.
        found: Option<String>,
    },
    /// G13.
    #[error("app has no signers, or others than the configured ones")]
    CertificateMismatch,
    /// G14.
    #[error("version of the app too old")]
    VersionTooOld {
        /// `versionCode`.
        found: Option<String>,
    },
    /// G15.
    #[error("device lacks the label {missing}")]
    DeviceIntegrity {
        /// The first asked label that is not there.
        missing: String,
    },
    /// G16.
    #[error("licence is not as the policy asks")]
    Unlicensed {
        /// `appLicensingVerdict`.
        found: Option<String>,
    },
    /// G17.
    #[error("environment holds the rejected risk {found}")]
    EnvironmentRisk {
        /// The rejected word.
        found: String,
    },
}

/// What is wrong with the content of a token (G4) or with its payload (G6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not UTF-8.
    #[error("not text")]
    NotText,
    /// Not a compact JWS.
    #[error("not a JWS in compact form")]
    Token(#[source] jose::Error),
    /// Not acceptable JSON.
    #[error("not acceptable JSON")]
    Json(#[source] json::Error),
    /// This member is missing, of another type or too long; `payload` is the whole.
    #[error("member {0} missing, of another type or too long")]
    Member(&'static str),
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed; all before it in [`super::CHECKS`] that apply passed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::Malformed(_) | Self::NotPrintable => ("G2", "gms_malformed"),
            Self::DecryptFailed => ("G3", "gms_decrypt_failed"),
            Self::ContentMalformed(_) => ("G4", "gms_payload_malformed"),
            Self::SignatureInvalid(_) => ("G4", "gms_signature_invalid"),
            Self::PayloadMalformed(_) => ("G6", "gms_payload_malformed"),
            Self::RequestPackageMismatch { .. } => ("G7", "gms_package_mismatch"),
            Self::NonceMismatch { .. } => ("G8", "gms_nonce_mismatch"),
            Self::FromFuture { .. } => ("G9", "gms_from_future"),
            Self::Stale { .. } => ("G9", "gms_stale"),
            Self::TestingResponse => ("G10", "gms_testing_response"),
            Self::AppNotRecognized { .. } => ("G11", "gms_app_not_recognized"),
            Self::AppPackageMismatch { .. } => ("G12", "gms_package_mismatch"),
            Self::CertificateMismatch => ("G13", "gms_certificate_mismatch"),
            Self::VersionTooOld { .. } => ("G14", "gms_version_too_old"),
            Self::DeviceIntegrity { .. } => ("G15", "gms_device_integrity"),
            Self::Unlicensed { .. } => ("G16", "gms_unlicensed"),
            Self::EnvironmentRisk { .. } => ("G17", "gms_environment_risk"),
        }
    }
}
