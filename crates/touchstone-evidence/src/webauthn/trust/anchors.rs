//! Decides which anchors count for a statement (T4) and at which of them its chain ends (T11). An anchor is a name and a
//! key: the dates of its certificate are not read.

use alloc::vec::Vec;

use super::{AnchorFacts, Knowledge};
use crate::signature;
use crate::x509::{Anchors, Certificate, Profile};

/// Who vouches for an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnchorSource {
    /// The metadata of the model.
    Entry,
    /// The relying party's settings.
    Configured,
    /// The maker of the format.
    BuiltIn,
}

impl AnchorSource {
    /// The word for records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entry => "metadata",
            Self::Configured => "configured",
            Self::BuiltIn => "built_in",
        }
    }
}

/// An anchor, and who vouches for it. Its key is not looked at before a chain names it.
#[derive(Clone, Debug)]
pub(super) struct Anchor<'k> {
    pub(super) source: AnchorSource,
    pub(super) certificate: Certificate<'k>,
}

impl Anchor<'_> {
    pub(super) fn facts(&self) -> AnchorFacts {
        AnchorFacts {
            source: self.source,
            spki_sha256: self.certificate.spki.sha256(),
        }
    }

    pub(super) fn is_self_issued(&self) -> bool {
        self.certificate.issuer == self.certificate.subject
    }

    /// Whether the chain carries this anchor at its end. Nobody asks who signed the carrier, and whoever holds the key of
    /// an attestation certificate can write others for its name and key: above a leaf it is an authority's name and key
    /// that count, else all that the anchor says.
    pub(super) fn is_carried_by(&self, chain: &[Certificate<'_>]) -> bool {
        let Some((last, below)) = chain.split_last() else {
            return false;
        };
        let own = &self.certificate;
        let is_issuer = !below.is_empty() && self.may_issue();
        own.says_the_same_as(last) || is_issuer && own.has_name_and_key_of(last)
    }

    /// Metadata also lists attestation certificates themselves: one that is neither self-issued nor an authority vouches
    /// for itself alone.
    fn may_issue(&self) -> bool {
        let constraints = self.certificate.basic_constraints().ok().flatten();
        self.is_self_issued() || constraints.is_some_and(|found| found.authority)
    }

    /// Whether this anchor issued the certificate.
    fn issued(&self, certificate: &Certificate<'_>, profile: &Profile) -> bool {
        let own = &self.certificate;
        if !self.may_issue() || own.subject != certificate.issuer {
            return false;
        }
        let scheme = certificate.scheme();
        let scheme = scheme.filter(|scheme| profile.schemes.contains(scheme));
        let (Some(scheme), Some(key)) = (scheme, own.spki.public_key()) else {
            return false;
        };
        signature::verify(&key, scheme, certificate.tbs, certificate.signature).is_ok()
    }
}

/// The anchors that count: those of the entry, then the configured ones. The built-in ones of a format say nothing about
/// a model that has an entry, unless the entry holds one of them.
pub(super) fn known<'k>(knowledge: &Knowledge<'k>) -> Vec<Anchor<'k>> {
    let entry = knowledge.entry.map(|entry| entry.anchors.as_slice());
    let entry = entry.unwrap_or_default().iter().map(Vec::as_slice);
    let mut known: Vec<_> = read(entry, AnchorSource::Entry).collect();
    let built_in: Vec<_> = of(knowledge.built_in, AnchorSource::BuiltIn).collect();
    let shares = |one: &Anchor<'_>| {
        let mut built_in = built_in.iter().map(|anchor| &anchor.certificate);
        built_in.any(|anchor| anchor.has_name_and_key_of(&one.certificate))
    };
    let built_in_count = knowledge.entry.is_none() || known.iter().any(shares);
    known.extend(of(knowledge.configured, AnchorSource::Configured));
    if built_in_count {
        known.extend(built_in);
    }
    known
}

/// The anchor that a chain ends at: the last certificate carries it, or is issued by it.
pub(super) fn end_of<'n, 'k>(
    chain: &[Certificate<'_>],
    known: &'n [Anchor<'k>],
    profile: &Profile,
) -> Option<&'n Anchor<'k>> {
    let last = chain.last()?;
    known
        .iter()
        .find(|anchor| anchor.is_carried_by(chain) || anchor.issued(last, profile))
}

fn of(anchors: Option<&Anchors>, source: AnchorSource) -> impl Iterator<Item = Anchor<'_>> {
    let ders = anchors.into_iter().flat_map(Anchors::iter);
    read(ders.map(|anchor| anchor.der()), source)
}

fn read<'k>(
    ders: impl Iterator<Item = &'k [u8]>,
    source: AnchorSource,
) -> impl Iterator<Item = Anchor<'k>> {
    ders.filter_map(move |der| {
        let certificate = Certificate::parse(der).ok()?;
        Some(Anchor {
            source,
            certificate,
        })
    })
}
