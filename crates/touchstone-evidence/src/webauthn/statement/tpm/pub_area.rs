//! Decides which key a TPM describes: the TPMT_PUBLIC in `pubArea` (TPM 2.0 Library part 2 section 12.2.4), check X2.

use super::algorithm;
use super::fields::{Fields, Malformed};

/// The exponent that a TPM writes as zero (part 2 section 12.2.3.5).
const RSA_EXPONENT_DEFAULT: u32 = 65_537;

/// A TPMT_PUBLIC of type RSA or ECC; everything borrows from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PubArea<'a> {
    /// nameAlg: the hash that its name is made with, as TPM_ALG_ID.
    pub name_algorithm: u16,
    /// The key.
    pub key: Key<'a>,
}

/// The key of a public area. Integers are big-endian, as the TPM wrote them: zeros may stand before them or be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// RSA.
    Rsa {
        /// The modulus.
        modulus: &'a [u8],
        /// The public exponent; zero has become 65,537.
        exponent: u32,
    },
    /// A point of an elliptic curve.
    Ecc {
        /// TPM_ECC_CURVE.
        curve: u16,
        /// Its first coordinate.
        x: &'a [u8],
        /// Its second coordinate.
        y: &'a [u8],
    },
}

impl<'a> PubArea<'a> {
    /// Reads the structure; nothing may stand behind it.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut fields = Fields::new(bytes);
        let kind = fields.u16()?;
        let name_algorithm = fields.u16()?;
        let _attributes = fields.u32()?;
        let _policy = fields.sized()?;
        symmetric(&mut fields)?;
        let key = match kind {
            algorithm::RSA => rsa(&mut fields)?,
            algorithm::ECC => ecc(&mut fields)?,
            _ => return Err(Malformed),
        };
        fields.finish()?;
        Ok(Self {
            name_algorithm,
            key,
        })
    }
}

/// TPMT_SYM_DEF_OBJECT: key bits and mode stand behind every cipher.
fn symmetric(fields: &mut Fields<'_>) -> Result<(), Malformed> {
    match fields.u16()? {
        algorithm::NULL => Ok(()),
        algorithm::TDES | algorithm::AES | algorithm::SM4 | algorithm::CAMELLIA => {
            let (_bits, _mode) = (fields.u16()?, fields.u16()?);
            Ok(())
        }
        _ => Err(Malformed),
    }
}

/// The rest of TPMS_RSA_PARMS, and TPM2B_PUBLIC_KEY_RSA.
fn rsa<'a>(fields: &mut Fields<'a>) -> Result<Key<'a>, Malformed> {
    match fields.u16()? {
        algorithm::NULL | algorithm::RSAES => {}
        algorithm::RSASSA | algorithm::RSAPSS | algorithm::OAEP => {
            let _hash = fields.u16()?;
        }
        _ => return Err(Malformed),
    }
    let _bits = fields.u16()?;
    let exponent = match fields.u32()? {
        0 => RSA_EXPONENT_DEFAULT,
        exponent => exponent,
    };
    let modulus = fields.sized()?;
    Ok(Key::Rsa { modulus, exponent })
}

/// The rest of TPMS_ECC_PARMS, and TPMS_ECC_POINT.
fn ecc<'a>(fields: &mut Fields<'a>) -> Result<Key<'a>, Malformed> {
    match fields.u16()? {
        algorithm::NULL => {}
        algorithm::ECDSA
        | algorithm::ECDH
        | algorithm::SM2
        | algorithm::ECSCHNORR
        | algorithm::ECMQV => {
            let _hash = fields.u16()?;
        }
        algorithm::ECDAA => {
            let (_hash, _count) = (fields.u16()?, fields.u16()?);
        }
        _ => return Err(Malformed),
    }
    let curve = fields.u16()?;
    match fields.u16()? {
        algorithm::NULL => {}
        algorithm::MGF1
        | algorithm::KDF1_SP800_56A
        | algorithm::KDF2
        | algorithm::KDF1_SP800_108 => {
            let _hash = fields.u16()?;
        }
        _ => return Err(Malformed),
    }
    let (x, y) = (fields.sized()?, fields.sized()?);
    Ok(Key::Ecc { curve, x, y })
}
