//! T12: decides whether a certificate of a statement is revoked, by the lists at hand and, for Android's keys, by Google's.

use alloc::vec::Vec;

use super::super::Format;
use super::anchors::Anchor;
use super::{Error, Knowledge};
use crate::Timestamp;
use crate::android_key::Standing;
use crate::x509::{Certificate, Revocation, RevocationError, check_revocation};

/// Judges a chain that ends at `anchor` as strictly as `asked`; gives the certificates of which nothing current is known, where that is no reason
/// to refuse.
pub(super) fn check(
    chain: &[Certificate<'_>],
    anchor: Option<&Anchor<'_>>,
    format: Format,
    knowledge: &Knowledge<'_>,
    asked: Revocation,
    now: Timestamp,
) -> Result<Vec<usize>, Error> {
    if asked == Revocation::Off {
        return Ok(Vec::new());
    }
    let mut revocation = asked;
    if format == Format::AndroidKey {
        check_status_list(chain, knowledge, asked)?;
        // Google's list takes the place of those that its older certificates name, which nobody
        // publishes any more.
        revocation = Revocation::Soft;
    }
    let above = anchor.map(|anchor| &anchor.certificate);
    let mut issued: Vec<_> = chain.iter().zip(chain.iter().skip(1).map(Some)).collect();
    // The carrier of an anchor is trusted as the anchor is.
    if let Some(last) = chain.last()
        && !anchor.is_some_and(|anchor| anchor.is_carried_by(chain))
    {
        issued.push((last, above));
    }
    check_revocation(issued, revocation, knowledge.crls, now).map_err(|error| match error {
        RevocationError::Revoked { index } => Error::CertRevoked { index },
        RevocationError::Stale { index } | RevocationError::Unknown { index } => {
            Error::RevocationUnknown { index }
        }
    })
}

/// What is suspended is refused like what is revoked.
fn check_status_list(
    chain: &[Certificate<'_>],
    knowledge: &Knowledge<'_>,
    asked: Revocation,
) -> Result<(), Error> {
    let Some(list) = knowledge.status_list else {
        let is_hard = asked == Revocation::Hard;
        let unknown = Err(Error::RevocationUnknown { index: 0 });
        return if is_hard { unknown } else { Ok(()) };
    };
    let is_listed =
        |certificate: &Certificate<'_>| list.standing(certificate.serial) != Standing::Good;
    match chain.iter().position(is_listed) {
        Some(index) => Err(Error::CertRevoked { index }),
        None => Ok(()),
    }
}
