//! How does an RSA key sign? PKCS#1 1.5 and PSS, with any of the digests (RFC 8017 8).

use std::convert::Infallible;

use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{Hash, sha256};

/// PKCS#1 1.5 over a digest.
#[expect(
    clippy::expect_used,
    reason = "it fails for keys under 736 bits and digests of another size only"
)]
pub(super) fn pkcs1v15(key: &RsaPrivateKey, digest: &[u8]) -> Vec<u8> {
    let padding = match Hash::of_digest(digest) {
        Hash::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
        Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
    };
    key.sign(padding, digest).expect("a digest of its hash")
}

/// PSS with a salt as long as the digest, which comes from the message. A key too small for it gives nothing.
pub(super) fn pss(key: &RsaPrivateKey, hash: Hash, message: &[u8]) -> Vec<u8> {
    let digest = hash.digest(message);
    let rng = &mut Bytes {
        state: sha256(message),
    };
    let signature = match hash {
        Hash::Sha1 => key.sign_with_rng(rng, Pss::<Sha1>::new(), &digest),
        Hash::Sha256 => key.sign_with_rng(rng, Pss::<Sha256>::new(), &digest),
        Hash::Sha384 => key.sign_with_rng(rng, Pss::<Sha384>::new(), &digest),
        Hash::Sha512 => key.sign_with_rng(rng, Pss::<Sha512>::new(), &digest),
    };
    signature.unwrap_or_default()
}

/// Bytes that follow from a seed, in the place of randomness.
struct Bytes {
    state: [u8; 32],
}

impl Bytes {
    fn next<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.state = Sha256::digest(self.state).into();
            chunk
                .iter_mut()
                .zip(self.state)
                .for_each(|(to, from)| *to = from);
        }
    }
}

impl TryRng for Bytes {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.next()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.next()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Bytes {}
