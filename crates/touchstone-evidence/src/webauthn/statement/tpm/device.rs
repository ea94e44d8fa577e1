//! Decides which TPM an attestation key names: the directoryName in its subject alternative name (TCG EK Credential
//! Profile section 3.2.9), check X8.

use alloc::string::String;

use crate::der::{Reader, Tag};
use crate::x509::{oid, only_attribute};

/// The attributes that name a TPM, as their strings hold them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device<'a> {
    /// tcg-at-tpmManufacturer: `id:` and eight hexadecimal digits.
    pub manufacturer: &'a [u8],
    /// tcg-at-tpmModel.
    pub model: &'a [u8],
    /// tcg-at-tpmVersion: `id:` and hexadecimal digits.
    pub version: &'a [u8],
}

impl<'a> Device<'a> {
    /// Reads a subject alternative name. One directoryName must hold all three attributes, each once, in one RDN or in
    /// several; `None` when none does, or when the names cannot be read.
    pub fn parse(alternative_name: &'a [u8]) -> Option<Self> {
        const DIRECTORY_NAME: Tag = Tag::context(4);
        let mut document = Reader::new(alternative_name);
        let mut names = document.open(Tag::SEQUENCE).ok()?;
        document.finish().ok()?;
        let mut found = None;
        while !names.is_empty() {
            let name = names.any().ok()?;
            if found.is_none() && name.tag == DIRECTORY_NAME {
                found = Self::of(name.contents);
            }
        }
        found
    }

    fn of(name: &'a [u8]) -> Option<Self> {
        Some(Self {
            manufacturer: only_attribute(name, oid::TPM_MANUFACTURER)?,
            model: only_attribute(name, oid::TPM_MODEL)?,
            version: only_attribute(name, oid::TPM_VERSION)?,
        })
    }

    /// Whether its manufacturer is one of `manufacturers`, whatever the case of ASCII letters.
    pub fn is_made_by(&self, manufacturers: &[String]) -> bool {
        let is = |name: &String| self.manufacturer.eq_ignore_ascii_case(name.as_bytes());
        manufacturers.iter().any(is)
    }
}
