//! Decides how one member of `token` is read: exact type, size within bounds, `null` as absent (spec mobile.md T4).

use alloc::borrow::Cow;
use core::ops::RangeInclusive;

use super::error::{Error, Fault};
use crate::cbor::Item;

/// The members of `token`.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    token: Item<'a>,
}

/// The error for a member that is missing or out of range.
pub(super) const fn fault(member: &'static str) -> Error {
    Error::Malformed(Fault::Token(member))
}

impl<'a> Fields<'a> {
    /// The members of `token` in `document`, which must be a map.
    pub(super) fn of(document: Item<'a>) -> Result<Self, Error> {
        let token = document
            .get("token")
            .filter(|token| token.entries().is_some());
        token.map(|token| Self { token }).ok_or(fault("token"))
    }

    /// The member, unless it is missing or `null`.
    pub(super) fn present(self, member: &str) -> Option<Item<'a>> {
        self.token.get(member).filter(|value| !value.is_null())
    }

    /// A byte string within `size`, or absent.
    pub(super) fn optional_bytes(
        self,
        member: &'static str,
        size: RangeInclusive<usize>,
    ) -> Result<Option<Cow<'a, [u8]>>, Error> {
        let Some(value) = self.present(member) else {
            return Ok(None);
        };
        let bytes = value.bytes().filter(|bytes| size.contains(&bytes.len()));
        bytes.map(Some).ok_or(fault(member))
    }

    /// A byte string within `size`.
    pub(super) fn bytes(
        self,
        member: &'static str,
        size: RangeInclusive<usize>,
    ) -> Result<Cow<'a, [u8]>, Error> {
        self.optional_bytes(member, size)?.ok_or(fault(member))
    }

    /// A byte string of exactly `N` bytes.
    pub(super) fn array<const N: usize>(self, member: &'static str) -> Result<[u8; N], Error> {
        <[u8; N]>::try_from(self.bytes(member, N..=N)?.as_ref()).map_err(|_| fault(member))
    }

    /// Text within `size` bytes.
    pub(super) fn text(
        self,
        member: &'static str,
        size: RangeInclusive<usize>,
    ) -> Result<Cow<'a, str>, Error> {
        let text = self.token.get(member).and_then(Item::text);
        text.filter(|text| size.contains(&text.len()))
            .ok_or(fault(member))
    }

    /// A truth value, or absent.
    pub(super) fn optional_boolean(self, member: &'static str) -> Result<Option<bool>, Error> {
        let Some(value) = self.present(member) else {
            return Ok(None);
        };
        value.boolean().map(Some).ok_or(fault(member))
    }
}
