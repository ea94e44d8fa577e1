//! Decides which certificates come with a statement, and whether the leaf's key signed (spec webauthn.md section 4.3,
//! "common to all"; P1, P4, P5 and their like).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::Error;
use crate::cose::Algorithm;
use crate::limits::WEBAUTHN_CERTIFICATE_BYTES_MAX;
use crate::signature::{self, PublicKey, Scheme};
use crate::x509::{self, Certificate};

/// The leaf of `x5c`. Every certificate is read: one that cannot be read fails `check`.
pub(super) fn leaf<'c, C: AsRef<[u8]>>(
    x5c: &'c [C],
    check: &'static str,
) -> Result<Certificate<'c>, Error> {
    let mut leaf = None;
    for (index, der) in x5c.iter().enumerate() {
        let malformed = |source| Error::CertificateMalformed {
            check,
            index,
            source,
        };
        let certificate = parse(der.as_ref()).map_err(malformed)?;
        leaf.get_or_insert(certificate);
    }
    let field = "x5c";
    leaf.ok_or(Error::FieldMalformed { check, field })
}

fn parse(der: &[u8]) -> Result<Certificate<'_>, x509::Error> {
    if der.len() > WEBAUTHN_CERTIFICATE_BYTES_MAX {
        return Err(x509::Error::BeyondLimit);
    }
    Certificate::parse(der)
}

/// The bytes of certificates, for what is kept of a statement.
pub(super) fn owned(x5c: Vec<Cow<'_, [u8]>>) -> Vec<Vec<u8>> {
    x5c.into_iter().map(Cow::into_owned).collect()
}

/// The algorithm with that number, when this build has it.
pub(super) fn algorithm(id: i64, check: &'static str) -> Result<Algorithm, Error> {
    let unsupported = Error::AlgorithmUnsupported {
        check,
        algorithm: id,
    };
    Algorithm::from_id(id).ok_or(unsupported)
}

/// A leaf's key with the scheme that an algorithm means for it.
pub(super) struct FittingKey<'c> {
    key: PublicKey<'c>,
    scheme: Scheme,
}

/// The leaf's key, when `algorithm` is for such keys, the curve included.
pub(super) fn fitting_key<'c>(
    leaf: &Certificate<'c>,
    algorithm: Algorithm,
    check: &'static str,
) -> Result<FittingKey<'c>, Error> {
    let key = leaf.spki.public_key();
    let fitting = key.and_then(|key| Some((key, algorithm.scheme_for(&key)?)));
    let (key, scheme) = fitting.ok_or(Error::AlgorithmKeyMismatch { check })?;
    Ok(FittingKey { key, scheme })
}

impl FittingKey<'_> {
    /// That `signature` is by this key over `message`.
    pub(super) fn check_signature(
        &self,
        message: &[u8],
        signature: &[u8],
        check: &'static str,
    ) -> Result<(), Error> {
        signature::verify(&self.key, self.scheme, message, signature)
            .map_err(|_| Error::SignatureInvalid { check })
    }
}

/// That `algorithm` is for the leaf's key, and `signature` by it over `message`: where both are one check.
pub(super) fn check_signature(
    leaf: &Certificate<'_>,
    algorithm: Algorithm,
    message: &[u8],
    signature: &[u8],
    check: &'static str,
) -> Result<(), Error> {
    let key = fitting_key(leaf, algorithm, check)?;
    key.check_signature(message, signature, check)
}
