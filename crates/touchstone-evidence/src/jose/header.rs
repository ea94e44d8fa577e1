//! Decides what a header says (RFC 7515 section 4, RFC 7516 section 4), without obeying it.

use alloc::vec::Vec;
use core::ops::RangeInclusive;

use super::Error;
use super::base64::decode_standard;
use crate::json::{self, Value};

/// The protected header of a token: a JSON object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    members: Value,
}

impl Header {
    /// Reads the bytes of the first part, which are not longer than its text was.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let members = json::parse(bytes, bytes.len()).map_err(Error::Header)?;
        if members.members().is_none() {
            return Err(Error::HeaderNotAnObject);
        }
        Ok(Self { members })
    }

    /// The member as text; `None` when it is absent or of another type.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.members.get(name).and_then(Value::text)
    }

    /// Whether there is a member of this name, whatever its value.
    pub fn has(&self, name: &str) -> bool {
        self.members.get(name).is_some()
    }

    /// The certificates of `x5c` in DER, leaf first (RFC 7515 section 4.1.6); `None` when their number is out of range or
    /// one is not standard base64 with padding.
    pub fn x5c(&self, count: RangeInclusive<usize>) -> Option<Vec<Vec<u8>>> {
        let certificates = self.members.get("x5c").and_then(Value::elements)?;
        if !count.contains(&certificates.len()) {
            return None;
        }
        let decoded = |value: &Value| value.text().and_then(decode_standard);
        certificates.iter().map(decoded).collect()
    }
}
