//! `/admin/v1/mobile/device-keys`: the registered keys of devices.

mod forget;
mod get;
mod list;
mod revoke;
mod shape;

pub(crate) use forget::forget;
pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use revoke::revoke;

use data_encoding::BASE64URL_NOPAD;
use touchstone_core::AdminError;
use touchstone_core::ports::{DeviceKeyId, DevicePlatform};

/// The 32 bytes of a key id in base64url without padding.
fn decoded(text: &str) -> Option<[u8; 32]> {
    BASE64URL_NOPAD
        .decode(text.as_bytes())
        .ok()?
        .try_into()
        .ok()
}

/// What is no platform or key id names nothing.
fn key_id(platform: &str, text: &str) -> Result<DeviceKeyId, AdminError> {
    let platform = DevicePlatform::from_word(platform).ok_or(AdminError::NotFound)?;
    let key_id = decoded(text).ok_or(AdminError::NotFound)?;
    Ok(DeviceKeyId { platform, key_id })
}
