//! Decides how bytes come in where WebAuthn writes base64url: without padding, as browsers do, or with it where it is right.

use std::borrow::Cow;

use data_encoding::{BASE64URL, BASE64URL_NOPAD};
use serde::de::{Deserialize, Deserializer, Error};

/// Bytes in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Base64Url(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for Base64Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let decoded = match text.ends_with('=') {
            true => BASE64URL.decode(text.as_bytes()),
            false => BASE64URL_NOPAD.decode(text.as_bytes()),
        };
        decoded
            .map(Self)
            .map_err(|_| D::Error::custom("must be base64url"))
    }
}
