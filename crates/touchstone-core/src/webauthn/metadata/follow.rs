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
        let Some(places) = self.operators_places(rp, attested, &chain, now) else {
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
        let key_id = (format == Format::FidoU2f)
            .then(|| key_id(element))
            .flatten();
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
        let anchor = anchor_of(knowledge.entry, knowledge.built_in, &key)?;
        let anchor = Certificate::parse(anchor).ok()?;
        let above = chain.iter().skip(1).chain([&anchor]);
        let mut places = crl_places(chain.iter().zip(above));
        places.retain(|place| place.url.len() <= URL_BYTES_MAX);
        places.truncate(PLACES_MAX);
        Some(places)
    }
}

/// The anchor with this key, in DER.
fn anchor_of<'k>(
    entry: Option<&'k Entry>,
    built_in: Option<&'k Anchors>,
    spki_sha256: &[u8; 32],
) -> Option<&'k [u8]> {
    let of_entry = entry.into_iter().flat_map(|entry| &entry.anchors);
    let of_format = built_in.into_iter().flat_map(Anchors::iter);
    let mut ders = of_entry
        .map(Vec::as_slice)
        .chain(of_format.map(|anchor| anchor.der()));
    ders.find(|der| {
        let anchor = Certificate::parse(der);
        anchor.is_ok_and(|anchor| anchor.spki.sha256() == *spki_sha256)
    })
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
