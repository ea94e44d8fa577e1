//! Decides how a refused envelope is named (spec mobile.md section 4.1, T1 to T4).

use crate::cbor;

/// Why an envelope was refused: one variant per reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// T1, T2, T4: `token_malformed`.
    #[error("envelope malformed")]
    Malformed(#[source] Fault),
    /// T3: `token_service_unsupported`.
    #[error("service unknown")]
    ServiceUnsupported,
}

/// What is wrong with the shape of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// T1: more than 65,536 bytes.
    #[error("envelope too long")]
    TooLong,
    /// T1: not one acceptable CBOR item.
    #[error("not one acceptable CBOR item")]
    Cbor(#[source] cbor::Error),
    /// T2: this member of `device`, or `device` itself, is missing, of another type or too long.
    #[error("device member {0} missing or out of range")]
    Device(&'static str),
    /// T4: this member of `token`, or `token` itself, is missing, of another type or out of range.
    #[error("token member {0} missing or out of range")]
    Token(&'static str),
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "token_malformed",
            Self::ServiceUnsupported => "token_service_unsupported",
        }
    }

    /// The check that failed; all before it in [`super::CHECKS`] passed.
    pub const fn check(&self) -> &'static str {
        match self {
            Self::Malformed(Fault::TooLong | Fault::Cbor(_)) => "T1",
            Self::Malformed(Fault::Device(_)) => "T2",
            Self::ServiceUnsupported => "T3",
            Self::Malformed(Fault::Token(_)) => "T4",
        }
    }
}
