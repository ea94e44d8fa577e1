//! Decides who may see the trust anchors in force.

use super::READ;
use crate::mobile::AppleAnchors;
use crate::{AdminCall, AdminError};

/// The anchors in force. Takes the scope `mobile:read` and a server-wide key.
pub fn anchors<'a>(admin: &AdminCall<'a>) -> Result<&'a AppleAnchors, AdminError> {
    admin.require(READ)?;
    admin.require_server_wide()?;
    Ok(admin.touchstone.mobile.anchors())
}
