//! Decides who may see which status list is in force.

use super::READ;
use crate::mobile::StatusListView;
use crate::{AdminCall, AdminError};

/// The list in force; not found while there is none. Takes the scope `mobile:read` and a server-wide key.
pub fn status_list(admin: &AdminCall<'_>) -> Result<StatusListView, AdminError> {
    admin.require(READ)?;
    admin.require_server_wide()?;
    let view = admin.touchstone.mobile.status_list_view(admin.now());
    view.ok_or(AdminError::NotFound)
}
