//! Decides how a refused receipt is named: one variant per reason of spec mobile.md section 4.4.

use crate::x509::{OutsideValidity, PathError};
use crate::{Timestamp, ber, der, x509};

/// Why a receipt was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// C1.
    #[error("receipt malformed")]
    Malformed(#[source] Fault),
    /// C2.
    #[error("receipt signer does not lead to a trusted root")]
    Chain(#[source] ChainError),
    /// C3.
    #[error("receipt signature wrong")]
    Signature,
    /// C4.
    #[error("receipt for another App ID")]
    AppId,
    /// C5.
    #[error("receipt made at {created} is not fresh")]
    Stale {
        /// When it was made.
        created: Timestamp,
    },
    /// C6.
    #[error("receipt for another key")]
    Key,
    /// C7.
    #[error("receipt for another environment")]
    Environment,
    /// C8.
    #[error("receipt for other client data")]
    ClientHash,
}

/// What is wrong with the shape of a receipt (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not one acceptable BER element.
    #[error("not one acceptable BER element")]
    Ber(#[source] ber::Error),
    /// Not the elements of a PKCS #7 SignedData.
    #[error("not a PKCS #7 SignedData")]
    SignedData(#[source] der::Error),
    /// The message is not SignedData over data, or has signed attributes.
    #[error("another kind of PKCS #7 message")]
    MessageKind,
    /// There is not exactly one signer.
    #[error("not exactly one signer")]
    SignerCount,
    /// More certificates or fields than allowed.
    #[error("more certificates or fields than allowed")]
    BeyondLimit,
    /// The content is not a SET of fields.
    #[error("content is not a set of fields")]
    Content(#[source] der::Error),
    /// A field occurs twice.
    #[error("field {0} repeated")]
    FieldRepeated(u32),
    /// A field is missing.
    #[error("field {0} missing")]
    FieldMissing(u32),
    /// A field has no value that it may have.
    #[error("field {0} malformed")]
    FieldMalformed(u32),
}

/// Why the signer of a receipt is not trusted (C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// A certificate of the message cannot be read.
    #[error("certificate unreadable")]
    Certificate(#[source] x509::Error),
    /// The message does not have the certificate of its signer.
    #[error("signer certificate missing")]
    SignerMissing,
    /// The message does not have the certificate of the signer's issuer.
    #[error("intermediate certificate missing")]
    IntermediateMissing,
    /// The path does not lead to an anchor.
    #[error("path does not lead to an anchor")]
    Path(#[source] PathError),
    /// A certificate was not valid when the receipt was made.
    #[error("certificate {index} not valid when the receipt was made")]
    OutsideValidity {
        /// 0 = signer, 1 = intermediate.
        index: usize,
        /// In which direction.
        #[source]
        source: OutsideValidity,
    },
    /// The signer is not marked as one of receipts (extension 1.2.840.113635.100.12.15).
    #[error("signer not marked for receipts")]
    NotMarked,
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
            Self::Malformed(_) => ("C1", "apple_receipt_malformed"),
            Self::Chain(_) => ("C2", "apple_receipt_chain"),
            Self::Signature => ("C3", "apple_receipt_signature"),
            Self::AppId => ("C4", "apple_receipt_app_id"),
            Self::Stale { .. } => ("C5", "apple_receipt_stale"),
            Self::Key => ("C6", "apple_receipt_key"),
            Self::Environment => ("C7", "apple_receipt_environment"),
            Self::ClientHash => ("C8", "apple_receipt_client_hash"),
        }
    }
}
