//! Decides which attestation keys Google has withdrawn: the status list (spec mobile.md section 7.2), a JSON object
//! `{"entries":{"<serial>":{"status":"REVOKED"|"SUSPENDED",..}}}`.
//!
//! A serial number is written in hexadecimal. One of decimal digits only is read as a decimal number too, as older
//! entries are; genuine serial numbers can look like both, so both are withdrawn.

mod read;
mod serial;

use alloc::collections::BTreeMap;
use alloc::string::String;

use crate::digest::{Sha256, sha256};
use crate::json;
use crate::limits::STATUS_LIST_BYTES_MAX;

pub use serial::serial_text;

/// What the list says of a certificate; ordered from harmless to grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not on the list.
    Good,
    /// On the list with any status but `REVOKED`.
    Suspended,
    /// On the list as `REVOKED`.
    Revoked,
}

/// A status list.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusList {
    /// By serial number as [`serial_text`] writes it.
    by_serial: BTreeMap<String, Standing>,
    entries: usize,
    digest: Sha256,
}

/// Why a text is no status list; the one in force stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusListError {
    /// No acceptable JSON.
    #[error("status list is not acceptable JSON")]
    Json(#[from] json::Error),
    /// No object `entries`.
    #[error("status list without an object \"entries\"")]
    EntriesMissing,
    /// More than one member `entries`.
    #[error("status list with more than one \"entries\"")]
    EntriesRepeated,
    /// More entries than are kept.
    #[error("status list with too many entries")]
    TooManyEntries,
    /// A key that is neither hexadecimal nor decimal, or longer than any serial number.
    #[error("status list with a key that is no serial number")]
    Key,
}

impl StatusListError {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        "status_list_malformed"
    }
}

impl StatusList {
    /// Reads a list of at most 16 MiB. Members that are unknown here are ignored. The text is not kept: a list of 10,000
    /// entries takes about a megabyte.
    pub fn parse(json: &[u8]) -> Result<Self, StatusListError> {
        let entries = json::walk(json, STATUS_LIST_BYTES_MAX, read::List::default())??;
        Ok(Self {
            by_serial: entries.by_serial,
            entries: entries.count,
            digest: sha256(&[json]),
        })
    }

    /// The standing of a certificate by its serial number, as its INTEGER holds it.
    pub fn standing(&self, serial: &[u8]) -> Standing {
        self.find(&serial_text(serial))
    }

    /// The standing of a certificate by its serial number, as [`serial_text`] writes it; upper case and leading zeros
    /// do not matter. A text that is no serial number counts as suspended.
    pub fn standing_of_text(&self, serial_text: &str) -> Standing {
        serial::from_hexadecimal(serial_text).map_or(Standing::Suspended, |text| self.find(&text))
    }

    fn find(&self, text: &str) -> Standing {
        self.by_serial.get(text).copied().unwrap_or(Standing::Good)
    }

    /// How many entries the list has.
    pub const fn entries(&self) -> usize {
        self.entries
    }

    /// SHA-256 of the text that it was read from.
    pub const fn digest(&self) -> &Sha256 {
        &self.digest
    }
}

/// Thousands of serial numbers help nobody: only their number is shown.
impl core::fmt::Debug for StatusList {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("StatusList");
        shown
            .field("entries", &self.entries)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
