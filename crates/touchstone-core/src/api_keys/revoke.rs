//! Decides how a key is revoked: for good, and at once on this node.

use super::get;
use super::snapshot::snapshot;
use super::store_new::WORDS;
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::ports::{ApiKey, Change, Versioned};
use crate::words::check_reason;
use crate::{AdminCall, AdminError, ApiKeyId};

/// Revokes the key; one that is revoked stays as it is. Takes the scope `<noun>:keys` of its kind.
pub async fn revoke(
    admin: &AdminCall<'_>,
    id: ApiKeyId,
    if_version: Option<u64>,
    reason: Option<String>,
) -> Result<Versioned<ApiKey>, AdminError> {
    let stored = get(admin, id).await?;
    expect_version(&stored, if_version)?;
    reason.as_deref().map_or(Ok(()), check_reason)?;
    let before = stored.value;
    let after = ApiKey {
        revoked_at: before.revoked_at.or(Some(admin.now())),
        revoked_reason: before
            .revoked_at
            .map_or(reason.clone(), |_| before.revoked_reason.clone()),
        ..before.clone()
    };
    let audit = admin.audit(Trace {
        action: "key.revoke",
        tenant_id: before.tenant_id,
        object: id.to_string(),
        before: Some(snapshot(&before)),
        after: Some(snapshot(&after)),
    });
    let change = Change {
        value: reason,
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(change.audit.tenant_id);
    let written = admin
        .touchstone
        .world
        .store
        .revoke_api_key(id, admin.now(), change)
        .await?;
    let key = WORDS.done(written, if_version)?;
    Ok(key)
}
