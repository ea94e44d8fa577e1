//! Decides which revocation lists count offline: those alone that a known issuer signed. For a certificate those of its own issuer count, in
//! whatever order they are given: the newest goes before those that it replaces.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use touchstone_core::Timestamp;
use touchstone_evidence::signature;
use touchstone_evidence::x509::{Certificate, Crl, CrlError, Crls, crl_urls};

use crate::evidence_file;

/// The lists of the files.
pub(super) struct Lists(Vec<(PathBuf, Arc<Crl>)>);

impl Lists {
    pub(super) fn read(files: &[PathBuf]) -> anyhow::Result<Self> {
        let read = |file: &PathBuf| {
            let list = Crl::parse(&evidence_file::read_any(file)?);
            let list = list.with_context(|| format!("{} holds no revocation list", file.display()));
            Ok((file.clone(), Arc::new(list?)))
        };
        files
            .iter()
            .map(read)
            .collect::<anyhow::Result<_>>()
            .map(Self)
    }

    /// Holds them against whoever may have signed them; one that nobody of them signed is refused.
    pub(super) fn verify(&mut self, issuers: &[Certificate<'_>]) -> anyhow::Result<()> {
        for (file, list) in &mut self.0 {
            let list = Arc::make_mut(list);
            let mut is_signed = false;
            for issuer in issuers {
                is_signed |= list.verify(issuer.subject, &issuer.spki).is_ok();
            }
            ensure!(
                is_signed,
                "{} is not signed by an issuer that is known: neither an anchor nor a certificate of the statement",
                file.display()
            );
        }
        Ok(())
    }

    /// The lists for these certificates, at the addresses that each names.
    pub(super) fn crls(
        &self,
        certificates: &[Certificate<'_>],
        issuers: &[Certificate<'_>],
        now: Timestamp,
    ) -> Crls {
        let mut crls = Crls::new();
        for certificate in certificates {
            let Some(list) = self.list_for(certificate, issuers, now) else {
                continue;
            };
            for url in crl_urls(certificate) {
                if crls.get(url).is_none() {
                    crls.insert(url.to_owned(), Arc::clone(list));
                }
            }
        }
        crls
    }

    /// Of those that no newer one replaces, the one that revokes the certificate, else one that covers it.
    fn list_for(
        &self,
        certificate: &Certificate<'_>,
        issuers: &[Certificate<'_>],
        now: Timestamp,
    ) -> Option<&Arc<Crl>> {
        let own: Vec<&Certificate<'_>> = issuers
            .iter()
            .filter(|issuer| is_issued(certificate, issuer))
            .collect();
        let lists = self.0.iter().map(|(_, list)| list).filter(|list| {
            let mut own = own.iter();
            own.any(|issuer| list.is_verified_by(issuer.subject, &issuer.spki))
        });
        let lists: Vec<&Arc<Crl>> = lists.collect();
        let is_replaced = |list: &Crl| lists.iter().any(|other| replaces(other, list, now));
        let rank = |list: &&Arc<Crl>| {
            (
                list.revokes(certificate.serial),
                list.scope().covers(certificate),
            )
        };
        let newest = lists.iter().copied().filter(|list| !is_replaced(list));
        newest.max_by_key(rank)
    }
}

/// Whether `newer` says all that `held` says, and was made after it. A list for another part of the certificates replaces nothing, nor does
/// one that is not made yet.
fn replaces(newer: &Crl, held: &Crl, now: Timestamp) -> bool {
    let is_made = !matches!(newer.check_current(now), Err(CrlError::NotYetValid { .. }));
    is_made
        && newer.scope() == held.scope()
        && held.is_older_than(newer)
        && held.this_update() <= newer.this_update()
}

/// Whether the issuer's key signed the certificate: an issuer of one name may have had several keys.
fn is_issued(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> bool {
    let (Some(scheme), Some(key)) = (certificate.scheme(), issuer.spki.public_key()) else {
        return false;
    };
    let verify = || signature::verify(&key, scheme, certificate.tbs, certificate.signature);
    certificate.issuer == issuer.subject && verify().is_ok()
}
