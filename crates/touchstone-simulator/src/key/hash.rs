//! Which digests do signatures have, and what are the algorithms called that use them (RFC 8017, RFC 5758)?

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::der;

const ECDSA_WITH_SHA1: &[u32] = &[1, 2, 840, 10045, 4, 1];
const ECDSA_WITH_SHA256: &[u32] = &[1, 2, 840, 10045, 4, 3, 2];
const ECDSA_WITH_SHA384: &[u32] = &[1, 2, 840, 10045, 4, 3, 3];
const ECDSA_WITH_SHA512: &[u32] = &[1, 2, 840, 10045, 4, 3, 4];
const SHA1_WITH_RSA: &[u32] = &[1, 2, 840, 113_549, 1, 1, 5];
const SHA256_WITH_RSA: &[u32] = &[1, 2, 840, 113_549, 1, 1, 11];
const SHA384_WITH_RSA: &[u32] = &[1, 2, 840, 113_549, 1, 1, 12];
const SHA512_WITH_RSA: &[u32] = &[1, 2, 840, 113_549, 1, 1, 13];

/// The digest of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// `AlgorithmIdentifier` of ECDSA with this digest.
    pub(crate) fn ecdsa_algorithm(self) -> Vec<u8> {
        let arcs = match self {
            Self::Sha1 => ECDSA_WITH_SHA1,
            Self::Sha256 => ECDSA_WITH_SHA256,
            Self::Sha384 => ECDSA_WITH_SHA384,
            Self::Sha512 => ECDSA_WITH_SHA512,
        };
        der::sequence(&[&der::object_identifier(arcs)])
    }

    /// `AlgorithmIdentifier` of RSA PKCS#1 1.5 with this digest.
    pub(super) fn rsa_algorithm(self) -> Vec<u8> {
        let arcs = match self {
            Self::Sha1 => SHA1_WITH_RSA,
            Self::Sha256 => SHA256_WITH_RSA,
            Self::Sha384 => SHA384_WITH_RSA,
            Self::Sha512 => SHA512_WITH_RSA,
        };
        der::sequence(&[&der::object_identifier(arcs), &der::NULL])
    }

    /// The digest of `message`.
    pub(crate) fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(message).to_vec(),
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    /// The hash whose digests have this many bytes; SHA-256 where none has.
    pub(super) fn of_digest(digest: &[u8]) -> Self {
        match digest.len() {
            20 => Self::Sha1,
            48 => Self::Sha384,
            64 => Self::Sha512,
            _ => Self::Sha256,
        }
    }
}
