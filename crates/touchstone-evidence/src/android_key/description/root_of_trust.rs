//! Decides what a RootOfTrust says about how a device booted (spec mobile.md section 4.7).

use crate::android_key::words::BootState;
use crate::der::{Element, Error, Tag};

/// A RootOfTrust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RootOfTrust<'a> {
    /// The key that the system is signed with, hashed; empty or zero on some devices.
    pub verified_boot_key: &'a [u8],
    /// Whether the boot loader is locked; any byte but zero is true, as real devices write `01`.
    pub device_locked: bool,
    /// What the boot loader found.
    pub verified_boot_state: BootState,
    /// The hash of what booted; absent before version 3.
    pub verified_boot_hash: Option<&'a [u8]>,
}

impl<'a> RootOfTrust<'a> {
    /// `None` when it cannot be read: half a root of trust is none.
    pub(super) fn parse(value: &Element<'a>) -> Option<Self> {
        let value = Some(value).filter(|value| value.tag == Tag::SEQUENCE)?;
        Self::fields(value).ok().flatten()
    }

    fn fields(value: &Element<'a>) -> Result<Option<Self>, Error> {
        let mut fields = value.reader();
        let verified_boot_key = fields.read(Tag::OCTET_STRING)?.contents;
        let device_locked = fields.read(Tag::BOOLEAN)?.boolean_lenient()?;
        let state = fields.read(Tag::ENUMERATED)?.unsigned()?;
        let hash = fields.optional(Tag::OCTET_STRING)?;
        fields.finish()?;
        Ok(
            BootState::from_number(state).map(|verified_boot_state| Self {
                verified_boot_key,
                device_locked,
                verified_boot_state,
                verified_boot_hash: hash.map(|hash| hash.contents),
            }),
        )
    }
}
