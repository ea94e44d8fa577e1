//! Decides how a refused U2F statement is named: variants for the reasons of spec webauthn.md U1 to U4.

/// Why a U2F statement was refused, beside the reasons that formats share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// U1.
    #[error("{count} certificates in place of one")]
    CertificateCount {
        /// How many there are.
        count: usize,
    },
    /// U2.
    #[error("leaf key is not on P-256")]
    CertificateKeyInvalid,
    /// U2.
    #[error("credential's key is not on P-256")]
    CredentialKeyInvalid,
    /// U3.
    #[error("AAGUID is not zero")]
    AaguidNotZero,
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
            Self::CertificateCount { .. } => ("U1", "u2f_x5c_count"),
            Self::CertificateKeyInvalid => ("U2", "u2f_cert_key_invalid"),
            Self::CredentialKeyInvalid => ("U2", "u2f_credential_key_invalid"),
            Self::AaguidNotZero => ("U3", "u2f_aaguid_not_zero"),
        }
    }
}
