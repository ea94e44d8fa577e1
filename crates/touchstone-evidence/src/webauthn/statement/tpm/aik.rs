//! Decides whether a certificate is that of an attestation key of a TPM: check X8 (WebAuthn L3 section 8.3.1).

use super::{Device, Error};
use crate::webauthn::Aaguid;
use crate::webauthn::statement;
use crate::webauthn::statement::leaf::{self, Fault};
use crate::x509::{Certificate, has_key_purpose, oid};

/// A `Name` without attributes.
const EMPTY_NAME: &[u8] = &[0x30, 0x00];

/// The TPM that the certificate names, and whether it carries the AAGUID.
pub(super) fn check<'a>(
    aik: &Certificate<'a>,
    aaguid: Aaguid,
) -> Result<(Device<'a>, bool), statement::Error> {
    let unfit = |source| statement::Error::Leaf {
        check: "X8",
        source,
    };
    if !aik.is_version_3() {
        return Err(unfit(Fault::Version));
    }
    if aik.subject != EMPTY_NAME {
        return Err(Error::SubjectNotEmpty.into());
    }
    let device = device(aik)?;
    if !has_key_purpose(aik, oid::TPM_ATTESTATION_KEY) {
        return Err(Error::KeyPurposeMissing.into());
    }
    leaf::check_authority(aik).map_err(unfit)?;
    let aaguid_in_leaf = leaf::check_aaguid(aik, aaguid).map_err(unfit)?;
    Ok((device, aaguid_in_leaf))
}

fn device<'a>(aik: &Certificate<'a>) -> Result<Device<'a>, Error> {
    let names = aik.extension(oid::SUBJECT_ALT_NAME);
    let names = names.map_err(|_| Error::AlternativeNameMalformed)?;
    let names = names.ok_or(Error::AlternativeNameMissing)?;
    Device::parse(names.value).ok_or(Error::AlternativeNameMalformed)
}
