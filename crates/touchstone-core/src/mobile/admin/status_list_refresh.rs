//! Decides how an administrator has the status list fetched at once.

use super::WRITE;
use crate::admin_write::conflict;
use crate::mobile::{RefreshError, StatusListView};
use crate::{AdminCall, AdminError};

/// The list was not fetched; the old one stays in force.
#[derive(Debug, thiserror::Error)]
pub enum StatusListRefreshError {
    /// The caller may not, or the list comes from a file.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// Nothing usable came.
    #[error(transparent)]
    Refresh(#[from] RefreshError),
}

/// Asks the source of the list now. Takes the scope `mobile:write` and a server-wide key.
pub async fn refresh_status_list(
    admin: &AdminCall<'_>,
) -> Result<StatusListView, StatusListRefreshError> {
    admin.require(WRITE)?;
    admin.require_server_wide()?;
    let mobile = &admin.touchstone.mobile;
    not_from_file(admin)?;
    let view = mobile.refresh_status_list(admin.now(), true).await?;
    Ok(view.ok_or(AdminError::NotFound)?)
}

pub(super) fn not_from_file(admin: &AdminCall<'_>) -> Result<(), AdminError> {
    if admin.touchstone.mobile.status_list_is_from_file() {
        return Err(AdminError::Conflict {
            code: conflict::STATUS_LIST_FROM_FILE,
            detail: "the list comes from the file of mobile.android.status_file; replace that file"
                .to_owned(),
        });
    }
    Ok(())
}
