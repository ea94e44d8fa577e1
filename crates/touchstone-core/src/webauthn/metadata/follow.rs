//! Decides whose revocation lists are fetched: those that a chain names which ends at an anchor of the operator's, be it built in, configured for
//! the whole server or in a metadata service's BLOB (spec webauthn.md section 7). The lists are the whole server's, and so is their room: what
//! a tenant trusts on its own teaches no address and no issuer.

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::metadata::Entry;
use touchstone_evidence::webauthn::statement::VerifiedStatement;
use touchstone_evidence::webauthn::trust::{self, Knowledge};
use touchstone_evidence::webauthn::{Aaguid, Format};
use touchstone_evidence::x509::{Anchors, Certificate, CrlPlace, Crls, crl_places, crl_urls};

use super::super::rp::Rp;
use super::super::service::Webauthn;
use super::super::session::sha256;
use super::super::trust::key_id;
use super::Metadata;
use super::crl_room::room;
use super::crl_wishes::Wish;

/// Places that one chain can make known.
const PLACES_MAX: usize = 16;
/// The longest address, in bytes.
const URL_BYTES_MAX: usize = 1_024;

/// An element whose chain led to an anchor, and whose credential it attests.
#[derive(Clone, Copy, Debug)]
pub(in crate::webauthn) struct Attested<'a> {
    pub(in crate::webauthn) element: &'a VerifiedStatement,
    pub(in crate::webauthn) aaguid: Aaguid,
    /// The COSE algorithm of the credential's key.
    pub(in crate::webauthn) algorithm: i64,
}

impl Webauthn {
    /// Wishes for the revocation lists that the chain names, to be fetched in the background, and notes who must sign them.
    pub(in crate::webauthn) async fn follow_revocation(
        &self,
        rp: &Rp,
        attested: Attested<'_>,
        now: Timestamp,
    ) {
        let x5c = &attested.element.x5c;
        let parsed: Result<Vec<_>, _> = x5c.iter().map(|der| Certificate::parse(der)).collect();
        let Ok(chain) = parsed else {
            return;
        };
        let wishes = wishes(&chain);
        let metadata = &self.metadata;
        if wishes.is_empty() || metadata.crl_wishes.are_known(&wishes, now) {
            return;
        }
        let question = [metadata.question(rp, attested, &wishes)];
        if metadata.crls_of_strangers.are_known(&question, now) {
            return;
        }
        let Some(places) = self.operators_places(rp, attested, &chain, now) else {
            metadata.crls_of_strangers.note(question.into(), now);
            return;
        };
        let store = &self.world.store;
        match store.want_crls(&places, now, &room(now)).await {
            Ok(()) => {
                metadata.crl_wishes.note(wishes, now);
                metadata.crls.fall_behind();
            }
            Err(error) => {
                tracing::warn!(%error, "the revocation lists of a chain were not noted");
            }
        }
    }

    /// The places that the chain names; `None` where nothing that the operator knows leads to an anchor.
    fn operators_places(
        &self,
        rp: &Rp,
        attested: Attested<'_>,
        chain: &[Certificate<'_>],
        now: Timestamp,
    ) -> Option<Vec<CrlPlace>> {
        let Attested {
            element,
            aaguid,
            algorithm,
        } = attested;
        let format = element.format();
        let key_id = attested.key_id();
        let entry = self.metadata.operators_entry(aaguid, key_id);
        let built_in = self.anchors();
        let knowledge = Knowledge {
            entry: entry.as_deref(),
            configured: None,
            built_in: built_in.of(format),
            crls: &Crls::new(),
            status_list: None,
        };
        let policy = rp.trust_policy();
        let judged = trust::judge(element, &aaguid, algorithm, &knowledge, policy, now);
        let key = judged.facts.anchor?.spki_sha256;
        let last = chain.last()?;
        // T12 asks nobody about the carrier of an anchor, and its key signs no list of its issuer.
        let anchor = match last.spki.sha256() == key {
            true => None,
            false => Some(anchor_of(knowledge.entry, knowledge.built_in, &key, last)?),
        };
        let above = chain.iter().skip(1).chain(&anchor);
        let mut places = crl_places(chain.iter().zip(above));
        places.retain(|place| place.url.len() <= URL_BYTES_MAX);
        places.truncate(PLACES_MAX);
        Some(places)
    }
}

impl Attested<'_> {
    /// By which a fido-u2f authenticator is known.
    fn key_id(self) -> Option<[u8; 20]> {
        let is_u2f = self.element.format() == Format::FidoU2f;
        is_u2f.then(|| key_id(self.element)).flatten()
    }
}

impl Metadata {
    /// What is asked of the operator's knowledge by a chain with these wishes, and of which knowledge: with a newer BLOB it is another
    /// question. Every part has one length.
    fn question(&self, rp: &Rp, attested: Attested<'_>, wishes: &[Wish]) -> Wish {
        let mut parts = sha256(rp.id().to_string().as_bytes()).to_vec();
        parts.extend(sha256(attested.element.format().name().as_bytes()));
        parts.extend(attested.aaguid.0);
        parts.extend(attested.algorithm.to_be_bytes());
        parts.extend(attested.key_id().unwrap_or_default());
        for source in &self.sources {
            let number = source.blob().map_or(-1, |blob| blob.number);
            parts.extend(number.to_be_bytes());
        }
        for (url, issuer) in wishes {
            parts.extend(sha256(url.as_bytes()));
            parts.extend(issuer);
        }
        (String::new(), sha256(&parts))
    }
}

/// The anchor with this key that issued the certificate.
fn anchor_of<'k>(
    entry: Option<&'k Entry>,
    built_in: Option<&'k Anchors>,
    spki_sha256: &[u8; 32],
    issued: &Certificate<'_>,
) -> Option<Certificate<'k>> {
    let of_entry = entry.into_iter().flat_map(|entry| &entry.anchors);
    let of_format = built_in.into_iter().flat_map(Anchors::iter);
    let ders = of_entry
        .map(Vec::as_slice)
        .chain(of_format.map(|anchor| anchor.der()));
    let mut anchors = ders.filter_map(|der| Certificate::parse(der).ok());
    anchors.find(|anchor| anchor.subject == issued.issuer && anchor.spki.sha256() == *spki_sha256)
}

/// What the chain names, each address with its issuer; where that one was not sent, the certificate itself stands for him.
fn wishes(chain: &[Certificate<'_>]) -> Vec<Wish> {
    let above = chain.iter().skip(1).chain(chain.last());
    let named = chain.iter().zip(above).flat_map(|(certificate, issuer)| {
        let issuer = sha256(issuer.der);
        let urls = crl_urls(certificate).into_iter();
        urls.map(move |url| (url.to_owned(), issuer))
    });
    named.collect()
}
