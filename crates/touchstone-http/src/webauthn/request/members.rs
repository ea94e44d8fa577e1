//! Decides what members are: read once from the body, asked by name and type.

use serde_json::{Map, Value};

use super::wrong::Wrong;
use crate::json;

/// How deep values may be nested; the body's object is the first level.
const NESTING_MAX: usize = 16;
/// The longest name of a user, and the longest display name, in bytes.
const NAME_BYTES_MAX: usize = 256;

/// The members of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Members<'a>(&'a Map<String, Value>);

/// The members of this body.
pub(super) fn parse(body: &[u8]) -> Result<Map<String, Value>, Wrong> {
    Ok(json::object(body, NESTING_MAX)?)
}

impl<'a> Members<'a> {
    /// Of this object.
    pub(super) const fn of(object: &'a Map<String, Value>) -> Self {
        Self(object)
    }

    /// The member, unless it is absent or null.
    pub(super) fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// An optional string that is one of few words.
    pub(super) fn word<T>(
        self,
        name: &str,
        field: &'static str,
        from_word: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Wrong> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let word = value.as_str().and_then(from_word);
        word.map(Some).ok_or(Wrong::field(field))
    }

    /// A string of at most 256 bytes without control characters.
    pub(super) fn name(
        self,
        name: &str,
        missing: &'static str,
        malformed: &'static str,
    ) -> Result<String, Wrong> {
        let value = self.get(name).ok_or(Wrong::new(missing))?;
        let text = value.as_str();
        let text =
            text.filter(|text| text.len() <= NAME_BYTES_MAX && !text.chars().any(char::is_control));
        text.map(str::to_owned).ok_or(Wrong::new(malformed))
    }

    /// The name of the user.
    pub(super) fn username(self) -> Result<String, Wrong> {
        self.name("username", "username_missing", "username_malformed")
    }
}
