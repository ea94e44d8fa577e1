//! Decides how bytes come in where WebAuthn writes base64url: without padding, as browsers do, or with it where it is right.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};
use touchstone_core::webauthn::decode_url_padded;

/// Bytes in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Base64Url(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for Base64Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let wrong = || D::Error::custom("must be base64url");
        decode_url_padded(&text).map(Self).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::Base64Url;

    fn read(text: &str) -> Option<Vec<u8>> {
        let read: Result<Base64Url, _> = from_value(json!(text));
        read.ok().map(|Base64Url(bytes)| bytes)
    }

    #[test]
    fn one_text_with_right_padding_or_none_is_bytes() {
        for (text, bytes) in [
            ("", ""),
            ("YQ", "a"),
            ("YQ==", "a"),
            ("YWI=", "ab"),
            ("YWJj", "abc"),
        ] {
            assert_eq!(read(text), Some(bytes.as_bytes().to_vec()), "{text}");
        }
        assert_eq!(read("-_8"), Some(vec![0xfb, 0xff]));
    }

    #[test]
    fn texts_put_together_wrong_padding_and_other_alphabets_are_refused() {
        for text in [
            "YQ==YQ==", "YQ==YQ", "YWI=YWI=", "YQ=", "YQ===", "YWJj=", "=", "====", "YR", "+/8",
            "YQ\n", " YQ", "Y",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
