//! Decides which modulus and exponent make an RSA key (spec webauthn.md section 4.2): the exponent odd and from 65,537
//! to 2^32 - 1. The size of the modulus is the verifier's to judge.

use alloc::vec::Vec;

const EXPONENT_MIN: u32 = 65_537;

/// The `RSAPublicKey` of PKCS #1 in DER; leading zero bytes are dropped.
pub(super) fn public_key(modulus: &[u8], exponent: &[u8]) -> Option<Vec<u8>> {
    let (modulus, exponent) = (significant(modulus), significant(exponent));
    let value = exponent.iter().try_fold(0_u32, |value, byte| {
        value.checked_mul(0x100)?.checked_add(u32::from(*byte))
    })?;
    if value < EXPONENT_MIN || value % 2 == 0 {
        return None;
    }
    let mut numbers = integer(modulus)?;
    numbers.extend(integer(exponent)?);
    element(0x30, &[], &numbers)
}

fn significant(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// An INTEGER; a number whose first bit is set gets a zero byte for its sign.
fn integer(number: &[u8]) -> Option<Vec<u8>> {
    let sign: &[u8] = match number.first()? {
        0x80.. => &[0],
        _ => &[],
    };
    element(0x02, sign, number)
}

fn element(tag: u8, prefix: &[u8], contents: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(prefix.len() + contents.len()).ok()?;
    let [high, low] = length.to_be_bytes();
    let head: &[u8] = match length {
        0..=0x7f => &[tag, low],
        0x80..=0xff => &[tag, 0x81, low],
        _ => &[tag, 0x82, high, low],
    };
    Some([head, prefix, contents].concat())
}

#[cfg(test)]
mod tests {
    use super::public_key;

    #[test]
    fn numbers_are_written_in_their_one_der_form() {
        let der = public_key(&[0, 0, 0x80, 1], &[0, 1, 0, 1]).unwrap();
        assert_eq!(der, b"\x30\x0a\x02\x03\x00\x80\x01\x02\x03\x01\x00\x01");
        let long = public_key(&[0x7f; 256], &[1, 0, 1]).unwrap();
        assert_eq!(long[..8], *b"\x30\x82\x01\x09\x02\x82\x01\x00");
    }

    #[test]
    fn exponents_are_odd_and_of_four_bytes() {
        let accepted = |exponent: &[u8]| public_key(&[0x7f; 256], exponent).is_some();
        for right in [
            &b"\x01\x00\x01"[..],
            b"\x00\x01\x00\x01",
            b"\xff\xff\xff\xff",
        ] {
            assert!(accepted(right), "{right:02x?}");
        }
        for wrong in [
            &b""[..],
            b"\x00",
            b"\x03",
            b"\xff\xff",
            b"\x01\x00\x00",
            b"\x01\x00\x02",
            b"\x01\x00\x00\x00\x01",
        ] {
            assert!(!accepted(wrong), "{wrong:02x?}");
        }
        assert!(public_key(&[], &[1, 0, 1]).is_none());
        assert!(public_key(&[0, 0], &[1, 0, 1]).is_none());
    }
}
