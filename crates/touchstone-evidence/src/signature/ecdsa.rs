//! Decides which bytes are an ECDSA signature before the library sees them: one DER SEQUENCE of two positive INTEGERs,
//! each in its one form, with nothing inside or behind (RFC 3279 section 2.2.3; ITU-T X.690 section 8.3).

use crate::der::{Error, Reader, Tag};

/// Whether the signature is in its one DER form, with r and s above zero. That they are below the order of the curve
/// is the library's to say.
pub(super) fn is_strict(signature: &[u8]) -> bool {
    read(signature).is_ok_and(|both| both.into_iter().all(is_positive))
}

fn read(signature: &[u8]) -> Result<[&[u8]; 2], Error> {
    let mut document = Reader::new(signature);
    let mut numbers = document.open(Tag::SEQUENCE)?;
    document.finish()?;
    let r = numbers.read(Tag::INTEGER)?.contents;
    let s = numbers.read(Tag::INTEGER)?.contents;
    numbers.finish()?;
    Ok([r, s])
}

/// Above zero, with a leading zero byte only where the sign bit needs it.
fn is_positive(integer: &[u8]) -> bool {
    match integer {
        [0, next, ..] => next & 0x80 != 0,
        [first, ..] => (1..0x80).contains(first),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_strict;

    #[test]
    fn two_positive_integers_in_their_one_form_are_taken() {
        for right in [
            &b"\x30\x06\x02\x01\x01\x02\x01\x7f"[..],
            b"\x30\x08\x02\x02\x00\x80\x02\x02\x01\x00",
        ] {
            assert!(is_strict(right), "{right:02x?}");
        }
    }

    #[test]
    fn every_other_form_is_refused() {
        for wrong in [
            &b""[..],
            b"\x30\x00",
            b"\x30\x03\x02\x01\x01",
            // trailing bytes behind, inside
            b"\x30\x06\x02\x01\x01\x02\x01\x01\x00",
            b"\x30\x08\x02\x01\x01\x02\x01\x01\x05\x00",
            b"\x30\x09\x02\x01\x01\x02\x01\x01\x02\x01\x01",
            // zero, negative, empty
            b"\x30\x06\x02\x01\x00\x02\x01\x01",
            b"\x30\x06\x02\x01\x01\x02\x01\x80",
            b"\x30\x05\x02\x00\x02\x01\x01",
            // over-long integer and lengths, indefinite length
            b"\x30\x07\x02\x02\x00\x01\x02\x01\x01",
            b"\x30\x81\x06\x02\x01\x01\x02\x01\x01",
            b"\x30\x07\x02\x81\x01\x01\x02\x01\x01",
            b"\x30\x80\x02\x01\x01\x02\x01\x01\x00\x00",
            // other types
            b"\x31\x06\x02\x01\x01\x02\x01\x01",
            b"\x30\x06\x02\x01\x01\x0a\x01\x01",
        ] {
            assert!(!is_strict(wrong), "{wrong:02x?}");
        }
    }
}
