//! Decides how a user of passkeys is changed: what people read of it, and whether it may use passkeys. Name, identifier and handle stay.

use super::create::{DISPLAY_NAME_WANTED, is_name};
use super::get::stored_user;
use super::snapshot::snapshot;
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::{Change, WebauthnUser, WebauthnUserPatch, WebauthnUserState};
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

/// What is changed of a user; `None` leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserChange {
    /// What people read.
    pub display_name: Option<String>,
    /// True disables, false makes it active.
    pub disabled: Option<bool>,
}

/// Changes the user. Takes the scope `webauthn:write`.
pub async fn update_user(
    admin: &AdminCall<'_>,
    ext_id: &str,
    change: UserChange,
) -> Result<WebauthnUser, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let before = stored_user(admin, tenant_id, ext_id).await?;
    if !change.display_name.as_deref().is_none_or(is_name) {
        return Err(AdminError::invalid("display_name", DISPLAY_NAME_WANTED));
    }
    let state = match change.disabled {
        None => before.state,
        Some(true) => WebauthnUserState::Disabled,
        Some(false) => WebauthnUserState::Active,
    };
    let after = WebauthnUser {
        display_name: change
            .display_name
            .clone()
            .unwrap_or_else(|| before.display_name.clone()),
        state,
        ..before.clone()
    };
    let audit = admin.audit(Trace {
        action: "webauthn.user.update",
        tenant_id: Some(tenant_id),
        object: before.ext_id.clone(),
        before: Some(snapshot(&before)),
        after: Some(snapshot(&after)),
    });
    let change = Change {
        value: WebauthnUserPatch {
            display_name: change.display_name,
            disabled: change.disabled,
        },
        if_version: None,
        audit,
    };
    let store = &admin.touchstone.world.store;
    let written = store.patch_webauthn_user(tenant_id, ext_id, change);
    Words::NONE.done(written.await?, None)
}
