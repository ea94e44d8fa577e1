//! K13, K14: decides whether the key is of the device's own making, of one app's, and for signing.

use crate::android_key::Error;
use crate::android_key::description::{KeyDescription, ORIGIN_GENERATED, PURPOSE_SIGN};

/// K13.
pub(in crate::android_key) fn check_origin(description: &KeyDescription<'_>) -> Result<(), Error> {
    match description.hardware.origin() {
        Some(ORIGIN_GENERATED) => Ok(()),
        found => Err(Error::KeyOrigin { found }),
    }
}

/// K14.
pub(in crate::android_key) fn check_scope_and_purpose(
    description: &KeyDescription<'_>,
) -> Result<(), Error> {
    if description.software.all_applications() || description.hardware.all_applications() {
        return Err(Error::KeyScope);
    }
    let purposes = description.hardware.purposes().unwrap_or_default();
    let signs = purposes.contains(&PURPOSE_SIGN);
    signs.then_some(()).ok_or(Error::KeyPurpose)
}
