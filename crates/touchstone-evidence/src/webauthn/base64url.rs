//! Decides which base64url a message may hold (spec webauthn.md E4): the URL alphabet, unused bits zero, never empty;
//! padding by the profile (section 2.7).

use alloc::vec::Vec;

use crate::jose::{decode_url, decode_url_padded};

/// What is done with `=` at the end of base64url.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Padding {
    /// It is refused.
    Refused,
    /// Exactly as much as RFC 4648 section 3.2 asks for is taken, as is none.
    Tolerated,
}

/// The bytes; `None` when the text is empty or another text than its bytes have.
pub(super) fn decode(text: &str, padding: Padding) -> Option<Vec<u8>> {
    let bytes = match padding {
        Padding::Tolerated => decode_url_padded(text),
        Padding::Refused => decode_url(text),
    };
    bytes.filter(|bytes| !bytes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Padding, decode};

    #[test]
    fn canonical_text_is_taken_whatever_the_padding() {
        for padding in [Padding::Refused, Padding::Tolerated] {
            assert_eq!(decode("-_8", padding), Some(vec![0xfb, 0xff]));
            assert_eq!(decode("YWJj", padding), Some(b"abc".to_vec()));
        }
    }

    #[test]
    fn right_padding_is_taken_only_where_it_is_tolerated() {
        assert_eq!(decode("YQ==", Padding::Tolerated), Some(b"a".to_vec()));
        for wrong in ["YQ=", "YQ===", "YWJj=", "YQ==YQ==", "=", "=="] {
            assert_eq!(decode(wrong, Padding::Tolerated), None, "{wrong}");
        }
        assert_eq!(decode("YQ==", Padding::Refused), None);
    }

    #[test]
    fn nothing_and_other_alphabets_are_refused() {
        for wrong in ["", "a+b/", "YQ\n", " YQ", "YR", "Y", "é"] {
            assert_eq!(decode(wrong, Padding::Tolerated), None, "{wrong:?}");
        }
    }
}
