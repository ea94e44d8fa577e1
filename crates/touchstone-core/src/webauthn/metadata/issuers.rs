//! Decides who is known to issue certificates, so that a revocation list can be held against its issuer when it comes in: the roots of the
//! sources, the anchors of the models, and the authorities of chains that were trusted.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use touchstone_evidence::x509::Certificate;

use super::Metadata;
use super::source::Source;

/// Authorities of trusted chains that are remembered.
const LEARNED_MAX: usize = 2_000;
/// Certificates of one name.
const PER_NAME_MAX: usize = 8;

/// Authorities of chains that were trusted, by name.
#[derive(Debug, Default)]
pub(super) struct Learned(RwLock<BTreeMap<Vec<u8>, Vec<Vec<u8>>>>);

impl Learned {
    /// Remembers the authorities of a chain that was trusted: all but its leaf.
    pub(super) fn take(&self, x5c: &[Vec<u8>]) {
        for der in x5c.iter().skip(1) {
            let Ok(certificate) = Certificate::parse(der) else {
                continue;
            };
            if self.of(certificate.subject).contains(der) {
                continue;
            }
            let mut learned = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if learned.len() >= LEARNED_MAX && !learned.contains_key(certificate.subject) {
                return;
            }
            let of_name = learned.entry(certificate.subject.to_vec()).or_default();
            if of_name.len() < PER_NAME_MAX && !of_name.contains(der) {
                of_name.push(der.clone());
            }
        }
    }

    fn of(&self, name: &[u8]) -> Vec<Vec<u8>> {
        let learned = self.0.read().unwrap_or_else(PoisonError::into_inner);
        learned.get(name).cloned().unwrap_or_default()
    }
}

impl Metadata {
    /// The certificates of the issuer of this name (a DER `Name`) that are known.
    pub(super) fn issuers(&self, name: &[u8]) -> Vec<Vec<u8>> {
        let mut known = self.learned.of(name);
        let roots = self
            .sources
            .iter()
            .flat_map(|source| source.options.roots.iter());
        let roots = roots.filter(|root| root.has_name(name));
        known.extend(roots.map(|root| root.der().to_vec()));
        let blobs = self.sources.iter().filter_map(Source::blob);
        let sets = blobs.map(|blob| blob.models.clone());
        for models in sets.chain([self.local.clone()]) {
            let anchors = models.entries().iter().flat_map(|entry| &entry.anchors);
            let named = anchors.filter(|der| {
                let anchor = Certificate::parse(der);
                anchor.is_ok_and(|anchor| anchor.subject == name)
            });
            known.extend(named.cloned());
        }
        known
    }

    /// Remembers the authorities of a chain that was trusted: they sign the lists that its certificates name.
    pub(in crate::webauthn) fn learn_issuers(&self, x5c: &[Vec<u8>]) {
        self.learned.take(x5c);
    }
}
