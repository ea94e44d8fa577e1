//! Decides which apps asked for a key: the AttestationApplicationId (spec mobile.md section 4.7, limits of section 8).
//! Apps that share a user id stand in it together.

use alloc::vec::Vec;

use crate::der::{self, Element, Reader, Tag};
use crate::limits::{ANDROID_PACKAGES_MAX, ANDROID_SIGNERS_MAX, PACKAGE_NAME_BYTES_MAX};

/// An AttestationApplicationId.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationId<'a> {
    /// The package names, each of 1 to 255 bytes without control characters.
    pub package_names: Vec<&'a str>,
    /// SHA-256 of the certificates that sign them.
    pub signers: Vec<[u8; 32]>,
}

/// Why a value is no AttestationApplicationId.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It cannot be read.
    Unreadable,
    /// More than 64 packages or 16 digests.
    BeyondLimit,
}

impl From<der::Error> for Fault {
    fn from(_: der::Error) -> Self {
        Self::Unreadable
    }
}

impl<'a> ApplicationId<'a> {
    /// Reads the OCTET STRING around it.
    pub(super) fn parse(value: &Element<'a>) -> Result<Self, Fault> {
        if value.tag != Tag::OCTET_STRING {
            return Err(Fault::Unreadable);
        }
        let mut document = value.reader();
        let mut fields = document.open(Tag::SEQUENCE)?;
        document.finish()?;
        let (packages, digests) = (fields.open(Tag::SET)?, fields.open(Tag::SET)?);
        fields.finish()?;
        Ok(Self {
            package_names: members(packages, ANDROID_PACKAGES_MAX, package_name)?,
            signers: members(digests, ANDROID_SIGNERS_MAX, signer)?,
        })
    }
}

fn members<'a, T>(
    mut set: Reader<'a>,
    at_most: usize,
    read: impl Fn(&mut Reader<'a>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut found = Vec::new();
    while !set.is_empty() {
        if found.len() >= at_most {
            return Err(Fault::BeyondLimit);
        }
        found.push(read(&mut set)?);
    }
    Ok(found)
}

fn package_name<'a>(set: &mut Reader<'a>) -> Result<&'a str, Fault> {
    let mut fields = set.open(Tag::SEQUENCE)?;
    let name = fields.read(Tag::OCTET_STRING)?.contents;
    fields.read(Tag::INTEGER)?;
    fields.finish()?;
    let name = core::str::from_utf8(name).map_err(|_| Fault::Unreadable)?;
    let plain = !name.chars().any(char::is_control);
    let in_bounds = (1..=PACKAGE_NAME_BYTES_MAX).contains(&name.len());
    (plain && in_bounds)
        .then_some(name)
        .ok_or(Fault::Unreadable)
}

fn signer(set: &mut Reader<'_>) -> Result<[u8; 32], Fault> {
    let digest = set.read(Tag::OCTET_STRING)?.contents;
    digest.try_into().map_err(|_| Fault::Unreadable)
}
