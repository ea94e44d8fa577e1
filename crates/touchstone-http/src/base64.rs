//! Decides what base64 is in a request: the standard alphabet with padding, canonical (no bits left over), no white space.

use data_encoding::BASE64;

/// The longest padding, in characters.
const PADDING_MAX: usize = 2;

/// The bytes of this text.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    // The decoder joins texts that are padded each ("AA==AA=="); only the end may be padded.
    let padding_at = text.find('=').unwrap_or(text.len());
    if text.len().saturating_sub(padding_at) > PADDING_MAX {
        return None;
    }
    BASE64.decode(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn another_spelling_of_the_same_bytes_is_refused() {
        for text in [
            "AA",
            "AA=",
            "AA===",
            "AB==",
            "AAB=",
            "AA==AA==",
            "AA==AAAA",
            "AAA=AAAA",
            "AAA=AA==",
            "=",
            "==",
            "====",
            "A===",
            "AA==\n",
            " AA==",
            "AA\n==",
            "-_8=",
            "AAAAA",
            "AAAA=",
            "AAAA==",
            "AA=A",
            "\u{e9}A==",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    #[test]
    fn canonical_text_is_decoded() {
        assert_eq!(decode(""), Some(vec![]));
        assert_eq!(decode("AA=="), Some(vec![0]));
        assert_eq!(decode("AAE="), Some(vec![0, 1]));
        assert_eq!(decode("+/8A"), Some(vec![0xfb, 0xff, 0]));
    }
}
