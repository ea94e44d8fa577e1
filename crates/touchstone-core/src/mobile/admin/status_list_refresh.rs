//! Decides how an administrator has the status list fetched at once.

use super::WRITE;
use super::snapshot::{STATUS_LIST_OBJECT, status_list_snapshot, status_list_view_snapshot};
use crate::admin_write::conflict;
use crate::audit::Trace;
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
    let before = mobile.status_list_view(admin.now());
    let refreshed = mobile.refresh_status_list_traced(admin.now(), true, |fetched| {
        Some(admin.audit(Trace {
            action: "mobile.status_list.refresh",
            tenant_id: None,
            object: STATUS_LIST_OBJECT.to_owned(),
            before: before.as_ref().map(status_list_view_snapshot),
            after: Some(status_list_snapshot(fetched)),
        }))
    });
    let view = refreshed.await?;
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
