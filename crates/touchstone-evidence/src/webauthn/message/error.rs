//! Decides how a refused message is named: the reasons E1 to E19 of spec webauthn.md section 4.1.

use crate::json;

/// A member that a message must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// `id`.
    Id,
    /// `type`.
    Type,
    /// `response`.
    Response,
    /// `response.clientDataJSON`.
    ClientData,
    /// `response.attestationObject`.
    AttestationObject,
    /// `response.authenticatorData`.
    AuthenticatorData,
    /// `response.signature`.
    Signature,
}

/// Why a message was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// E1: more than 131,072 bytes, or not one acceptable JSON value.
    #[error("body is not acceptable JSON")]
    BodyMalformed(#[source] json::Error),
    /// E1: JSON, but not an object.
    #[error("body is not an object")]
    BodyNotAnObject,
    /// E2.
    #[error("body with a member name that comes twice")]
    DuplicateMember,
    /// E3, E7, E10, E12, E14, E16, E17.
    #[error("member {} missing", .0.name())]
    Missing(Member),
    /// E4, E8, E11, E13, E15, E16, E17.
    #[error("member {} malformed", .0.name())]
    Malformed(Member),
    /// E5.
    #[error("id with more than 1,023 bytes")]
    IdTooLong,
    /// E6.
    #[error("rawId is not id")]
    RawIdMismatch,
    /// E9.
    #[error("type is not public-key")]
    TypeUnsupported,
    /// E18.
    #[error("userHandle malformed")]
    UserHandleMalformed,
    /// E19.
    #[error("optional member {field} malformed")]
    OptionalFieldMalformed {
        /// Its name.
        field: &'static str,
    },
}

impl Member {
    /// The name in the message.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Type => "type",
            Self::Response => "response",
            Self::ClientData => "clientDataJSON",
            Self::AttestationObject => "attestationObject",
            Self::AuthenticatorData => "authenticatorData",
            Self::Signature => "signature",
        }
    }

    const fn missing(self) -> (&'static str, &'static str) {
        match self {
            Self::Id => ("E3", "id_missing"),
            Self::Type => ("E7", "type_missing"),
            Self::Response => ("E10", "response_missing"),
            Self::ClientData => ("E12", "client_data_missing"),
            Self::AttestationObject => ("E14", "attestation_object_missing"),
            Self::AuthenticatorData => ("E16", "authenticator_data_missing"),
            Self::Signature => ("E17", "signature_missing"),
        }
    }

    const fn malformed(self) -> (&'static str, &'static str) {
        match self {
            Self::Id => ("E4", "id_malformed"),
            Self::Type => ("E8", "type_malformed"),
            Self::Response => ("E11", "response_malformed"),
            Self::ClientData => ("E13", "client_data_malformed"),
            Self::AttestationObject => ("E15", "attestation_object_malformed"),
            Self::AuthenticatorData => ("E16", "authenticator_data_malformed"),
            Self::Signature => ("E17", "signature_malformed"),
        }
    }
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed; all before it in [`super::checks`] passed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    /// Which optional member is malformed (E19).
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::OptionalFieldMalformed { field } => Some(field),
            _ => None,
        }
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::BodyMalformed(_) | Self::BodyNotAnObject => ("E1", "body_malformed"),
            Self::DuplicateMember => ("E2", "body_duplicate_member"),
            Self::Missing(member) => member.missing(),
            Self::Malformed(member) => member.malformed(),
            Self::IdTooLong => ("E5", "id_too_long"),
            Self::RawIdMismatch => ("E6", "raw_id_mismatch"),
            Self::TypeUnsupported => ("E9", "type_unsupported"),
            Self::UserHandleMalformed => ("E18", "user_handle_malformed"),
            Self::OptionalFieldMalformed { .. } => ("E19", "optional_field_malformed"),
        }
    }
}
