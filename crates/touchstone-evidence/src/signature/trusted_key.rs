//! Decides how a key that verifies again and again is kept: parsed once, for every scheme that fits it.

use alloc::vec::Vec;

use super::{Error, PublicKey, Scheme, VerifyingKey};

/// A parsed public key, such as that of a trust anchor.
#[derive(Clone, Debug)]
pub struct TrustedKey {
    by_scheme: Vec<VerifyingKey>,
}

impl TrustedKey {
    /// Parses `key`; fails when it is no key on its curve, an RSA key of a refused size, or of a kind that no scheme of
    /// this build fits.
    pub fn new(key: &PublicKey<'_>) -> Result<Self, Error> {
        let mut by_scheme = Vec::new();
        for scheme in Scheme::ALL {
            match VerifyingKey::new(key, scheme) {
                Ok(parsed) => by_scheme.push(parsed),
                Err(Error::SchemeUnfit) => {}
                Err(wrong) => return Err(wrong),
            }
        }
        if by_scheme.is_empty() {
            return Err(Error::SchemeUnfit);
        }
        Ok(Self { by_scheme })
    }

    /// That `signature` is by this key over `message`.
    pub fn verify(&self, scheme: Scheme, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        let fitting = self.by_scheme.iter().find(|key| key.scheme() == scheme);
        fitting
            .ok_or(Error::SchemeUnfit)?
            .verify(message, signature)
    }
}
