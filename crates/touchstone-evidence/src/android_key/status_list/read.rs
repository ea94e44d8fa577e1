//! Decides what a status list says, entry by entry as the text is read: nothing is kept but serial numbers and their standing.

use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::de::MapAccess;

use super::{Standing, StatusListError, serial};
use crate::json::{MemberReader, MemberValue};
use crate::limits::STATUS_LIST_ENTRIES_MAX;

/// The entries of a list.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) by_serial: BTreeMap<String, Standing>,
    pub(super) count: usize,
    /// A key is no serial number.
    has_bad_key: bool,
}

/// The list: an object with the one object `entries`.
#[derive(Default)]
pub(super) struct List {
    entries: Option<Result<Entries, StatusListError>>,
}

impl MemberReader for List {
    type Value = Result<Entries, StatusListError>;

    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: MemberValue<'_, A>,
    ) -> Result<(), A::Error> {
        if name != "entries" {
            return value.skip();
        }
        let entries = value.read(Entries::default())?;
        // Which of two would count?
        let is_first = self.entries.is_none();
        self.entries = Some(entries.and_then(|entries| {
            is_first
                .then_some(entries)
                .ok_or(StatusListError::EntriesRepeated)
        }));
        Ok(())
    }

    fn finish(self, _: bool) -> Self::Value {
        self.entries.unwrap_or(Err(StatusListError::EntriesMissing))
    }
}

impl MemberReader for Entries {
    type Value = Result<Self, StatusListError>;

    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        value: MemberValue<'_, A>,
    ) -> Result<(), A::Error> {
        let standing = value.read(Entry::default())?;
        let Some(hexadecimal) = serial::from_hexadecimal(key) else {
            self.has_bad_key = true;
            return Ok(());
        };
        self.count += 1;
        if self.count > STATUS_LIST_ENTRIES_MAX {
            return Ok(());
        }
        for serial in serial::from_decimal(key).into_iter().chain([hexadecimal]) {
            let known = self.by_serial.entry(serial).or_insert(Standing::Good);
            *known = standing.max(*known);
        }
        Ok(())
    }

    fn finish(self, is_object: bool) -> Self::Value {
        if !is_object {
            return Err(StatusListError::EntriesMissing);
        }
        if self.has_bad_key {
            return Err(StatusListError::Key);
        }
        if self.count > STATUS_LIST_ENTRIES_MAX {
            return Err(StatusListError::TooManyEntries);
        }
        Ok(self)
    }
}

/// One entry: of several statuses the gravest counts, and what is not `REVOKED` is suspended.
#[derive(Default)]
struct Entry {
    is_revoked: bool,
}

impl MemberReader for Entry {
    type Value = Standing;

    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: MemberValue<'_, A>,
    ) -> Result<(), A::Error> {
        if name != "status" {
            return value.skip();
        }
        self.is_revoked |= value.read(Status::default())?;
        Ok(())
    }

    fn finish(self, _: bool) -> Standing {
        if self.is_revoked {
            Standing::Revoked
        } else {
            Standing::Suspended
        }
    }
}

/// Whether a status is the text `REVOKED`.
#[derive(Default)]
struct Status {
    is_revoked: bool,
}

impl MemberReader for Status {
    type Value = bool;

    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        _: &str,
        value: MemberValue<'_, A>,
    ) -> Result<(), A::Error> {
        value.skip()
    }

    fn text(&mut self, text: &str) {
        self.is_revoked = text == "REVOKED";
    }

    fn finish(self, _: bool) -> bool {
        self.is_revoked
    }
}
