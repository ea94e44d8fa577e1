//! Decides how times come in: RFC 3339 with any offset.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};
use touchstone_core::Timestamp;

/// A time in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rfc3339(pub(crate) Timestamp);

impl<'de> Deserialize<'de> for Rfc3339 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}
