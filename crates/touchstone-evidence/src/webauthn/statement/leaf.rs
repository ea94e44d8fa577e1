//! Decides whether a leaf is the certificate of an attestation key, as far as formats agree: version, no authority, and the
//! AAGUID where it carries one (WebAuthn L3 section 8.2.1; checks P6, P8, P9 and X8 of spec webauthn.md).

use super::super::Aaguid;
use crate::der::{Reader, Tag};
use crate::x509::{Certificate, oid};

/// What is wrong with a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not X.509 version 3.
    #[error("leaf is not an X.509 certificate of version 3")]
    Version,
    /// An authority, or its basic constraints cannot be read.
    #[error("leaf is an authority")]
    Authority,
    /// The AAGUID extension is critical.
    #[error("AAGUID extension is critical")]
    AaguidCritical,
    /// The AAGUID extension is repeated, or no OCTET STRING of 16 bytes.
    #[error("AAGUID extension malformed")]
    AaguidMalformed,
    /// The AAGUID extension names another model.
    #[error("leaf is for another model: {found}")]
    AaguidMismatch {
        /// The model in the leaf.
        found: Aaguid,
    },
}

impl Fault {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Version => "attestation_cert_version",
            Self::Authority => "attestation_cert_is_ca",
            Self::AaguidCritical => "attestation_cert_aaguid_critical",
            Self::AaguidMalformed => "attestation_cert_aaguid_malformed",
            Self::AaguidMismatch { .. } => "attestation_cert_aaguid_mismatch",
        }
    }
}

/// That the leaf is no authority. Absent basic constraints mean none.
pub(super) fn check_authority(leaf: &Certificate<'_>) -> Result<(), Fault> {
    match leaf.basic_constraints() {
        Ok(constraints) if !constraints.is_some_and(|found| found.authority) => Ok(()),
        _ => Err(Fault::Authority),
    }
}

/// That the AAGUID extension, where there is one, names the credential's model. Whether there is one.
pub(super) fn check_aaguid(leaf: &Certificate<'_>, aaguid: Aaguid) -> Result<bool, Fault> {
    let extension = leaf.extension(oid::FIDO_AAGUID);
    let Some(extension) = extension.map_err(|_| Fault::AaguidMalformed)? else {
        return Ok(false);
    };
    if extension.critical {
        return Err(Fault::AaguidCritical);
    }
    let mut document = Reader::new(extension.value);
    let value = document.read(Tag::OCTET_STRING);
    let value = value.ok().filter(|_| document.is_empty());
    let found = value.and_then(|value| value.contents.try_into().ok());
    let found = Aaguid(found.ok_or(Fault::AaguidMalformed)?);
    if found == aaguid {
        Ok(true)
    } else {
        Err(Fault::AaguidMismatch { found })
    }
}
