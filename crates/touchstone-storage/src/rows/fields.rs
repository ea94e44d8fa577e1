//! Decides how a column becomes a value: in order, each with the name that an error tells.

use std::str::FromStr;

use touchstone_core::Timestamp;
use touchstone_core::ports::StoreError;

/// A row of any engine. The outer `None` says that the column is not of this type.
pub(crate) trait Row {
    fn text(&self, index: usize) -> Option<Option<String>>;
    fn integer(&self, index: usize) -> Option<Option<i64>>;
    fn blob(&self, index: usize) -> Option<Option<Vec<u8>>>;
    fn flag(&self, index: usize) -> Option<Option<bool>>;
}

/// What is stored cannot be read.
pub(crate) const fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { what }
}

/// The columns of a row, from left to right.
pub(crate) struct Fields<'row> {
    row: &'row dyn Row,
    index: usize,
}

type Read<T> = Result<T, StoreError>;

impl<'row> Fields<'row> {
    pub(crate) fn new(row: &'row dyn Row) -> Self {
        Self { row, index: 0 }
    }

    fn next(&mut self) -> usize {
        let index = self.index;
        self.index = index.saturating_add(1);
        index
    }

    pub(crate) fn optional_text(&mut self, what: &'static str) -> Read<Option<String>> {
        let index = self.next();
        self.row.text(index).ok_or(corrupt(what))
    }

    pub(crate) fn text(&mut self, what: &'static str) -> Read<String> {
        self.optional_text(what)?.ok_or(corrupt(what))
    }

    pub(crate) fn optional_blob(&mut self, what: &'static str) -> Read<Option<Vec<u8>>> {
        let index = self.next();
        self.row.blob(index).ok_or(corrupt(what))
    }

    pub(crate) fn blob(&mut self, what: &'static str) -> Read<Vec<u8>> {
        self.optional_blob(what)?.ok_or(corrupt(what))
    }

    pub(crate) fn bytes<const N: usize>(&mut self, what: &'static str) -> Read<[u8; N]> {
        self.optional_bytes(what)?.ok_or(corrupt(what))
    }

    pub(crate) fn optional_bytes<const N: usize>(
        &mut self,
        what: &'static str,
    ) -> Read<Option<[u8; N]>> {
        let blob = self.optional_blob(what)?;
        blob.map(|blob| blob.try_into().map_err(|_| corrupt(what)))
            .transpose()
    }

    /// An integer of a smaller range, such as a counter or a version.
    pub(crate) fn number<T: TryFrom<i64>>(&mut self, what: &'static str) -> Read<T> {
        self.optional_number(what)?.ok_or(corrupt(what))
    }

    pub(crate) fn optional_number<T: TryFrom<i64>>(
        &mut self,
        what: &'static str,
    ) -> Read<Option<T>> {
        let index = self.next();
        let integer = self.row.integer(index).ok_or(corrupt(what))?;
        integer
            .map(|integer| T::try_from(integer).map_err(|_| corrupt(what)))
            .transpose()
    }

    pub(crate) fn time(&mut self, what: &'static str) -> Read<Timestamp> {
        self.number(what).map(Timestamp::from_unix_ms)
    }

    pub(crate) fn optional_time(&mut self, what: &'static str) -> Read<Option<Timestamp>> {
        let unix_ms = self.optional_number(what)?;
        Ok(unix_ms.map(Timestamp::from_unix_ms))
    }

    /// A word with a meaning, such as an identifier.
    pub(crate) fn parsed<T: FromStr>(&mut self, what: &'static str) -> Read<T> {
        self.optional_parsed(what)?.ok_or(corrupt(what))
    }

    pub(crate) fn optional_parsed<T: FromStr>(&mut self, what: &'static str) -> Read<Option<T>> {
        let text = self.optional_text(what)?;
        text.map(|text| text.parse().map_err(|_| corrupt(what)))
            .transpose()
    }

    pub(crate) fn flag(&mut self, what: &'static str) -> Read<bool> {
        self.optional_flag(what)?.ok_or(corrupt(what))
    }

    pub(crate) fn optional_flag(&mut self, what: &'static str) -> Read<Option<bool>> {
        let index = self.next();
        self.row.flag(index).ok_or(corrupt(what))
    }

    /// Texts, as `words_json` writes them.
    pub(crate) fn words(&mut self, what: &'static str) -> Read<Vec<String>> {
        serde_json::from_str(&self.text(what)?).map_err(|_| corrupt(what))
    }
}
