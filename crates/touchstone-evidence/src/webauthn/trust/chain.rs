//! T8 to T11: decides whether the certificates of a statement lead to an anchor.

use alloc::vec::Vec;

use super::super::statement::VerifiedStatement;
use super::super::{Aaguid, Format};
use super::anchors::{self, Anchor};
use super::{AnchorSource, Error, Permission, TrustPolicy};
use crate::Timestamp;
use crate::x509::{self, Certificate, OutsideValidity, PathError, Profile, verify_links};

/// The certificates, leaf first. That they can be read was checked when the statement was.
pub(super) fn read(x5c: &[Vec<u8>]) -> Result<Vec<Certificate<'_>>, Error> {
    let chain: Result<_, x509::Error> = x5c.iter().map(|der| Certificate::parse(der)).collect();
    chain.map_err(|_| Error::Chain(PathError::Empty))
}

/// T8: each is valid now.
pub(super) fn check_dates(chain: &[Certificate<'_>], now: Timestamp) -> Result<(), Error> {
    for (index, certificate) in chain.iter().enumerate() {
        let outside = |outside| match outside {
            OutsideValidity::NotYetValid { not_before } => {
                Error::CertNotYetValid { index, not_before }
            }
            OutsideValidity::Expired { not_after } => Error::CertExpired { index, not_after },
        };
        certificate.validity.check(now).map_err(outside)?;
    }
    Ok(())
}

/// T9: each is issued by the next. The last is issued by an anchor, which is asked in T11, but with what it is signed
/// counts here, unless it carries an anchor and its signature does not matter.
pub(super) fn check_links(
    chain: &[Certificate<'_>],
    known: &[Anchor<'_>],
    profile: &Profile,
) -> Result<(), Error> {
    verify_links(chain, profile).map_err(Error::Chain)?;
    let Some((last, below)) = chain.split_last() else {
        return Err(Error::Chain(PathError::Empty));
    };
    let is_allowed = last
        .scheme()
        .is_some_and(|scheme| profile.schemes.contains(&scheme));
    if is_allowed || known.iter().any(|anchor| anchor.is_carried_by(chain)) {
        Ok(())
    } else {
        let index = below.len();
        Err(Error::Chain(PathError::SchemeRefused { index }))
    }
}

/// T10: no certificate behind the leaf is a root.
pub(super) fn check_contained(
    chain: &[Certificate<'_>],
    format: Format,
    known: &[Anchor<'_>],
    policy: &TrustPolicy,
) -> Result<(), Error> {
    let is_judged = matches!(format, Format::Packed | Format::Tpm);
    if policy.x5c_contains_anchor == Permission::Allow || !is_judged {
        return Ok(());
    }
    let is_root = |certificate: &Certificate<'_>| {
        let mut roots = known.iter().filter(|anchor| anchor.is_self_issued());
        roots.any(|anchor| anchor.certificate.says_the_same_as(certificate))
    };
    match chain.iter().skip(1).position(is_root) {
        Some(behind) => Err(Error::ContainsAnchor { index: behind + 1 }),
        None => Ok(()),
    }
}

/// T11: the chain ends at an anchor, which proves the model where that is asked for.
pub(super) fn check_end<'n, 'k>(
    chain: &[Certificate<'_>],
    statement: &VerifiedStatement,
    aaguid: &Aaguid,
    known: &'n [Anchor<'k>],
    policy: &TrustPolicy,
) -> Result<&'n Anchor<'k>, Error> {
    if known.is_empty() {
        return Err(Error::NoAnchor);
    }
    let anchor = anchors::end_of(chain, known, policy.profile()).ok_or(Error::Untrusted)?;
    let is_proven = match statement.format() {
        // What a U2F token signs leaves the model out.
        Format::FidoU2f => aaguid.is_zero(),
        _ => anchor.source == AnchorSource::Entry || statement.aaguid_in_leaf,
    };
    if is_proven || !policy.wants_proof() {
        Ok(anchor)
    } else {
        Err(Error::AaguidUnproven { check: "T11" })
    }
}

impl TrustPolicy {
    /// What certificates must fulfil.
    pub(super) const fn profile(&self) -> &'static Profile {
        match self.sha1_certificates {
            Permission::Allow => &Profile::WEBAUTHN_WITH_SHA1,
            Permission::Refuse => &Profile::WEBAUTHN,
        }
    }
}
