//! Decides how a refused BLOB is named: variants for the reasons of spec webauthn.md section 4.5. No ceremony tells them.

use crate::jose::{self, jws};
use crate::x509::OutsideValidity;

/// Why a BLOB was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// M1.
    #[error("BLOB is no JWS in compact form")]
    Malformed(#[source] jose::Error),
    /// M2.
    #[error("BLOB signed with an unknown algorithm")]
    AlgorithmUnsupported,
    /// M3: there is neither `x5c` with 1 to 8 certificates nor `x5u`, or what was fetched holds none.
    #[error("BLOB without certificates")]
    CertificatesMissing,
    /// M3: `x5u` leads away from the source.
    #[error("BLOB whose certificates are of another origin")]
    X5uForeignOrigin,
    /// M4.
    #[error("certificates of the BLOB lead to no root of the source")]
    ChainUntrusted,
    /// M4.
    #[error("BLOB not signed by the signer of the source")]
    SignerMismatch,
    /// M5.
    #[error("a certificate of the BLOB is not valid now")]
    CertExpired(#[source] OutsideValidity),
    /// M6.
    #[error("certificate {index} of the BLOB is revoked")]
    CertRevoked {
        /// 0 = leaf.
        index: usize,
    },
    /// M6.
    #[error("no revocation list for certificate {index} of the BLOB")]
    RevocationUnknown {
        /// 0 = leaf.
        index: usize,
    },
    /// M6.
    #[error("revocation list for certificate {index} of the BLOB out of date")]
    CrlExpired {
        /// 0 = leaf.
        index: usize,
    },
    /// M7.
    #[error("signature on the BLOB does not hold")]
    SignatureInvalid(#[source] jws::SignatureError),
    /// M8.
    #[error("payload of the BLOB malformed")]
    PayloadMalformed,
    /// M9: the BLOB at hand stays; nothing is wrong.
    #[error("BLOB with the number {number}, as the one at hand")]
    NumberUnchanged {
        /// Its number.
        number: i64,
    },
    /// M9.
    #[error("BLOB with the number {number}, less than {cached}")]
    NumberRegressed {
        /// Its number.
        number: i64,
        /// That of the BLOB at hand.
        cached: i64,
    },
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
            Self::Malformed(_) => ("M1", "blob_malformed"),
            Self::AlgorithmUnsupported => ("M2", "blob_alg_unsupported"),
            Self::CertificatesMissing => ("M3", "blob_certificates_missing"),
            Self::X5uForeignOrigin => ("M3", "blob_x5u_foreign_origin"),
            Self::ChainUntrusted => ("M4", "blob_chain_untrusted"),
            Self::SignerMismatch => ("M4", "blob_signer_mismatch"),
            Self::CertExpired(_) => ("M5", "blob_cert_expired"),
            Self::CertRevoked { .. } => ("M6", "blob_cert_revoked"),
            Self::RevocationUnknown { .. } => ("M6", "blob_revocation_unknown"),
            Self::CrlExpired { .. } => ("M6", "crl_expired"),
            Self::SignatureInvalid(_) => ("M7", "blob_signature_invalid"),
            Self::PayloadMalformed => ("M8", "blob_payload_malformed"),
            Self::NumberUnchanged { .. } => ("M9", "blob_number_unchanged"),
            Self::NumberRegressed { .. } => ("M9", "blob_number_regressed"),
        }
    }
}
