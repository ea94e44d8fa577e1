//! M8: decides what a payload holds. It is read once, entry by entry; each entry keeps its own text, and one that fails is
//! skipped, so that a corrupt one does not hide the others.

use alloc::borrow::{Cow, ToOwned};
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Error;
use crate::limits::MDS_ENTRIES_MAX;
use crate::webauthn::Aaguid;
use crate::webauthn::metadata::{Date, Entry};

/// What a BLOB says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// Its number.
    pub number: i64,
    /// The day from which another BLOB is due.
    pub next_update: Date,
    /// The terms that it is published under.
    pub legal_header: Option<String>,
    /// The entries that a ceremony may ask for.
    pub entries: Vec<Listed>,
    /// How many entries could not be read, or were about a model that had one before.
    pub skipped: usize,
    /// How many entries are about authenticators of UAF only.
    pub left_out: usize,
}

impl Payload {
    /// How many entries the array holds, whatever became of them.
    pub const fn entries_sent(&self) -> usize {
        self.entries
            .len()
            .saturating_add(self.skipped)
            .saturating_add(self.left_out)
    }
}

/// An entry and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What trust asks for.
    pub entry: Entry,
    /// The whole entry as it came: JSON.
    pub json: String,
}

#[derive(serde::Deserialize)]
struct Document<'p> {
    no: i64,
    #[serde(rename = "nextUpdate", borrow)]
    next_update: Cow<'p, str>,
    #[serde(rename = "legalHeader", default)]
    legal_header: Option<String>,
    entries: Entries,
}

impl Payload {
    pub(super) fn parse(json: &[u8]) -> Result<Self, Error> {
        let document: Document<'_> =
            serde_json::from_slice(json).map_err(|_| Error::PayloadMalformed)?;
        let next_update = document.next_update.parse();
        let Entries {
            listed,
            skipped,
            left_out,
            ..
        } = document.entries;
        Ok(Self {
            number: document.no,
            next_update: next_update.map_err(|_| Error::PayloadMalformed)?,
            legal_header: document.legal_header,
            entries: listed,
            skipped,
            left_out,
        })
    }
}

#[derive(Default)]
struct Entries {
    listed: Vec<Listed>,
    /// The models of `listed`.
    aaguids: BTreeSet<Aaguid>,
    skipped: usize,
    left_out: usize,
}

impl Entries {
    fn take(&mut self, json: &str) {
        let Ok(entry) = Entry::parse(json.as_bytes()) else {
            self.skipped += 1;
            return;
        };
        if entry.aaguid.is_none() && entry.key_ids.is_empty() {
            self.left_out += 1;
            return;
        }
        if entry
            .aaguid
            .is_some_and(|aaguid| !self.aaguids.insert(aaguid))
        {
            self.skipped += 1;
            return;
        }
        let json = json.to_owned();
        self.listed.push(Listed { entry, json });
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Entries, A::Error> {
        let mut entries = Entries::default();
        let mut count = 0_usize;
        while let Some(json) = list.next_element::<&RawValue>()? {
            count += 1;
            if count > MDS_ENTRIES_MAX {
                return Err(de::Error::custom("too many entries"));
            }
            entries.take(json.get());
        }
        Ok(entries)
    }
}
