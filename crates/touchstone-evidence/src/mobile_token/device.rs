//! Decides what a device says about itself (spec mobile.md T2). None of it is authenticated.

use alloc::borrow::Cow;

use super::error::{Error, Fault};
use crate::cbor::Item;
use crate::limits::DEVICE_TEXT_BYTES_MAX;

/// The member `device` of an envelope; its `service` is in the kind of the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device<'a> {
    /// Model as reported, at most 128 bytes.
    pub model: Cow<'a, str>,
    /// Version of the operating system as reported, at most 128 bytes.
    pub version: Cow<'a, str>,
}

/// The device and the word under `service`.
pub(super) fn parse(document: Item<'_>) -> Result<(Device<'_>, Cow<'_, str>), Error> {
    let fault = |member| Error::Malformed(Fault::Device(member));
    let device = document.get("device").ok_or(fault("device"))?;
    let text = |member| {
        let value = device.get(member).and_then(Item::text);
        value
            .filter(|text| text.len() <= DEVICE_TEXT_BYTES_MAX)
            .ok_or(fault(member))
    };
    let described = Device {
        model: text("model")?,
        version: text("version")?,
    };
    Ok((described, text("service")?))
}
