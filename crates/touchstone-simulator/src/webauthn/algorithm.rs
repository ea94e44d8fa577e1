//! Which COSE algorithms does an authenticator sign with (spec/webauthn.md 4.2)? Each is a kind of key with a
//! digest and, for RSA, a padding.

use crate::cbor::{self, Cbor};
use crate::der;
use crate::key::{Hash, RsaFile, SigningKey};

const RSASSA_PSS: &[u32] = &[1, 2, 840, 113_549, 1, 1, 10];
const MGF1: &[u32] = &[1, 2, 840, 113_549, 1, 1, 8];

/// COSE key types (RFC 9053 7, RFC 8230 4).
const OCTET_KEY_PAIR: i64 = 1;
const EC2: i64 = 2;
const RSA: i64 = 3;
const ALGORITHM_KEY_PAIR: i64 = 7;

/// Labels of a COSE key.
pub(super) const KEY_TYPE: i64 = 1;
pub(super) const ALGORITHM: i64 = 3;
pub(super) const FIRST: i64 = -1;
pub(super) const SECOND: i64 = -2;
pub(super) const THIRD: i64 = -3;

/// A signature algorithm of COSE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// ECDSA on secp256k1 with SHA-256.
    Es256k,
    /// Ed25519.
    EdDsa,
    /// Ed448.
    Ed448,
    /// RSA PKCS#1 1.5 with SHA-256.
    Rs256,
    /// RSA PKCS#1 1.5 with SHA-384.
    Rs384,
    /// RSA PKCS#1 1.5 with SHA-512.
    Rs512,
    /// RSA-PSS with SHA-256.
    Ps256,
    /// RSA-PSS with SHA-384.
    Ps384,
    /// RSA-PSS with SHA-512.
    Ps512,
    /// RSA PKCS#1 1.5 with SHA-1.
    Rs1,
    /// ML-DSA-44.
    MlDsa44,
    /// ML-DSA-65.
    MlDsa65,
    /// ML-DSA-87.
    MlDsa87,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: &'static [Self] = &[
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::Es256k,
        Self::EdDsa,
        Self::Ed448,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Rs1,
        Self::MlDsa44,
        Self::MlDsa65,
        Self::MlDsa87,
    ];

    /// The number in the COSE registry.
    #[must_use]
    pub fn cose_id(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::Es384 => -35,
            Self::Es512 => -36,
            Self::Es256k => -47,
            Self::EdDsa => -8,
            Self::Ed448 => -53,
            Self::Rs256 => -257,
            Self::Rs384 => -258,
            Self::Rs512 => -259,
            Self::Ps256 => -37,
            Self::Ps384 => -38,
            Self::Ps512 => -39,
            Self::Rs1 => -65535,
            Self::MlDsa44 => -48,
            Self::MlDsa65 => -49,
            Self::MlDsa87 => -50,
        }
    }

    /// The algorithm with this number.
    #[must_use]
    pub fn of_cose_id(id: i64) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|algorithm| algorithm.cose_id() == id)
    }

    /// The digest; SHA-512 where the algorithm has one of its own.
    pub(crate) fn hash(self) -> Hash {
        match self {
            Self::Rs1 => Hash::Sha1,
            Self::Es256 | Self::Es256k | Self::Rs256 | Self::Ps256 => Hash::Sha256,
            Self::Es384 | Self::Rs384 | Self::Ps384 => Hash::Sha384,
            _ => Hash::Sha512,
        }
    }

    /// The key of this seed and label; for RSA the committed key of credentials, whatever the seed.
    pub(crate) fn key(self, seed: &[u8; 32], label: &str) -> SigningKey {
        match self {
            Self::Es256 => SigningKey::p256(seed, label),
            Self::Es384 => SigningKey::p384(seed, label),
            Self::Es512 => SigningKey::p521(seed, label),
            Self::Es256k => SigningKey::secp256k1(seed, label),
            Self::EdDsa => SigningKey::ed25519(seed, label),
            Self::Ed448 => SigningKey::ed448(seed, label),
            Self::MlDsa44 => SigningKey::ml_dsa_44(seed, label),
            Self::MlDsa65 => SigningKey::ml_dsa_65(seed, label),
            Self::MlDsa87 => SigningKey::ml_dsa_87(seed, label),
            _ => SigningKey::rsa(RsaFile::WebauthnCredential),
        }
    }

    /// The signature over `message`; a key of another kind signs in its own way.
    pub(crate) fn sign(self, key: &SigningKey, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ps256 | Self::Ps384 | Self::Ps512 => key.sign_pss(self.hash(), message),
            _ => key.sign(self.hash(), message),
        }
    }

    /// `AlgorithmIdentifier` of signatures that `key` makes with this algorithm (RFC 4055 for PSS).
    pub(crate) fn signature_algorithm(self, key: &SigningKey) -> Vec<u8> {
        let (digest, salt_bytes) = match self {
            Self::Ps256 => (1, 32),
            Self::Ps384 => (2, 48),
            Self::Ps512 => (3, 64),
            _ => return key.signature_algorithm(self.hash()),
        };
        // 2.16.840.1.101.3.4.2: the digests of NIST.
        let digest = der::object_identifier(&[2, 16, 840, 1, 101, 3, 4, 2, digest]);
        let digest = der::sequence(&[&digest, &der::NULL]);
        let mask = der::sequence(&[&der::object_identifier(MGF1), &digest]);
        der::sequence(&[
            &der::object_identifier(RSASSA_PSS),
            &der::sequence(&[
                &der::context(0, &digest),
                &der::context(1, &mask),
                &der::context(2, &der::unsigned(salt_bytes)),
            ]),
        ])
    }

    /// The COSE key of a public key, with this algorithm in it.
    pub(crate) fn cose_key(self, key: &SigningKey) -> Cbor {
        let public = key.subject_public_key();
        match key {
            SigningKey::P256(_) => self.ec2(1, &public),
            SigningKey::P384(_) => self.ec2(2, &public),
            SigningKey::P521(_) => self.ec2(3, &public),
            SigningKey::Secp256k1(_) => self.ec2(8, &public),
            SigningKey::Ed25519(_) => self.octet_key_pair(6, &public),
            SigningKey::Ed448(_) => self.octet_key_pair(7, &public),
            SigningKey::Rsa(_) => {
                let (modulus, exponent) = key.rsa_parts().unwrap_or_default();
                self.entries(
                    RSA,
                    [
                        (FIRST, Cbor::Bytes(modulus)),
                        (SECOND, Cbor::Bytes(exponent)),
                    ],
                )
            }
            SigningKey::MlDsa44(_) | SigningKey::MlDsa65(_) | SigningKey::MlDsa87(_) => {
                self.entries(ALGORITHM_KEY_PAIR, [(FIRST, Cbor::Bytes(public))])
            }
        }
    }

    fn ec2(self, curve: i64, point: &[u8]) -> Cbor {
        let (x, y) = coordinates(point);
        let curve = (FIRST, Cbor::Integer(curve));
        let parts = [curve, (SECOND, cbor::bytes(x)), (THIRD, cbor::bytes(y))];
        self.entries(EC2, parts)
    }

    fn octet_key_pair(self, curve: i64, public: &[u8]) -> Cbor {
        let parts = [(FIRST, Cbor::Integer(curve)), (SECOND, cbor::bytes(public))];
        self.entries(OCTET_KEY_PAIR, parts)
    }

    fn entries<const N: usize>(self, key_type: i64, parts: [(i64, Cbor); N]) -> Cbor {
        let algorithm = Cbor::Integer(self.cose_id());
        let common = [(KEY_TYPE, Cbor::Integer(key_type)), (ALGORITHM, algorithm)];
        let entry = |(label, value)| (Cbor::Integer(label), value);
        Cbor::Map(common.into_iter().chain(parts).map(entry).collect())
    }
}

/// x and y of an uncompressed X9.62 point.
pub(super) fn coordinates(point: &[u8]) -> (&[u8], &[u8]) {
    let both = point.split_first().map_or(point, |(_form, both)| both);
    both.split_at(both.len() / 2)
}
