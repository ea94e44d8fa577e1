//! Decides which public key of a credential a COSE_Key holds: checks K1, K2 and K4 (spec webauthn.md section 4.2).
//!
//! Strict where mobile keys are not: one map of definite length, shortest integers, unique labels, integer `kty` and
//! `alg`. Other labels are ignored.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Algorithm, label, rsa};
use crate::cbor::{self, Form, Item, Keys, Rules};
use crate::limits::{COSE_KEY_ENTRIES_MAX, RSA_BITS_MAX};
use crate::signature::{PublicKey, VerifyingKey};

/// `kty` of the kinds that are known.
mod kty {
    pub(super) const OKP: i64 = 1;
    pub(super) const EC2: i64 = 2;
    pub(super) const RSA: i64 = 3;
    pub(super) const AKP: i64 = 7;
}

/// Why a COSE_Key is no key of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialKeyError {
    /// K1: not one acceptable CBOR map.
    #[error("COSE key is not acceptable CBOR")]
    Cbor(#[source] cbor::Error),
    /// K1: no map, or `kty` or `alg` missing or no integer.
    #[error("COSE key without integer label {label}")]
    LabelMissing {
        /// The label.
        label: i64,
    },
    /// K2.
    #[error("algorithm {algorithm} is not implemented")]
    AlgorithmUnsupported {
        /// The algorithm.
        algorithm: i64,
    },
    /// K4: the kind of key is not that of `alg`, a parameter is missing or has another type or size, or together they
    /// are no key.
    #[error("parameters are no key for the algorithm")]
    Parameters,
}

/// A COSE_Key of which kind and algorithm are known.
#[derive(Clone, Copy, Debug)]
pub struct CredentialKeyMap<'a> {
    map: Item<'a>,
    kty: i64,
    /// `alg`; whether it is implemented is not looked at.
    pub algorithm_id: i64,
}

impl<'a> CredentialKeyMap<'a> {
    /// Reads a COSE_Key with nothing behind it: K1.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, CredentialKeyError> {
        let rules = Rules {
            keys: Keys::Labels,
            form: Form::Shortest,
            map_entries_max: COSE_KEY_ENTRIES_MAX,
            array_elements_max: COSE_KEY_ENTRIES_MAX,
        };
        let (map, rest) = cbor::parse_prefix(bytes, rules).map_err(CredentialKeyError::Cbor)?;
        if !rest.is_empty() {
            return Err(CredentialKeyError::Cbor(cbor::Error::Trailing));
        }
        let integer = |label| {
            let value = map.get_label(label).and_then(Item::integer);
            value.ok_or(CredentialKeyError::LabelMissing { label })
        };
        Ok(Self {
            map,
            kty: integer(label::KTY)?,
            algorithm_id: integer(label::ALG)?,
        })
    }

    /// The algorithm: K2.
    pub fn algorithm(&self) -> Result<Algorithm, CredentialKeyError> {
        let algorithm = self.algorithm_id;
        let unsupported = CredentialKeyError::AlgorithmUnsupported { algorithm };
        Algorithm::from_id(algorithm).ok_or(unsupported)
    }

    /// The key that the parameters make under `algorithm`: K4.
    pub fn key(&self, algorithm: Algorithm) -> Result<CredentialKey, CredentialKeyError> {
        let material = self.material(algorithm);
        let key = material.and_then(|material| CredentialKey::new(algorithm, material));
        key.ok_or(CredentialKeyError::Parameters)
    }

    fn material(&self, algorithm: Algorithm) -> Option<Material> {
        match algorithm {
            Algorithm::Es256 => self.point(1).map(Material::P256),
            Algorithm::Es384 => self.point(2).map(Material::P384),
            Algorithm::Es512 => self.point(3).map(|point| Material::P521(Box::new(point))),
            Algorithm::Es256k => self.point(8).map(Material::Secp256k1),
            Algorithm::EdDsa => self.octets(6).map(Material::Ed25519),
            Algorithm::Ed448 => self.octets(7).map(Material::Ed448),
            Algorithm::MlDsa44 => self.encoded().map(Material::MlDsa44),
            Algorithm::MlDsa65 => self.encoded().map(Material::MlDsa65),
            Algorithm::MlDsa87 => self.encoded().map(Material::MlDsa87),
            _ => self.rsa().map(Material::Rsa),
        }
    }

    /// An uncompressed point of `N` = 1 + 2 × coordinate bytes.
    fn point<const N: usize>(&self, curve: i64) -> Option<[u8; N]> {
        let (x, y) = (self.bytes(label::X)?, self.bytes(label::Y)?);
        let is_kind = self.kty == kty::EC2 && self.curve() == Some(curve);
        if !is_kind || x.len() != y.len() {
            return None;
        }
        [&[4], x, y].concat().try_into().ok()
    }

    /// The octets of a key on a Montgomery or Edwards curve.
    fn octets<const N: usize>(&self, curve: i64) -> Option<[u8; N]> {
        let is_kind = self.kty == kty::OKP && self.curve() == Some(curve);
        let octets = self.bytes(label::X).filter(|_| is_kind)?;
        octets.try_into().ok()
    }

    /// The encoded key of an algorithm key pair.
    fn encoded<const N: usize>(&self) -> Option<Box<[u8; N]>> {
        let key = self.bytes(label::PUB).filter(|_| self.kty == kty::AKP)?;
        Box::<[u8]>::from(key).try_into().ok()
    }

    /// An `RSAPublicKey` in DER; more than the largest modulus is not copied.
    fn rsa(&self) -> Option<Vec<u8>> {
        let (n, e) = (self.bytes(label::N)?, self.bytes(label::E)?);
        let fits = self.kty == kty::RSA && n.len() <= RSA_BITS_MAX / 4;
        fits.then(|| rsa::public_key(n, e)).flatten()
    }

    fn curve(&self) -> Option<i64> {
        self.map.get_label(label::CRV)?.integer()
    }

    /// Never copied: strict forms have no chunks.
    fn bytes(&self, label: i64) -> Option<&'a [u8]> {
        match self.map.get_label(label)?.bytes()? {
            alloc::borrow::Cow::Borrowed(bytes) => Some(bytes),
            alloc::borrow::Cow::Owned(_) => None,
        }
    }
}

