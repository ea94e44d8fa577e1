//! Decides how members of the payload are read: absent and `null` are the same, another type or a text or list beyond its
//! limit is a fault. A judged member of a wrong type must not pass for an absent one.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Fault;
use crate::json::Value;
use crate::limits::{VERDICT_LIST_MAX, VERDICT_TEXT_BYTES_MAX};

/// An object of the payload; one that is absent has no members.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    object: Option<&'a Value>,
}

impl<'a> Members<'a> {
    /// The members of an object that must be there.
    pub(super) fn of(value: Option<&'a Value>, name: &'static str) -> Result<Self, Fault> {
        let object = value.filter(|value| value.members().is_some());
        object.ok_or(Fault::Member(name)).map(|object| Self {
            object: Some(object),
        })
    }

    fn present(self, name: &str) -> Option<&'a Value> {
        self.object.and_then(|object| object.present(name))
    }

    /// An object that may be absent.
    pub(super) fn object(self, name: &'static str) -> Result<Self, Fault> {
        match self.present(name) {
            None => Ok(Self { object: None }),
            value => Self::of(value, name),
        }
    }

    fn optional<T>(
        self,
        name: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let value = self.present(name);
        value.map_or(Ok(None), |value| {
            read(value).map(Some).ok_or(Fault::Member(name))
        })
    }

    /// A text.
    pub(super) fn text(self, name: &'static str) -> Result<Option<String>, Fault> {
        self.optional(name, text)
    }

    /// A list of texts; absent = empty.
    pub(super) fn texts(self, name: &'static str) -> Result<Vec<String>, Fault> {
        let read = |value: &Value| {
            let elements = value.elements()?;
            let bounded = elements.len() <= VERDICT_LIST_MAX;
            bounded.then(|| elements.iter().map(text).collect())?
        };
        self.optional(name, read).map(Option::unwrap_or_default)
    }

    /// A truth value.
    pub(super) fn boolean(self, name: &'static str) -> Result<Option<bool>, Fault> {
        self.optional(name, Value::boolean)
    }

    /// An integer from 0 to 2^63 - 1, as text or number.
    pub(super) fn unsigned(self, name: &'static str) -> Result<Option<i64>, Fault> {
        self.optional(name, Value::unsigned)
    }

    /// A text, or an integer from 0 to 2^63 - 1 as a number, as text.
    pub(super) fn number_text(self, name: &'static str) -> Result<Option<String>, Fault> {
        self.optional(name, |value| match value {
            Value::Text(_) => text(value),
            _ => value.unsigned().map(|number| number.to_string()),
        })
    }
}

fn text(value: &Value) -> Option<String> {
    let text = value.text()?;
    let bounded = text.len() <= VERDICT_TEXT_BYTES_MAX;
    bounded.then(|| text.to_owned())
}
