//! Decides who may see the trust anchors in force.

use super::READ;
use std::sync::Arc;

use crate::mobile::MobileAnchors;
use crate::{AdminCall, AdminError};

/// The anchors in force. Takes the scope `mobile:read` and a server-wide key.
pub fn anchors(admin: &AdminCall<'_>) -> Result<Arc<MobileAnchors>, AdminError> {
    admin.require(READ)?;
    admin.require_server_wide()?;
    Ok(admin.touchstone.mobile.anchors())
}
