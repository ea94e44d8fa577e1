//! Decides how an authorization list is read: a SEQUENCE of explicit context tags, in any order, none twice.

use alloc::vec::Vec;

use super::application_id::{self, ApplicationId};
use super::tag::{self, Kind};
use super::{Error, RootOfTrust};
use crate::android_key::note::{List, Note};
use crate::der::{Class, Element, Tag};
use crate::limits::ANDROID_TAGS_MAX;

/// An authorization list, as far as its values can be read.
#[derive(Clone, Debug)]
pub struct AuthorizationList<'a> {
    /// Number and tagged element, in the order in which they stand; no number twice.
    fields: Vec<(u32, Element<'a>)>,
}

impl<'a> AuthorizationList<'a> {
    pub(super) fn parse(
        list: Element<'a>,
        which: List,
        notes: &mut Vec<Note>,
    ) -> Result<Self, Error> {
        let mut rest = list.reader();
        let mut fields: Vec<(u32, Element<'a>)> = Vec::new();
        while !rest.is_empty() {
            let element = rest.any()?;
            let tag = element.tag.number;
            if element.tag.class != Class::Context {
                return Err(Error::NotTagged { list: which });
            }
            if fields.len() >= ANDROID_TAGS_MAX {
                return Err(Error::BeyondLimit { list: which });
            }
            if fields.iter().any(|(seen, _)| *seen == tag) {
                return Err(Error::RepeatedTag { list: which, tag });
            }
            notes.extend(note(&element, which)?);
            fields.push((tag, element));
        }
        Ok(Self { fields })
    }

    /// Whether the tag is there, readable or not: for tags that grant something by standing there, and for those whose
    /// absence is told apart.
    fn has(&self, tag: u32) -> bool {
        self.fields.iter().any(|(number, _)| *number == tag)
    }

    /// The value of a tag, if it is there and tags exactly one element.
    fn value(&self, tag: u32) -> Option<Element<'a>> {
        let (_, tagged) = self.fields.iter().find(|(number, _)| *number == tag)?;
        only_element(tagged)
    }

    fn unsigned(&self, tag: u32) -> Option<u32> {
        unsigned(&self.value(tag)?)
    }

    /// What the key may be used for (tag 1).
    pub fn purposes(&self) -> Option<Vec<u32>> {
        integers(&self.value(tag::PURPOSE)?)
    }

    /// Whether it says what the key may be used for (tag 1), also when that cannot be read.
    pub fn has_purposes(&self) -> bool {
        self.has(tag::PURPOSE)
    }

    /// Whether every app may use the key (tag 600), also when the value cannot be read.
    pub fn all_applications(&self) -> bool {
        self.has(tag::ALL_APPLICATIONS)
    }

    /// Where the key comes from (tag 702).
    pub fn origin(&self) -> Option<u32> {
        self.unsigned(tag::ORIGIN)
    }

    /// Whether it says where the key comes from (tag 702), also when that cannot be read.
    pub fn has_origin(&self) -> bool {
        self.has(tag::ORIGIN)
    }

    /// How the device booted (tag 704).
    pub fn root_of_trust(&self) -> Option<RootOfTrust<'a>> {
        RootOfTrust::parse(&self.value(tag::ROOT_OF_TRUST)?)
    }

    /// The version of the operating system (tag 705), such as 130000.
    pub fn os_version(&self) -> Option<u32> {
        self.unsigned(tag::OS_VERSION)
    }

    /// The patch level of the operating system (tag 706), YYYYMM.
    pub fn os_patch_level(&self) -> Option<u32> {
        self.unsigned(tag::OS_PATCH_LEVEL)
    }

    /// Who asked for the key (tag 709).
    pub fn application_id(&self) -> Option<ApplicationId<'a>> {
        ApplicationId::parse(&self.value(tag::ATTESTATION_APPLICATION_ID)?).ok()
    }

    /// The patch level of the vendor's part (tag 718), YYYYMMDD or YYYYMM.
    pub fn vendor_patch_level(&self) -> Option<u32> {
        self.unsigned(tag::VENDOR_PATCH_LEVEL)
    }

    /// The patch level of the boot part (tag 719), YYYYMMDD or YYYYMM.
    pub fn boot_patch_level(&self) -> Option<u32> {
        self.unsigned(tag::BOOT_PATCH_LEVEL)
    }
}

/// What is to be noted of a tag; fails only when it holds more than allowed.
fn note(tagged: &Element<'_>, list: List) -> Result<Option<Note>, Error> {
    let tag = tagged.tag.number;
    let Some(kind) = tag::kind(tag) else {
        return Ok(Some(Note::UnknownTag { list, tag }));
    };
    let Some(value) = only_element(tagged) else {
        return Ok(Some(Note::Unreadable { list, tag }));
    };
    let readable = match kind {
        Kind::Integers => integers(&value).is_some(),
        Kind::Integer => value.tag == Tag::INTEGER && !value.contents.is_empty(),
        Kind::Unsigned => unsigned(&value).is_some(),
        Kind::Flag => value.tag == Tag::NULL && value.contents.is_empty(),
        Kind::Octets => value.tag == Tag::OCTET_STRING,
        Kind::RootOfTrust => RootOfTrust::parse(&value).is_some(),
        Kind::ApplicationId => match ApplicationId::parse(&value) {
            Ok(_) => true,
            Err(application_id::Fault::Unreadable) => false,
            Err(application_id::Fault::BeyondLimit) => return Err(Error::BeyondLimit { list }),
        },
    };
    Ok((!readable).then_some(Note::Unreadable { list, tag }))
}

/// What stands inside an explicit tag, if it is exactly one element.
fn only_element<'a>(tagged: &Element<'a>) -> Option<Element<'a>> {
    let mut inside = tagged.reader();
    let element = inside.any().ok()?;
    (tagged.tag.constructed && inside.is_empty()).then_some(element)
}

fn unsigned(value: &Element<'_>) -> Option<u32> {
    let value = Some(value).filter(|value| value.tag == Tag::INTEGER)?;
    value.unsigned().ok()
}

fn integers(value: &Element<'_>) -> Option<Vec<u32>> {
    let mut members = Some(value).filter(|value| value.tag == Tag::SET)?.reader();
    let mut found = Vec::new();
    while !members.is_empty() {
        found.push(unsigned(&members.any().ok()?)?);
    }
    Some(found)
}
