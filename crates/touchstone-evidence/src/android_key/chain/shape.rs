//! K3, K4: decides how many certificates a chain must have, and which is which, by the name of the topmost.

use super::anchor::is_self_issued;
use crate::android_key::Error;
use crate::android_key::words::Provisioning;
use crate::x509::{Certificate, oid, only_attribute};

/// The roles in a chain below its root.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'c, 'a> {
    pub provisioning: Provisioning,
    pub target: &'c Certificate<'a>,
    /// The key of an app that attests the target.
    pub attest_key: Option<&'c Certificate<'a>>,
    pub attestation: &'c Certificate<'a>,
    /// What stands above the attestation certificate; the last is [`Self::top`].
    pub top: &'c Certificate<'a>,
}

impl<'c, 'a> Shape<'c, 'a> {
    /// Fails with K3 when there is no such shape or a certificate is missing, with K4 when there are too many.
    pub(super) fn of(below: &'c [Certificate<'a>], allow_attest_key: bool) -> Result<Self, Error> {
        let shapeless = Error::ChainShape {
            certificates: below.len(),
        };
        let Some(provisioning) = below.last().and_then(provisioning) else {
            return Err(shapeless);
        };
        let expected = match provisioning {
            Provisioning::Factory => 3,
            Provisioning::Remote => 4,
        };
        let Some(extra) = below.len().checked_sub(expected) else {
            return Err(shapeless);
        };
        let (target, attest_key, attestation, top) = match (extra, below) {
            (0, [target, attestation, .., top]) => (target, None, attestation, top),
            (1, [target, attest_key, attestation, .., top]) if allow_attest_key => {
                (target, Some(attest_key), attestation, top)
            }
            _ => return Err(Error::ChainExtended { extra }),
        };
        Ok(Self {
            provisioning,
            target,
            attest_key,
            attestation,
            top,
        })
    }

    /// How many certificates from the target up are made by the device for an app.
    pub(super) const fn made_by_device(&self) -> usize {
        if self.attest_key.is_some() { 2 } else { 1 }
    }
}

/// By the name of the topmost certificate: that of Google's server, or a device's serial number. A second root is
/// neither: it would fill up a chain that is too short.
fn provisioning(top: &Certificate<'_>) -> Option<Provisioning> {
    if is_self_issued(top) {
        return None;
    }
    let has = |kind, value: &[u8]| only_attribute(top.subject, kind) == Some(value);
    if has(oid::COMMON_NAME, b"Droid CA2") && has(oid::ORGANIZATION_NAME, b"Google LLC") {
        return Some(Provisioning::Remote);
    }
    only_attribute(top.subject, oid::SERIAL_NUMBER).map(|_| Provisioning::Factory)
}
