//! Decides how a key that verifies again and again is kept: parsed once, for every scheme that fits it.

use alloc::vec::Vec;

use aws_lc_rs::signature::ParsedPublicKey;

use super::{Error, PublicKey, Scheme, algorithm, rsa};

/// A parsed public key, such as that of a trust anchor.
#[derive(Clone, Debug)]
pub struct TrustedKey {
    by_scheme: Vec<(Scheme, ParsedPublicKey)>,
}

impl TrustedKey {
    /// Parses `key`; fails when it is no key on its curve, or an RSA key of a refused size.
    pub fn new(key: &PublicKey<'_>) -> Result<Self, Error> {
        if matches!(key, PublicKey::Rsa(bytes) if !rsa::has_allowed_size(bytes)) {
            return Err(Error::Wrong);
        }
        let mut by_scheme = Vec::new();
        for scheme in Scheme::ALL {
            let Some(algorithm) = algorithm::of(key, scheme) else {
                continue;
            };
            let parsed = ParsedPublicKey::new(algorithm, key.bytes()).map_err(|_| Error::Wrong)?;
            by_scheme.push((scheme, parsed));
        }
        Ok(Self { by_scheme })
    }

    /// That `signature` is by this key over `message`.
    pub fn verify(&self, scheme: Scheme, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        let fitting = self.by_scheme.iter().find(|(of, _)| *of == scheme);
        let (_, key) = fitting.ok_or(Error::SchemeUnfit)?;
        key.verify_sig(message, signature).map_err(|_| Error::Wrong)
    }
}
