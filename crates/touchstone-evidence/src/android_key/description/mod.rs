//! Decides what the KeyDescription of an attested key says (spec mobile.md K9): extension
//! 1.3.6.1.4.1.11129.2.1.17, whoever put it there. Nothing told here is authentic unless its chain was accepted.
//!
//! Mandatory elements must be right. Of the two lists, tags may come in any order but not twice; an unknown tag, and
//! a known one whose value cannot be read, is left out and noted. Whoever asks for such a tag finds none.

mod application_id;
mod authorization_list;
mod error;
mod root_of_trust;
mod tag;

use alloc::vec::Vec;

use super::note::{List, Note};
use super::words::SecurityLevel;
use crate::der::{self, Element, Reader, Tag};

pub use application_id::ApplicationId;
pub use authorization_list::AuthorizationList;
pub use error::Error;
pub use root_of_trust::RootOfTrust;

/// The purpose of a key that signs.
pub const PURPOSE_SIGN: u32 = 2;
/// The purpose of a key that attests others.
pub const PURPOSE_ATTEST_KEY: u32 = 7;
/// The origin of a key that was generated where it is kept.
pub const ORIGIN_GENERATED: u32 = 0;

/// A KeyDescription; everything borrows from its bytes.
#[derive(Clone, Debug)]
pub struct KeyDescription<'a> {
    /// The version of the format, 1 or above.
    pub attestation_version: u32,
    /// Who made the statement.
    pub attestation_level: SecurityLevel,
    /// The version of Keymaster or KeyMint.
    pub keymint_version: u32,
    /// Who keeps the key.
    pub keymint_level: SecurityLevel,
    /// The challenge that the app gave.
    pub challenge: &'a [u8],
    /// The unique id of the device for this app; mostly empty.
    pub unique_id: &'a [u8],
    /// What the operating system vouches for.
    pub software: AuthorizationList<'a>,
    /// What the TEE or StrongBox vouches for.
    pub hardware: AuthorizationList<'a>,
    /// What was left out.
    pub notes: Vec<Note>,
}

impl<'a> KeyDescription<'a> {
    /// Reads the value of the extension.
    pub fn parse(value: &'a [u8]) -> Result<Self, Error> {
        Self::read(value, &[Tag::ENUMERATED])
    }

    /// The same for families whose evidence may have security levels as INTEGER (spec webauthn.md D3).
    pub fn parse_with_integer_levels(value: &'a [u8]) -> Result<Self, Error> {
        Self::read(value, &[Tag::ENUMERATED, Tag::INTEGER])
    }

    fn read(value: &'a [u8], level_tags: &[Tag]) -> Result<Self, Error> {
        let level = |element| level(element, level_tags);
        let mut document = Reader::new(value);
        let mut fields = document.open(Tag::SEQUENCE)?;
        document.finish()?;
        let attestation_version = fields.read(Tag::INTEGER)?.unsigned()?;
        let attestation_level = level(fields.any()?)?;
        let keymint_version = fields.read(Tag::INTEGER)?.unsigned()?;
        let keymint_level = level(fields.any()?)?;
        let challenge = fields.read(Tag::OCTET_STRING)?.contents;
        let unique_id = fields.read(Tag::OCTET_STRING)?.contents;
        let (software, hardware) = (fields.read(Tag::SEQUENCE)?, fields.read(Tag::SEQUENCE)?);
        fields.finish()?;
        if attestation_version == 0 {
            return Err(Error::VersionZero);
        }
        let mut notes = Vec::new();
        Ok(Self {
            attestation_version,
            attestation_level,
            keymint_version,
            keymint_level,
            challenge,
            unique_id,
            software: AuthorizationList::parse(software, List::Software, &mut notes)?,
            hardware: AuthorizationList::parse(hardware, List::Hardware, &mut notes)?,
            notes,
        })
    }

    /// Who asked for the key: from the software list, where genuine devices have it, else from the hardware list.
    pub fn application_id(&self) -> Option<ApplicationId<'a>> {
        let software = self.software.application_id();
        software.or_else(|| self.hardware.application_id())
    }
}

fn level(element: Element<'_>, tags: &[Tag]) -> Result<SecurityLevel, Error> {
    if !tags.contains(&element.tag) {
        return Err(Error::Der(der::Error::UnexpectedTag));
    }
    let number = element.unsigned()?;
    SecurityLevel::from_number(number).ok_or(Error::SecurityLevelUnknown { number })
}
