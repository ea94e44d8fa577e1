//! Decides how an administrator brings a status list to a server that cannot fetch it.

use bytes::Bytes;
use data_encoding::HEXLOWER;
use touchstone_evidence::android_key::StatusList;

use super::WRITE;
use super::snapshot::{STATUS_LIST_OBJECT, status_list_snapshot, status_list_view_snapshot};
use super::status_list_refresh::{StatusListRefreshError, not_from_file};
use crate::audit::Trace;
use crate::mobile::{RefreshError, StatusListView};
use crate::ports::{Change, StoredStatusList};
use crate::{AdminCall, AdminError, Timestamp};

/// Whether the caller may bring a list, to be asked before one is read: takes the scope `mobile:write`, a server-wide key, and that the list
/// does not come from a file.
pub fn may_load_status_list(admin: &AdminCall<'_>) -> Result<(), AdminError> {
    admin.require(WRITE)?;
    admin.require_server_wide()?;
    not_from_file(admin)
}

/// Puts the list of this JSON text in force on every node. It counts as fetched at `fetched_at`, never later than now, and now when that
/// is not given: one that is too old is in force, and no Android key is judged by it. Takes what [`may_load_status_list`] takes.
pub async fn load_status_list(
    admin: &AdminCall<'_>,
    body: Bytes,
    fetched_at: Option<Timestamp>,
) -> Result<StatusListView, StatusListRefreshError> {
    may_load_status_list(admin)?;
    let now = admin.now();
    let mobile = &admin.touchstone.mobile;
    let parsed = StatusList::parse(&body).map_err(RefreshError::Malformed)?;
    let fetched_at = fetched_at.map_or(now, |at| at.min(now));
    let value = StoredStatusList {
        body,
        fetched_at,
        fresh_until: fetched_at,
        // Its content tells it from another one that is brought at the same instant; nobody is
        // asked with it.
        etag: Some(HEXLOWER.encode(parsed.digest())),
        entries: u64::try_from(parsed.entries()).unwrap_or(u64::MAX),
        source: "loaded".to_owned(),
    };
    let before = mobile.status_list_view(now);
    let audit = admin.audit(Trace {
        action: "mobile.status_list.load",
        tenant_id: None,
        object: STATUS_LIST_OBJECT.to_owned(),
        before: before.as_ref().map(status_list_view_snapshot),
        after: Some(status_list_snapshot(&value)),
    });
    let change = Change {
        value,
        if_version: None,
        audit,
    };
    let store = &admin.touchstone.world.store;
    store
        .load_status_list(change)
        .await
        .map_err(AdminError::from)?;
    mobile
        .status_lists
        .adopt_loaded(&admin.touchstone.world)
        .await?;
    let view = mobile.status_list_view(now);
    Ok(view.ok_or(AdminError::NotFound)?)
}
