//! Decides how a key is made ready to verify under one scheme: parsed once, and found to be a key.

use aws_lc_rs::signature::ParsedPublicKey;

#[cfg(feature = "ed448")]
use super::ed448;
use super::{Error, PublicKey, Scheme, algorithm, ecdsa, rsa};

/// A public key, parsed for one scheme.
#[derive(Clone, Debug)]
pub struct VerifyingKey {
    scheme: Scheme,
    parsed: Parsed,
}

#[derive(Clone, Debug)]
enum Parsed {
    Library(ParsedPublicKey),
    #[cfg(feature = "ed448")]
    Ed448(ed448::Key),
}

impl VerifyingKey {
    /// Parses `key`; [`Error::SchemeUnfit`] when the scheme is for other keys or this build lacks it, [`Error::Wrong`]
    /// when it is no key on its curve, or an RSA key of a refused size.
    pub fn new(key: &PublicKey<'_>, scheme: Scheme) -> Result<Self, Error> {
        #[cfg(feature = "ed448")]
        if let (PublicKey::Ed448(point), Scheme::Ed448) = (key, scheme) {
            let parsed = Parsed::Ed448(ed448::Key::new(point)?);
            return Ok(Self { scheme, parsed });
        }
        let algorithm = algorithm::of(key, scheme).ok_or(Error::SchemeUnfit)?;
        if matches!(key, PublicKey::Rsa(bytes) if !rsa::has_allowed_size(bytes)) {
            return Err(Error::Wrong);
        }
        let parsed = ParsedPublicKey::new(algorithm, key.bytes()).map_err(|_| Error::Wrong)?;
        let parsed = Parsed::Library(parsed);
        Ok(Self { scheme, parsed })
    }

    /// The scheme.
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// That `signature` is by this key over `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        if self.scheme.is_ecdsa_in_der() && !ecdsa::is_strict(signature) {
            return Err(Error::Wrong);
        }
        match &self.parsed {
            Parsed::Library(key) => key.verify_sig(message, signature).map_err(|_| Error::Wrong),
            #[cfg(feature = "ed448")]
            Parsed::Ed448(key) => key.verify(message, signature),
        }
    }
}
