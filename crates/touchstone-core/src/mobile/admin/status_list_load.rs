//! Decides how an administrator brings a status list to a server that cannot fetch it.

use data_encoding::HEXLOWER;
use serde_json::json;
use touchstone_evidence::android_key::StatusList;

use super::WRITE;
use super::status_list_refresh::{StatusListRefreshError, not_from_file};
use crate::audit::Trace;
use crate::mobile::{RefreshError, StatusListView};
use crate::ports::{Change, StoredStatusList};
use crate::{AdminCall, AdminError};

/// Puts the list of this JSON text in force on every node; it counts as fetched now. Takes the scope `mobile:write` and a server-wide key.
pub async fn load_status_list(
    admin: &AdminCall<'_>,
    body: Vec<u8>,
) -> Result<StatusListView, StatusListRefreshError> {
    admin.require(WRITE)?;
    admin.require_server_wide()?;
    not_from_file(admin)?;
    let parsed = StatusList::parse(&body).map_err(RefreshError::Malformed)?;
    let entries = u64::try_from(parsed.entries()).unwrap_or(u64::MAX);
    let audit = admin.audit(Trace {
        action: "mobile.status_list.load",
        tenant_id: None,
        object: "status_list".to_owned(),
        before: None,
        after: Some(json!({ "entries": entries, "bytes": body.len() })),
    });
    let value = StoredStatusList {
        body,
        fetched_at: admin.now(),
        fresh_until: admin.now(),
        // Its content tells it from another one that is brought at the same instant; nobody is
        // asked with it.
        etag: Some(HEXLOWER.encode(parsed.digest())),
        entries,
        source: "loaded".to_owned(),
    };
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
    let mobile = &admin.touchstone.mobile;
    mobile.adopt_stored_status_list().await?;
    let view = mobile.status_list_view(admin.now());
    Ok(view.ok_or(AdminError::NotFound)?)
}
