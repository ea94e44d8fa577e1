//! Decides how a known member of metadata is read: absent and `null` are the same, another type is an error.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::EntryError;
use crate::json::Value;

pub(super) fn text(object: &Value, name: &'static str) -> Result<Option<String>, EntryError> {
    let value = object.present(name);
    let text = value.map(|value| value.text().ok_or(EntryError::Member { name }));
    Ok(text.transpose()?.map(ToOwned::to_owned))
}

pub(super) fn unsigned(object: &Value, name: &'static str) -> Result<Option<i64>, EntryError> {
    let value = object.present(name);
    let number = value.map(|value| value.unsigned().ok_or(EntryError::Member { name }));
    number.transpose()
}

pub(super) fn elements<'v>(
    object: &'v Value,
    name: &'static str,
) -> Result<&'v [Value], EntryError> {
    let value = object.present(name);
    let elements = value.map(|value| value.elements().ok_or(EntryError::Member { name }));
    Ok(elements.transpose()?.unwrap_or_default())
}

pub(super) fn texts(object: &Value, name: &'static str) -> Result<Vec<String>, EntryError> {
    let elements = elements(object, name)?.iter();
    let text = |value: &Value| value.text().map(ToOwned::to_owned);
    let texts: Option<_> = elements.map(text).collect();
    texts.ok_or(EntryError::Member { name })
}
