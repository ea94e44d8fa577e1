//! Decides which RSA keys are large enough to be trusted, and not so large that they cost too much (spec mobile.md
//! section 8). The library looks at the size when it verifies, not when it parses.

use crate::der::{Error, Reader, Tag};
use crate::limits::{RSA_BITS_MAX, RSA_BITS_MIN};

/// Whether the modulus of an `RSAPublicKey` has 2,048 to 8,192 bits.
pub(super) fn has_allowed_size(key: &[u8]) -> bool {
    modulus_bits(key).is_ok_and(|bits| (RSA_BITS_MIN..=RSA_BITS_MAX).contains(&bits))
}

fn modulus_bits(key: &[u8]) -> Result<usize, Error> {
    let mut document = Reader::new(key);
    let mut numbers = document.open(Tag::SEQUENCE)?;
    document.finish()?;
    let modulus = numbers.read(Tag::INTEGER)?.contents;
    let zeros: u32 = match modulus {
        [0, first, ..] | [first, ..] => first.leading_zeros(),
        [] => return Err(Error::ValueMalformed),
    };
    let bytes = modulus.strip_prefix(&[0]).unwrap_or(modulus).len();
    let zeros = usize::try_from(zeros).map_err(|_| Error::ValueMalformed)?;
    (bytes * 8).checked_sub(zeros).ok_or(Error::ValueMalformed)
}

#[cfg(test)]
mod tests {
    use super::has_allowed_size;

    /// An `RSAPublicKey` with a modulus of that many bits, all set.
    fn key(bits: usize) -> Vec<u8> {
        let mut modulus = vec![0xff; bits.div_ceil(8)];
        modulus[0] >>= (8 - bits % 8) % 8;
        if modulus[0] & 0x80 != 0 {
            modulus.insert(0, 0);
        }
        let long = |tag: u8, contents: &[u8]| {
            let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
            [&[tag, 0x82], length.as_slice(), contents].concat()
        };
        long(0x30, &[long(0x02, &modulus), vec![2, 1, 3]].concat())
    }

    #[test]
    fn sizes_from_2048_to_8192_bits_are_allowed() {
        for bits in [2_048, 2_049, 3_072, 4_096, 8_191, 8_192] {
            assert!(has_allowed_size(&key(bits)), "{bits}");
        }
        for bits in [1_024, 2_040, 2_047, 8_193, 8_200, 16_384] {
            assert!(!has_allowed_size(&key(bits)), "{bits}");
        }
    }

    #[test]
    fn what_is_no_key_has_no_size() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 0],
            &[0x30, 2, 2, 0],
            &[0x30, 3, 2, 1, 0],
            &[5, 0],
        ] {
            assert!(!has_allowed_size(bytes), "{bytes:02x?}");
        }
    }
}
