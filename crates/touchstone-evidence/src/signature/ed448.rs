//! Decides whether an Ed448 signature is right (RFC 8032 section 5.2.7): the one scheme that the other library lacks.

use alloc::boxed::Box;

use ed448_goldilocks::{Signature, VerifyingKey};

use super::Error;

/// How many bytes a signature has.
const SIGNATURE_BYTES: usize = 114;

/// A parsed key.
#[derive(Clone, Debug)]
pub(super) struct Key(Box<VerifyingKey>);

impl Key {
    /// Parses a compressed point; the neutral point is no key.
    pub(super) fn new(point: &[u8; 57]) -> Result<Self, Error> {
        let key = VerifyingKey::from_bytes(point).map_err(|_| Error::Wrong)?;
        Ok(Self(Box::new(key)))
    }

    /// That `signature` is by this key over `message`, without context.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        let signature: &[u8; SIGNATURE_BYTES] = signature.try_into().map_err(|_| Error::Wrong)?;
        let signature = Signature::from_bytes(signature);
        let verified = self.0.verify_raw(&signature, message);
        verified.map_err(|_| Error::Wrong)
    }
}
