//! M1 to M9: decides whether a BLOB is its source's, and newer than the one at hand.

use alloc::vec::Vec;

use super::{Certificates, Error, Payload, Source};
use crate::Timestamp;
use crate::jose::jws::{self, Algorithm, Jws, SignatureError};
use crate::limits::{MDS_BLOB_BYTES_MAX, MDS_CERTIFICATES_MAX};
use crate::signature;
use crate::x509::{
    Certificate, CrlPlace, FreePath, FreePathError, Profile, RevocationError, check_revocation,
    crl_places, find_path, lists_dns_name,
};

/// A BLOB whose form is right. Nothing in it is authentic yet.
#[derive(Debug)]
pub struct Blob<'t> {
    signed: Jws<'t>,
    algorithm: Algorithm,
}

/// A BLOB that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What it says.
    pub payload: Payload,
    /// The certificates of its path (0 = leaf) of which no current revocation list was at hand.
    pub revocation_unknown: Vec<usize>,
}

impl<'t> Blob<'t> {
    /// M1, M2. White space around the text is not part of it.
    pub fn parse(text: &'t str) -> Result<Self, Error> {
        let signed = jws::parse(text.trim_ascii(), MDS_BLOB_BYTES_MAX);
        let signed = signed.map_err(Error::Malformed)?;
        let named = signed.header.text("alg");
        let mut known = Algorithm::ALL.into_iter();
        let algorithm = known.find(|algorithm| named == Some(algorithm.name()));
        let algorithm = algorithm.ok_or(Error::AlgorithmUnsupported)?;
        Ok(Self { signed, algorithm })
    }

    /// M3: its certificates, or where at its source they are.
    pub fn certificates(&self, source_url: &str) -> Result<Certificates, Error> {
        Certificates::of(&self.signed.header, source_url)
    }

    /// M4, M5: the revocation lists that its path names.
    pub fn crl_places(
        &self,
        certificates: &[Vec<u8>],
        source: &Source<'_>,
        now: Timestamp,
    ) -> Result<Vec<CrlPlace>, Error> {
        let parsed = parse(certificates)?;
        let path = path(&parsed, source, now)?;
        let root = root(&path)?;
        Ok(crl_places(issued(&path.certificates, &root)))
    }

    /// M4 to M9, with the number of the BLOB at hand.
    pub fn judge(
        &self,
        certificates: &[Vec<u8>],
        source: &Source<'_>,
        cached_number: Option<i64>,
        now: Timestamp,
    ) -> Result<Accepted, Error> {
        let parsed = parse(certificates)?;
        // M4, M5
        let path = path(&parsed, source, now)?;
        // M6
        let revocation_unknown = revocation(&path, source, now)?;
        // M7
        let leaf = path.certificates.first().ok_or(Error::ChainUntrusted)?;
        let unfit = SignatureError::Signature(signature::Error::SchemeUnfit);
        let key = leaf
            .spki
            .public_key()
            .ok_or(Error::SignatureInvalid(unfit))?;
        let signed = self.signed.verify(self.algorithm, &key);
        signed.map_err(Error::SignatureInvalid)?;
        // M8
        let payload = Payload::parse(&self.signed.payload)?;
        // M9
        number(payload.number, cached_number)?;
        Ok(Accepted {
            payload,
            revocation_unknown,
        })
    }
}

/// What a BLOB says that [`Blob::judge`] accepted before and that was kept since: nothing but M1, M2 and M8 is checked.
pub fn reread(text: &str) -> Result<Payload, Error> {
    Payload::parse(&Blob::parse(text)?.signed.payload)
}

/// The certificates that can be read. The first is the leaf; of the others, one that cannot be read is none.
fn parse(ders: &[Vec<u8>]) -> Result<Vec<Certificate<'_>>, Error> {
    let (leaf, others) = ders.split_first().ok_or(Error::CertificatesMissing)?;
    let leaf = Certificate::parse(leaf).map_err(|_| Error::ChainUntrusted)?;
    let others = others.iter().take(MDS_CERTIFICATES_MAX - 1);
    let others = others.filter_map(|der| Certificate::parse(der).ok());
    Ok([leaf].into_iter().chain(others).collect())
}

fn path<'a, 's>(
    certificates: &[Certificate<'a>],
    source: &Source<'s>,
    now: Timestamp,
) -> Result<FreePath<'a, 's>, Error> {
    let found = find_path(certificates, source.roots, &Profile::WEBAUTHN, now);
    let is_signer = |name| {
        let leaf = certificates.first();
        leaf.is_some_and(|leaf| lists_dns_name(leaf, name))
    };
    match found {
        Err(FreePathError::Count | FreePathError::Untrusted) => Err(Error::ChainUntrusted),
        _ if !source.signer.is_none_or(is_signer) => Err(Error::SignerMismatch),
        Err(FreePathError::OutsideValidity(outside)) => Err(Error::CertExpired(outside)),
        Ok(path) => Ok(path),
    }
}

/// M6. The carrier of a root is trusted by its name and key.
fn revocation(
    path: &FreePath<'_, '_>,
    source: &Source<'_>,
    now: Timestamp,
) -> Result<Vec<usize>, Error> {
    let root = root(path)?;
    let issued = issued(&path.certificates, &root).into_iter();
    let issued = issued.map(|(certificate, issuer)| (certificate, Some(issuer)));
    let checked = check_revocation(issued, source.revocation, source.crls, now);
    checked.map_err(|error| match error {
        RevocationError::Revoked { index } => Error::CertRevoked { index },
        RevocationError::Stale { index } => Error::CrlExpired { index },
        RevocationError::Unknown { index } => Error::RevocationUnknown { index },
    })
}

fn root<'t>(path: &FreePath<'_, 't>) -> Result<Certificate<'t>, Error> {
    Certificate::parse(path.anchor.der()).map_err(|_| Error::ChainUntrusted)
}

/// Each certificate of the path with its issuer.
fn issued<'c, 'a>(
    chain: &'c [Certificate<'a>],
    root: &'c Certificate<'a>,
) -> Vec<(&'c Certificate<'a>, &'c Certificate<'a>)> {
    let mut issued: Vec<_> = chain.iter().zip(chain.iter().skip(1)).collect();
    let below_root = chain.last().filter(|last| last.spki.der != root.spki.der);
    issued.extend(below_root.map(|last| (last, root)));
    issued
}

const fn number(number: i64, cached: Option<i64>) -> Result<(), Error> {
    match cached {
        Some(cached) if number < cached => Err(Error::NumberRegressed { number, cached }),
        Some(cached) if number == cached => Err(Error::NumberUnchanged { number }),
        _ => Ok(()),
    }
}
