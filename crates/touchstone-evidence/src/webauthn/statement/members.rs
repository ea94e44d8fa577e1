//! Decides how the members of a statement are read: the rules that every format shares (spec webauthn.md section 4.3).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::Error;
use crate::cbor::Item;
use crate::limits::WEBAUTHN_X5C_MAX;

/// The members of one statement; unknown ones are ignored.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    statement: Item<'a>,
    /// The check that a missing or malformed member fails.
    check: &'static str,
}

impl<'a> Members<'a> {
    /// Over `attStmt`, a map.
    pub(super) const fn new(statement: Item<'a>, check: &'static str) -> Self {
        Self { statement, check }
    }

    /// The member, if it is there.
    pub(super) fn optional(&self, field: &'static str) -> Option<Item<'a>> {
        self.statement.get(field)
    }

    fn required<T>(
        &self,
        field: &'static str,
        read: impl FnOnce(Item<'a>) -> Option<T>,
    ) -> Result<T, Error> {
        let check = self.check;
        let member = self.optional(field);
        let member = member.ok_or(Error::FieldMissing { check, field })?;
        read(member).ok_or(Error::FieldMalformed { check, field })
    }

    /// An integer. One beyond 64 bits names no algorithm, nor anything else that is known here.
    pub(super) fn integer(&self, field: &'static str) -> Result<i64, Error> {
        self.required(field, Item::integer)
    }

    /// A byte string that is not empty.
    pub(super) fn bytes(&self, field: &'static str) -> Result<Cow<'a, [u8]>, Error> {
        self.required(field, bytes)
    }

    /// A text that is not empty.
    pub(super) fn text(&self, field: &'static str) -> Result<Cow<'a, str>, Error> {
        let text = |item: Item<'a>| item.text().filter(|text| !text.is_empty());
        self.required(field, text)
    }

    /// `x5c`: 1 to 8 byte strings, leaf first.
    pub(super) fn x5c(&self) -> Result<Vec<Cow<'a, [u8]>>, Error> {
        self.required("x5c", |item| {
            let chain = item.elements()?.map(bytes);
            let chain: Option<Vec<_>> = chain.collect();
            chain.filter(|chain| (1..=WEBAUTHN_X5C_MAX).contains(&chain.len()))
        })
    }
}

fn bytes(item: Item<'_>) -> Option<Cow<'_, [u8]>> {
    item.bytes().filter(|bytes| !bytes.is_empty())
}
