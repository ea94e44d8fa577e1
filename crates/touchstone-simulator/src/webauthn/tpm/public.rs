//! How does a TPM describe a public key? TPMT_PUBLIC (TPM 2.0 Part 2, 12.2.4), every field of which can be
//! changed.

use crate::key::{Hash, SigningKey};

/// `TPM_ALG_NULL`.
pub const ALG_NULL: u16 = 0x0010;
/// `TPM_ALG_SHA1`.
pub const ALG_SHA1: u16 = 0x0004;
/// `TPM_ALG_SHA256`.
pub const ALG_SHA256: u16 = 0x000b;
/// `TPM_ALG_SHA384`.
pub const ALG_SHA384: u16 = 0x000c;
/// `TPM_ALG_SHA512`.
pub const ALG_SHA512: u16 = 0x000d;
const ALG_RSA: u16 = 0x0001;
const ALG_ECC: u16 = 0x0023;
/// fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, noDA, sign.
const OBJECT_ATTRIBUTES: u32 = 0x0004_0472;

/// The public area of an object in a TPM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TpmPublic {
    /// `type`; at first that of the key.
    pub kind: u16,
    /// The hash of the object's name.
    pub name_alg: u16,
    /// Bits of what the object may do.
    pub object_attributes: u32,
    /// A digest, or nothing.
    pub auth_policy: Vec<u8>,
    /// `symmetric`: the algorithm, and for any but NULL the numbers behind it (key bits and mode).
    pub symmetric: (u16, Vec<u16>),
    /// `scheme`: the algorithm, and for any but NULL its hash.
    pub scheme: (u16, Vec<u16>),
    /// The key.
    pub key: TpmKey,
    /// Bytes behind the end.
    pub trailing: Vec<u8>,
}

/// Parameters and `unique` of a public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TpmKey {
    /// RSA.
    Rsa {
        /// Bits of the modulus.
        key_bits: u16,
        /// 0 means 65537.
        exponent: u32,
        /// Unsigned, big-endian.
        modulus: Vec<u8>,
    },
    /// ECC.
    Ecc {
        /// `TPM_ECC_CURVE`: 3, 4 and 5 are P-256, P-384 and P-521.
        curve: u16,
        /// `kdf`: the algorithm, and for any but NULL its hash.
        kdf: (u16, Vec<u16>),
        /// Unsigned, big-endian; leading zeros may be left out.
        x: Vec<u8>,
        /// Likewise.
        y: Vec<u8>,
    },
}

impl TpmPublic {
    /// The area of this key as a TPM writes it, named by SHA-256; `None` for a kind of key that no TPM of
    /// the table has.
    pub(in crate::webauthn) fn of(key: &SigningKey) -> Option<Self> {
        let key = match key.rsa_parts() {
            Some((modulus, _exponent)) => TpmKey::Rsa {
                key_bits: u16::try_from(modulus.len().saturating_mul(8)).ok()?,
                exponent: 0,
                modulus,
            },
            None => ecc(key)?,
        };
        Some(Self {
            kind: match key {
                TpmKey::Rsa { .. } => ALG_RSA,
                TpmKey::Ecc { .. } => ALG_ECC,
            },
            name_alg: ALG_SHA256,
            object_attributes: OBJECT_ATTRIBUTES,
            auth_policy: Vec::new(),
            symmetric: (ALG_NULL, Vec::new()),
            scheme: (ALG_NULL, Vec::new()),
            key,
            trailing: Vec::new(),
        })
    }

    /// The area's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(self.kind.to_be_bytes());
        out.extend(self.name_alg.to_be_bytes());
        out.extend(self.object_attributes.to_be_bytes());
        sized(&mut out, &self.auth_policy);
        detailed(&mut out, &self.symmetric);
        detailed(&mut out, &self.scheme);
        match &self.key {
            TpmKey::Rsa {
                key_bits,
                exponent,
                modulus,
            } => {
                out.extend(key_bits.to_be_bytes());
                out.extend(exponent.to_be_bytes());
                sized(&mut out, modulus);
            }
            TpmKey::Ecc { curve, kdf, x, y } => {
                out.extend(curve.to_be_bytes());
                detailed(&mut out, kdf);
                sized(&mut out, x);
                sized(&mut out, y);
            }
        }
        out.extend_from_slice(&self.trailing);
        out
    }

    /// The object's name: `name_alg` and the area's digest. A hash that is not in the table digests as
    /// SHA-256.
    #[must_use]
    pub fn name(&self) -> Vec<u8> {
        name(self.name_alg, self.name_alg, &self.encode())
    }
}

/// A name that says one hash and is made with another.
pub(in crate::webauthn) fn name(said: u16, made_with: u16, area: &[u8]) -> Vec<u8> {
    let digest = match made_with {
        ALG_SHA1 => Hash::Sha1.digest(area),
        ALG_SHA384 => Hash::Sha384.digest(area),
        ALG_SHA512 => Hash::Sha512.digest(area),
        _ => Hash::Sha256.digest(area),
    };
    [&said.to_be_bytes(), digest.as_slice()].concat()
}

/// A TPM2B: two bytes of length, then the bytes, of which there are never more than that.
pub(super) fn sized(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    out.extend(length.to_be_bytes());
    out.extend(bytes.iter().take(usize::from(length)));
}

fn detailed(out: &mut Vec<u8>, (algorithm, details): &(u16, Vec<u16>)) {
    out.extend(algorithm.to_be_bytes());
    out.extend(details.iter().flat_map(|detail| detail.to_be_bytes()));
}

fn ecc(key: &SigningKey) -> Option<TpmKey> {
    let curve = match key {
        SigningKey::P256(_) => 3,
        SigningKey::P384(_) => 4,
        SigningKey::P521(_) => 5,
        _ => return None,
    };
    let point = key.subject_public_key();
    let (_uncompressed, coordinates) = point.split_first()?;
    let (x, y) = coordinates.split_at(coordinates.len() / 2);
    Some(TpmKey::Ecc {
        curve,
        kdf: (ALG_NULL, Vec::new()),
        x: x.to_vec(),
        y: y.to_vec(),
    })
}
