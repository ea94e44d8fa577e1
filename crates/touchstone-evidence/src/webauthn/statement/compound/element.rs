//! Decides whether an element has its shape: check O1.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::{Error, Fault};
use crate::cbor::Item;
use crate::limits::{COMPOUND_ELEMENTS_MAX, COMPOUND_ELEMENTS_MIN};
use crate::webauthn::Format;

/// An element: a statement with its format.
pub(super) struct Element<'a> {
    /// `fmt`.
    pub(super) format: Cow<'a, str>,
    /// `attStmt`, a map.
    pub(super) statement: Item<'a>,
}

/// The elements of a statement, all of the right shape and none of them compound.
pub(super) fn parse(statement: Item<'_>) -> Result<Vec<Element<'_>>, Error> {
    let mut elements = Vec::new();
    for (position, item) in statement.elements().into_iter().flatten().enumerate() {
        let malformed = |source| Error::ElementMalformed { position, source };
        if position >= COMPOUND_ELEMENTS_MAX {
            return Err(malformed(Fault::TooMany));
        }
        item.entries().ok_or(malformed(Fault::NotAMap))?;
        let format = item.get("fmt").and_then(Item::text);
        let format = format.ok_or(malformed(Fault::Format))?;
        if format == Format::Compound.name() {
            return Err(Error::Nested { position });
        }
        let statement = item.get("attStmt");
        let statement = statement.filter(|statement| statement.entries().is_some());
        let statement = statement.ok_or(malformed(Fault::Statement))?;
        elements.push(Element { format, statement });
    }
    let count = elements.len();
    if count < COMPOUND_ELEMENTS_MIN {
        return Err(Error::TooShort { count });
    }
    Ok(elements)
}
