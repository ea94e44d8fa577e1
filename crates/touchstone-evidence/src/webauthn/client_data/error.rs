//! Decides how refused client data is named: one variant per reason of C1 to C15 (spec webauthn.md section 4.1).

use alloc::string::String;

use super::super::Ceremony;
use crate::json;

/// Why client data was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// C1.
    #[error("client data is not acceptable JSON")]
    NotJson(#[source] json::Error),
    /// C1: JSON, but not an object.
    #[error("client data is not an object")]
    NotAnObject,
    /// C2.
    #[error("type missing")]
    TypeMissing,
    /// C3.
    #[error("type is not a text, or empty")]
    TypeMalformed,
    /// C4.
    #[error("type is not {}", .expected.client_data_type())]
    TypeMismatch {
        /// The ceremony of the endpoint.
        expected: Ceremony,
    },
    /// C5.
    #[error("challenge missing")]
    ChallengeMissing,
    /// C6.
    #[error("challenge is not base64url, or empty")]
    ChallengeMalformed,
    /// C7.
    #[error("challenge is another one")]
    ChallengeMismatch,
    /// C8.
    #[error("origin missing")]
    OriginMissing,
    /// C9.
    #[error("origin is not a text, or empty")]
    OriginMalformed,
    /// C10.
    #[error("origin is none of the relying party's")]
    OriginMismatch {
        /// What the client says where it is.
        origin: String,
    },
    /// C11.
    #[error("crossOrigin is no truth value")]
    CrossOriginMalformed,
    /// C12.
    #[error("credential asked for inside a page of another site")]
    CrossOriginNotAllowed,
    /// C13.
    #[error("topOrigin is not a text, or stands without crossOrigin")]
    TopOriginMalformed,
    /// C14.
    #[error("the page around is not allowed")]
    TopOriginNotAllowed {
        /// What the client says where the page around is.
        top_origin: String,
    },
    /// C15.
    #[error("tokenBinding without a known status")]
    TokenBindingMalformed,
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
            Self::NotJson(_) | Self::NotAnObject => ("C1", "client_data_not_json"),
            Self::TypeMissing => ("C2", "client_data_type_missing"),
            Self::TypeMalformed => ("C3", "client_data_type_malformed"),
            Self::TypeMismatch { .. } => ("C4", "client_data_type_mismatch"),
            Self::ChallengeMissing => ("C5", "challenge_missing"),
            Self::ChallengeMalformed => ("C6", "challenge_malformed"),
            Self::ChallengeMismatch => ("C7", "challenge_mismatch"),
            Self::OriginMissing => ("C8", "origin_missing"),
            Self::OriginMalformed => ("C9", "origin_malformed"),
            Self::OriginMismatch { .. } => ("C10", "origin_mismatch"),
            Self::CrossOriginMalformed => ("C11", "cross_origin_malformed"),
            Self::CrossOriginNotAllowed => ("C12", "cross_origin_not_allowed"),
            Self::TopOriginMalformed => ("C13", "top_origin_malformed"),
            Self::TopOriginNotAllowed { .. } => ("C14", "top_origin_not_allowed"),
            Self::TokenBindingMalformed => ("C15", "token_binding_malformed"),
        }
    }
}
