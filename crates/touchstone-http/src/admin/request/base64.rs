//! Decides how bytes come in: standard base64 with padding. They can be a secret: they are wiped when dropped, and have no `Debug`.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};
use zeroize::Zeroizing;

use crate::base64;

/// Bytes in a body.
pub(crate) struct Base64(pub(crate) Zeroizing<Vec<u8>>);

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = base64::decode(&text);
        let bytes =
            bytes.ok_or_else(|| D::Error::custom("must be standard base64 with padding"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}
