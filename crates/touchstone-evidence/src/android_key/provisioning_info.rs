//! Decides what the provisioning info of an attestation certificate says (spec mobile.md section 4.7): extension
//! 1.3.6.1.4.1.11129.2.1.30, CBOR directly inside the extension value. Informational: what cannot be read is noted.

use super::note::Note;
use crate::cbor::{self, Keys};
use crate::x509::{Certificate, oid};

/// How many certificates this device got within 30 days.
const LABEL_CERTIFICATES_ISSUED: i64 = 1;

/// Key 1 of the info, if the certificate has one.
pub(super) fn certificates_issued_30_days(
    attestation: &Certificate<'_>,
) -> Result<Option<u64>, Note> {
    let unreadable = Note::ProvisioningInfoUnreadable;
    let extension = attestation.extension(oid::ANDROID_PROVISIONING_INFO);
    let Some(extension) = extension.map_err(|_| unreadable)? else {
        return Ok(None);
    };
    let info = cbor::parse(extension.value, Keys::Labels).map_err(|_| unreadable)?;
    if info.entries().is_none() {
        return Err(unreadable);
    }
    let count = info.get_label(LABEL_CERTIFICATES_ISSUED);
    let count = count.map(|count| count.integer().and_then(|count| u64::try_from(count).ok()));
    count.map_or(Ok(None), |count| count.map(Some).ok_or(unreadable))
}
