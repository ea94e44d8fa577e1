//! Decides how a refused SafetyNet statement is named: variants for the reasons of spec webauthn.md Y1 to Y5.

use crate::jose::{self, jws};
use crate::{Timestamp, json};

/// Why a SafetyNet statement was refused, beside the reasons that formats share.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Y1.
    #[error("response malformed")]
    ResponseMalformed(#[source] Fault),
    /// Y2.
    #[error("nonce is not the hash over authenticator data and client data hash")]
    NonceMismatch,
    /// Y2.
    #[error("leaf is not for Google's service")]
    HostMismatch,
    /// Y3: `alg` is neither RS256 nor ES256.
    #[error("response signed with another algorithm")]
    AlgorithmUnsupported,
    /// Y3: the leaf's key is of no kind that verifies.
    #[error("leaf key of an unknown kind")]
    KeyUnsupported,
    /// Y3.
    #[error("response not signed with the leaf key")]
    SignatureInvalid(#[source] jws::SignatureError),
    /// Y4.
    #[error("device matches no approved profile")]
    CtsFalse,
    /// Y5.
    #[error("response too old, or made at no time")]
    TimestampOld {
        /// When it was made; `None` when it does not tell.
        made_at: Option<Timestamp>,
    },
    /// Y5.
    #[error("response made in the future, at {made_at}")]
    TimestampFuture {
        /// When it was made.
        made_at: Timestamp,
    },
}

/// What is wrong with the shape of a response (Y1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not text.
    #[error("not UTF-8")]
    NotText,
    /// Not a compact JWS.
    #[error("not a JWS in compact form")]
    Form(#[source] jose::Error),
    /// `x5c` does not hold 1 to 8 texts in standard base64.
    #[error("not 1 to 8 certificates in base64")]
    Certificates,
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

    /// The check that failed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::ResponseMalformed(_) => ("Y1", "safetynet_response_malformed"),
            Self::NonceMismatch => ("Y2", "safetynet_nonce_mismatch"),
            Self::HostMismatch => ("Y2", "safetynet_host_mismatch"),
            Self::AlgorithmUnsupported | Self::KeyUnsupported | Self::SignatureInvalid(_) => {
                ("Y3", "safetynet_signature_invalid")
            }
            Self::CtsFalse => ("Y4", "safetynet_cts_false"),
            Self::TimestampOld { .. } => ("Y5", "safetynet_timestamp_old"),
            Self::TimestampFuture { .. } => ("Y5", "safetynet_timestamp_future"),
        }
    }
}
