//! How is a public key written in a certificate (RFC 5480, RFC 8017, RFC 8410, RFC 9881)?

use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::traits::PublicKeyParts;

use super::{Hash, SigningKey};
use crate::der;

const ID_EC_PUBLIC_KEY: &[u32] = &[1, 2, 840, 10045, 2, 1];
const PRIME256V1: &[u32] = &[1, 2, 840, 10045, 3, 1, 7];
const SECP384R1: &[u32] = &[1, 3, 132, 0, 34];
const SECP521R1: &[u32] = &[1, 3, 132, 0, 35];
const SECP256K1: &[u32] = &[1, 3, 132, 0, 10];
const ED25519: &[u32] = &[1, 3, 101, 112];
const ED448: &[u32] = &[1, 3, 101, 113];
const RSA_ENCRYPTION: &[u32] = &[1, 2, 840, 113_549, 1, 1, 1];
const ML_DSA_44: &[u32] = &[2, 16, 840, 1, 101, 3, 4, 3, 17];
const ML_DSA_65: &[u32] = &[2, 16, 840, 1, 101, 3, 4, 3, 18];
const ML_DSA_87: &[u32] = &[2, 16, 840, 1, 101, 3, 4, 3, 19];

impl SigningKey {
    /// The public key as it stands in the BIT STRING of a certificate: an uncompressed X9.62 point,
    /// `RSAPublicKey` (RFC 8017 A.1.1), or the bytes of EdDSA and ML-DSA.
    #[expect(
        clippy::expect_used,
        reason = "modulus and exponent of a key always encode"
    )]
    pub(crate) fn subject_public_key(&self) -> Vec<u8> {
        match self {
            Self::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::P384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::P521(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::Secp256k1(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::Ed25519(key) => key.verifying_key().to_bytes().to_vec(),
            Self::Ed448(key) => key.public().to_vec(),
            Self::Rsa(key) => {
                let der = key.to_public_key().to_pkcs1_der();
                der.expect("an RSA key encodes").as_bytes().to_vec()
            }
            Self::MlDsa44(key) => key.expanded_key().verifying_key().encode().to_vec(),
            Self::MlDsa65(key) => key.expanded_key().verifying_key().encode().to_vec(),
            Self::MlDsa87(key) => key.expanded_key().verifying_key().encode().to_vec(),
        }
    }

    /// Modulus and exponent of an RSA key, unsigned and big-endian; `None` for any other.
    pub(crate) fn rsa_parts(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let Self::Rsa(key) = self else { return None };
        let modulus = key.n().to_be_bytes_trimmed_vartime().to_vec();
        Some((modulus, key.e().to_be_bytes_trimmed_vartime().to_vec()))
    }

    /// The public key as `SubjectPublicKeyInfo`.
    pub(crate) fn public_key_info(&self) -> Vec<u8> {
        der::sequence(&[
            &self.key_algorithm(),
            &der::bit_string(0, &self.subject_public_key()),
        ])
    }

    /// `AlgorithmIdentifier` of what [`Self::sign`] makes.
    pub(crate) fn signature_algorithm(&self, hash: Hash) -> Vec<u8> {
        match self {
            Self::P256(_) | Self::P384(_) | Self::P521(_) | Self::Secp256k1(_) => {
                hash.ecdsa_algorithm()
            }
            Self::Rsa(_) => hash.rsa_algorithm(),
            _ => self.key_algorithm(),
        }
    }

    /// `AlgorithmIdentifier` of the key.
    fn key_algorithm(&self) -> Vec<u8> {
        let curve = |arcs| {
            let algorithm = der::object_identifier(ID_EC_PUBLIC_KEY);
            der::sequence(&[&algorithm, &der::object_identifier(arcs)])
        };
        let plain = |arcs| der::sequence(&[&der::object_identifier(arcs)]);
        match self {
            Self::P256(_) => curve(PRIME256V1),
            Self::P384(_) => curve(SECP384R1),
            Self::P521(_) => curve(SECP521R1),
            Self::Secp256k1(_) => curve(SECP256K1),
            Self::Ed25519(_) => plain(ED25519),
            Self::Ed448(_) => plain(ED448),
            Self::Rsa(_) => der::sequence(&[&der::object_identifier(RSA_ENCRYPTION), &der::NULL]),
            Self::MlDsa44(_) => plain(ML_DSA_44),
            Self::MlDsa65(_) => plain(ML_DSA_65),
            Self::MlDsa87(_) => plain(ML_DSA_87),
        }
    }
}
