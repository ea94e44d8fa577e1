//! Decides which of the certificates that came with a leaf make a path to an anchor (spec webauthn.md M4): in any order,
//! with others among them, and with cross certificates that lead to several anchors. A path that is valid now goes before
//! one that is not.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::path::check_place;
use super::{Anchor, Anchors, Certificate, OutsideValidity, Profile};
use crate::Timestamp;
use crate::limits::FREE_PATH_CERTIFICATES_MAX;
use crate::signature;

/// A path from a leaf to an anchor.
#[derive(Clone, Debug)]
pub struct FreePath<'a, 't> {
    /// The certificates, leaf first, without the anchor.
    pub certificates: Vec<Certificate<'a>>,
    /// The anchor that issued the last one, or that has its name and key.
    pub anchor: &'t Anchor,
}

/// Why there is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FreePathError {
    /// More certificates than are looked at, or none.
    #[error("no certificate, or more than are looked at")]
    Count,
    /// None leads to an anchor.
    #[error("no path to a trust anchor")]
    Untrusted,
    /// There is a path, but not one whose certificates are all valid now; this is about the first one found.
    #[error("a certificate on the path is not valid now")]
    OutsideValidity(#[source] OutsideValidity),
}

/// The path from the first of `certificates` to an anchor. Who issued whom is looked up once per pair, so that the work is
/// bounded by the number of certificates, whatever they claim.
pub fn find_path<'a, 't>(
    certificates: &[Certificate<'a>],
    anchors: &'t Anchors,
    profile: &Profile,
    now: Timestamp,
) -> Result<FreePath<'a, 't>, FreePathError> {
    if !(1..=FREE_PATH_CERTIFICATES_MAX).contains(&certificates.len()) {
        return Err(FreePathError::Count);
    }
    let mut search = Search {
        certificates,
        anchors,
        profile,
        now,
        issued: BTreeMap::new(),
        anchored: BTreeMap::new(),
        outside: None,
    };
    let mut path = Vec::new();
    match (search.extend(0, &mut path), search.outside) {
        (Some(anchor), _) => Ok(FreePath {
            certificates: path,
            anchor,
        }),
        (None, Some(outside)) => Err(FreePathError::OutsideValidity(outside)),
        (None, None) => Err(FreePathError::Untrusted),
    }
}

struct Search<'s, 'a, 't> {
    certificates: &'s [Certificate<'a>],
    anchors: &'t Anchors,
    profile: &'s Profile,
    now: Timestamp,
    /// Whether the first is issued by the second, by position.
    issued: BTreeMap<(usize, usize), bool>,
    /// The anchor above a certificate, by position.
    anchored: BTreeMap<usize, Option<&'t Anchor>>,
    /// What is wrong with the dates of the first path that leads to an anchor.
    outside: Option<OutsideValidity>,
}

impl<'a, 't> Search<'_, 'a, 't> {
    /// Puts the certificate at this position on the path, and goes on from there; as deep as there are certificates. The path
    /// stays as it was when there is no way on.
    fn extend(&mut self, position: usize, path: &mut Vec<Certificate<'a>>) -> Option<&'t Anchor> {
        let certificates = self.certificates;
        let certificate = certificates.get(position)?;
        let is_on_path = path.iter().any(|known| known.der == certificate.der);
        if is_on_path || check_place(path.len(), certificate, self.profile).is_err() {
            return None;
        }
        path.push(certificate.clone());
        if let Some(anchor) = self.anchor_above(position, certificate) {
            let mut outside = path
                .iter()
                .filter_map(|on| on.validity.check(self.now).err());
            match outside.next() {
                None => return Some(anchor),
                Some(outside) => self.outside = self.outside.or(Some(outside)),
            }
        }
        for above in 1..certificates.len() {
            if self.is_issued(position, above) {
                let found = self.extend(above, path);
                if found.is_some() {
                    return found;
                }
            }
        }
        path.pop();
        None
    }

    /// The anchor that has the certificate's name and key, or that issued it.
    fn anchor_above(&mut self, position: usize, of: &Certificate<'_>) -> Option<&'t Anchor> {
        let (anchors, profile) = (self.anchors, self.profile);
        *self.anchored.entry(position).or_insert_with(|| {
            let key = of.spki.sha256();
            let mut all = anchors.iter();
            all.find(|anchor| {
                let is_itself = anchor.has_name(of.subject) && *anchor.spki_sha256() == key;
                is_itself
                    || anchor.has_name(of.issuer) && {
                        let scheme = of
                            .scheme()
                            .filter(|scheme| profile.schemes.contains(scheme));
                        let verify = |scheme| anchor.key().verify(scheme, of.tbs, of.signature);
                        scheme.is_some_and(|scheme| verify(scheme).is_ok())
                    }
            })
        })
    }

    fn is_issued(&mut self, subject: usize, issuer: usize) -> bool {
        let pair = (
            self.certificates.get(subject),
            self.certificates.get(issuer),
        );
        let (Some(below), Some(above)) = pair else {
            return false;
        };
        let schemes = self.profile.schemes;
        *self.issued.entry((subject, issuer)).or_insert_with(|| {
            let scheme = below.scheme().filter(|scheme| schemes.contains(scheme));
            let (Some(scheme), Some(key)) = (scheme, above.spki.public_key()) else {
                return false;
            };
            below.issuer == above.subject
                && signature::verify(&key, scheme, below.tbs, below.signature).is_ok()
        })
    }
}
