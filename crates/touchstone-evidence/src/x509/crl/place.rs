//! Decides which revocation lists a chain needs: where each is, and who must sign it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::crl_urls;
use crate::digest::Sha256;
use crate::x509::Certificate;

/// Where a revocation list is, and who must have signed it to count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrlPlace {
    /// The address, of `http` or `https`.
    pub url: String,
    /// SHA-256 of the issuer's SubjectPublicKeyInfo.
    pub issuer_key: Sha256,
    /// A certificate of the issuer, in DER.
    pub issuer: Vec<u8>,
}

/// The lists that these certificates name, each certificate with its issuer; every place once. An issuer that may sign no
/// lists makes none known: else whoever holds the key of an attestation certificate could sign one.
pub fn crl_places<'c, 'a: 'c>(
    issued: impl IntoIterator<Item = (&'c Certificate<'a>, &'c Certificate<'a>)>,
) -> Vec<CrlPlace> {
    let mut places: Vec<CrlPlace> = Vec::new();
    for (certificate, issuer) in issued {
        if !issuer.may_sign_revocation_lists() {
            continue;
        }
        let issuer_key = issuer.spki.sha256();
        for url in crl_urls(certificate) {
            let is_known = |place: &CrlPlace| place.url == url && place.issuer_key == issuer_key;
            if !places.iter().any(is_known) {
                places.push(CrlPlace {
                    url: url.to_owned(),
                    issuer_key,
                    issuer: issuer.der.to_vec(),
                });
            }
        }
    }
    places
}
