//! Decides which public key a COSE_Key holds (RFC 9052 section 7, RFC 9053 section 7.1).
//!
//! [`parse_prefix`] is for the one kind that phones attest; [`CredentialKey`] is for passkeys, with every algorithm.
//!
//! Strict: one well-formed map with unique labels, `kty` present, and for a kind of key that is known here every
//! parameter with its exact type and size. A kind that is not known is told apart from a malformed one. Other labels
//! are ignored.

mod algorithm;
mod credential_key;
mod rsa;

pub use algorithm::Algorithm;
pub use credential_key::{CredentialKey, CredentialKeyError, CredentialKeyMap};

use crate::cbor::{self, Item, Keys};

/// `kty` of a key with two coordinates.
const KTY_EC2: i64 = 2;
/// `crv` of P-256.
const CRV_P256: i64 = 1;
/// `alg` of ECDSA with SHA-256.
pub const ALG_ES256: i64 = -7;

mod label {
    pub(super) const KTY: i64 = 1;
    pub(super) const ALG: i64 = 3;
    pub(super) const CRV: i64 = -1;
    pub(super) const X: i64 = -2;
    pub(super) const Y: i64 = -3;
    /// Of an RSA key.
    pub(super) const N: i64 = -1;
    /// Of an RSA key.
    pub(super) const E: i64 = -2;
    /// Of an ML-DSA key.
    pub(super) const PUB: i64 = -1;
}

/// A COSE_Key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// EC2 on P-256.
    P256 {
        /// The algorithm that the key is for, if it says.
        algorithm: Option<i64>,
        /// The point in the uncompressed form of X9.62; whether it lies on the curve is not checked here.
        point: [u8; 65],
    },
    /// A kind of key that is not known here.
    Unknown {
        /// The kind, if it is an integer.
        kty: Option<i64>,
    },
}

/// Why bytes do not begin with a COSE_Key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No acceptable CBOR.
    #[error("COSE key is not acceptable CBOR")]
    Cbor(#[from] cbor::Error),
    /// No map, or `kty` is missing or neither integer nor text.
    #[error("COSE key without a kind")]
    KindMissing,
    /// A parameter of a known kind is missing, or has another type or size.
    #[error("COSE key parameter {label} missing or malformed")]
    Parameter {
        /// The label of the parameter.
        label: i64,
    },
}

/// The key that `bytes` begin with, and what stands behind it.
pub fn parse_prefix(bytes: &[u8]) -> Result<(Key, &[u8]), Error> {
    let (map, rest) = cbor::parse_prefix(bytes, Keys::Labels)?;
    let kty = map.get_label(label::KTY).ok_or(Error::KindMissing)?;
    if kty.integer().is_none() && kty.text().is_none() {
        return Err(Error::KindMissing);
    }
    let key = match kty.integer() {
        Some(KTY_EC2) => ec2(map)?,
        other => Key::Unknown { kty: other },
    };
    Ok((key, rest))
}

fn ec2(map: Item<'_>) -> Result<Key, Error> {
    let integer = |label| {
        let value = map.get_label(label);
        value
            .map(|value| value.integer().ok_or(Error::Parameter { label }))
            .transpose()
    };
    let algorithm = integer(label::ALG)?;
    match integer(label::CRV)? {
        Some(CRV_P256) => {}
        Some(_) => return Ok(Key::Unknown { kty: Some(KTY_EC2) }),
        None => return Err(Error::Parameter { label: label::CRV }),
    }
    let mut point = [0; 65];
    let (form, coordinates) = point.split_at_mut(1);
    form.fill(4);
    for (label, half) in [label::X, label::Y]
        .into_iter()
        .zip(coordinates.chunks_exact_mut(32))
    {
        let coordinate = map.get_label(label).and_then(Item::bytes);
        let coordinate = coordinate.filter(|bytes| bytes.len() == 32);
        half.copy_from_slice(&coordinate.ok_or(Error::Parameter { label })?);
    }
    Ok(Key::P256 { algorithm, point })
}

#[cfg(test)]
mod tests;
