//! Decides what a master key is and which one seals: 32 bytes, named by the first eight bytes of a hash of it. Older keys still open.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::blob::{self, Place, SealError};
use crate::Random;

/// Length of a master key's name inside a sealed blob, in bytes.
pub(super) const KEY_ID_BYTES: usize = 8;

/// A master key.
#[derive(Clone)]
pub struct MasterKey {
    bytes: Zeroizing<[u8; 32]>,
    id: [u8; KEY_ID_BYTES],
}

/// The text is no master key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a master key is 32 bytes in standard base64 (44 characters)")]
pub struct MasterKeyError;

impl MasterKey {
    /// From its 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let mut input = Zeroizing::new(b"touchstone/master-key-id/v1".to_vec());
        input.extend_from_slice(&bytes);
        let mut id = [0; KEY_ID_BYTES];
        for (to, from) in id.iter_mut().zip(digest(&SHA256, &input).as_ref()) {
            *to = *from;
        }
        Self {
            bytes: Zeroizing::new(bytes),
            id,
        }
    }

    /// From standard base64, as in the configuration; white space around it is ignored.
    pub fn from_base64(text: &str) -> Result<Self, MasterKeyError> {
        let decoded = BASE64
            .decode(text.trim().as_bytes())
            .map_err(|_| MasterKeyError)?;
        let decoded = Zeroizing::new(decoded);
        let bytes = <[u8; 32]>::try_from(decoded.as_slice()).map_err(|_| MasterKeyError)?;
        Ok(Self::from_bytes(bytes))
    }

    /// A new one.
    pub fn generate(random: &dyn Random) -> Self {
        Self::from_bytes(crate::random_bytes(random))
    }

    /// Standard base64, to be written into a file that only its owner can read.
    pub fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(&*self.bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    pub(super) fn id(&self) -> &[u8; KEY_ID_BYTES] {
        &self.id
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// Seals under the current master key, opens under every known one.
#[derive(Clone, Debug)]
pub struct Sealer {
    current: MasterKey,
    older: Vec<MasterKey>,
}

impl Sealer {
    /// `current` seals; `older` only open.
    pub fn new(current: MasterKey, older: Vec<MasterKey>) -> Self {
        Self { current, older }
    }

    /// Seals `secret` for `place`.
    pub fn seal(&self, secret: &[u8], place: &Place<'_>, random: &dyn Random) -> Vec<u8> {
        blob::seal(&self.current, secret, place, random)
    }

    /// Opens what was sealed for `place`.
    pub fn open(&self, sealed: &[u8], place: &Place<'_>) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let id = blob::key_id(sealed)?;
        let key = std::iter::once(&self.current)
            .chain(&self.older)
            .find(|key| key.id() == &id)
            .ok_or(SealError::KeyUnknown)?;
        blob::open(key, sealed, place)
    }

    /// How every blob begins that was sealed under the current master key.
    pub fn current_prefix(&self) -> Vec<u8> {
        blob::prefix(&self.current)
    }
}
