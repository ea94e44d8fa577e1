//! Decides whether a TPM's key is the credential's: check X3.

use super::pub_area::Key;
use crate::der::{Error, Reader, Tag};
use crate::signature::PublicKey;

/// TPM_ECC_NIST_P256 (TCG Algorithm Registry section 6.4).
const P256: u16 = 3;
/// TPM_ECC_NIST_P384.
const P384: u16 = 4;
/// TPM_ECC_NIST_P521.
const P521: u16 = 5;

/// Whether both are the same key; numbers are compared as numbers, however many zeros stand before them.
pub(super) fn is_same_key(key: &Key<'_>, credential: &PublicKey<'_>) -> bool {
    match (*key, credential) {
        (Key::Ecc { curve: P256, x, y }, PublicKey::P256(point)) => is_point(*point, x, y),
        (Key::Ecc { curve: P384, x, y }, PublicKey::P384(point)) => is_point(*point, x, y),
        (Key::Ecc { curve: P521, x, y }, PublicKey::P521(point)) => is_point(*point, x, y),
        (Key::Rsa { modulus, exponent }, PublicKey::Rsa(der)) => {
            rsa(der).is_ok_and(|(n, e)| is_same_number(n, modulus) && e == exponent)
        }
        _ => false,
    }
}

/// Whether an uncompressed point has these coordinates.
fn is_point(point: &[u8], x: &[u8], y: &[u8]) -> bool {
    let coordinates = point.get(1..).unwrap_or_default();
    let halves = coordinates.split_at_checked(coordinates.len() / 2);
    halves.is_some_and(|halves| is_same_number(halves.0, x) && is_same_number(halves.1, y))
}

/// Modulus and exponent of an `RSAPublicKey`.
fn rsa(der: &[u8]) -> Result<(&[u8], u32), Error> {
    let mut document = Reader::new(der);
    let mut numbers = document.open(Tag::SEQUENCE)?;
    let modulus = numbers.read(Tag::INTEGER)?.contents;
    Ok((modulus, numbers.read(Tag::INTEGER)?.unsigned()?))
}

fn is_same_number(left: &[u8], right: &[u8]) -> bool {
    let is_zero = |byte: &&u8| **byte == 0;
    left.iter()
        .skip_while(is_zero)
        .eq(right.iter().skip_while(is_zero))
}
