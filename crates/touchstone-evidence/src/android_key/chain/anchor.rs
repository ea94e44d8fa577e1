//! K2: decides which pinned root a chain claims. Of a root that was sent along only the key counts: the same key was
//! issued in several certificates, some of them expired.

use crate::android_key::Error;
use crate::x509::{Anchor, Anchors, Certificate, is_never_trusted};

/// What a chain says of its root.
#[derive(Clone, Copy, Debug)]
pub(super) enum Root<'t, 'a> {
    /// It is the last certificate.
    Included {
        /// The anchor with its key.
        anchor: &'t Anchor,
        /// The name that it came under.
        name: &'a [u8],
    },
    /// It was left out; the last certificate names it.
    Omitted,
}

pub(super) fn is_self_issued(certificate: &Certificate<'_>) -> bool {
    certificate.issuer == certificate.subject
}

/// The certificates below the root, and the root.
pub(super) fn find<'c, 'a, 't>(
    certificates: &'c [Certificate<'a>],
    anchors: &'t Anchors,
) -> Result<(&'c [Certificate<'a>], Root<'t, 'a>), Error> {
    let (last, below) = certificates.split_last().ok_or(Error::UntrustedRoot)?;
    if !is_self_issued(last) {
        let named = anchors.iter().any(|anchor| anchor.has_name(last.issuer));
        return named
            .then_some((certificates, Root::Omitted))
            .ok_or(Error::UntrustedRoot);
    }
    let key = last.spki.sha256();
    if is_never_trusted(&key) {
        return Err(Error::SoftwareRoot);
    }
    let anchor = anchors.iter().find(|anchor| *anchor.spki_sha256() == key);
    let anchor = anchor.ok_or(Error::UntrustedRoot)?;
    let name = last.subject;
    Ok((below, Root::Included { anchor, name }))
}