/// A credential's public key, ready to verify.
#[derive(Clone, Debug)]
pub struct CredentialKey {
    algorithm: Algorithm,
    material: Material,
    verifying_key: VerifyingKey,
}

#[derive(Clone, Debug)]
enum Material {
    P256([u8; 65]),
    P384([u8; 97]),
    P521(Box<[u8; 133]>),
    Secp256k1([u8; 65]),
    Ed25519([u8; 32]),
    Ed448([u8; 57]),
    Rsa(Vec<u8>),
    MlDsa44(Box<[u8; 1_312]>),
    MlDsa65(Box<[u8; 1_952]>),
    MlDsa87(Box<[u8; 2_592]>),
}

impl Material {
    fn public_key(&self) -> PublicKey<'_> {
        match self {
            Self::P256(point) => PublicKey::P256(point),
            Self::P384(point) => PublicKey::P384(point),
            Self::P521(point) => PublicKey::P521(point),
            Self::Secp256k1(point) => PublicKey::Secp256k1(point),
            Self::Ed25519(point) => PublicKey::Ed25519(point),
            Self::Ed448(point) => PublicKey::Ed448(point),
            Self::Rsa(key) => PublicKey::Rsa(key),
            Self::MlDsa44(key) => PublicKey::MlDsa44(key),
            Self::MlDsa65(key) => PublicKey::MlDsa65(key),
            Self::MlDsa87(key) => PublicKey::MlDsa87(key),
        }
    }
}

impl CredentialKey {
    /// Reads a COSE_Key with nothing behind it: K1, K2 and K4.
    pub fn parse(bytes: &[u8]) -> Result<Self, CredentialKeyError> {
        let map = CredentialKeyMap::parse(bytes)?;
        map.key(map.algorithm()?)
    }

    fn new(algorithm: Algorithm, material: Material) -> Option<Self> {
        let key = material.public_key();
        let scheme = algorithm.scheme_for(&key)?;
        let verifying_key = VerifyingKey::new(&key, scheme).ok()?;
        Some(Self {
            algorithm,
            material,
            verifying_key,
        })
    }

    /// Its algorithm.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key; that of RSA in DER, without leading zero bytes, so that two of the same key are equal.
    pub fn public_key(&self) -> PublicKey<'_> {
        self.material.public_key()
    }

    /// The key that verifies.
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying_key
    }
}

#[cfg(test)]
mod tests;
