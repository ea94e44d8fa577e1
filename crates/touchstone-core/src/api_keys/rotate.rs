//! Decides how a key is replaced: its successor opens the same doors, and the old one goes on for a grace so that nobody is locked out.

use serde_json::json;

use super::snapshot::snapshot;
use super::store_new::WORDS;
use super::{Issued, get, new_secret};
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::ports::{ApiKey, Change};
use crate::{AdminCall, AdminError, ApiKeyId, Timestamp};

/// How long the old key can go on at most, in seconds: a week.
pub const GRACE_S_MAX: u32 = 604_800;

/// Issues a successor that lives until `expires_at`, and lets the key expire after `grace_s` seconds (0 to 604,800). Takes the scope
/// `<noun>:keys` of its kind. The successor never inherits an end: that of a key in its grace is not its own.
pub async fn rotate(
    admin: &AdminCall<'_>,
    id: ApiKeyId,
    if_version: Option<u64>,
    grace_s: u32,
    expires_at: Option<Timestamp>,
) -> Result<Issued, AdminError> {
    let stored = get(admin, id).await?;
    expect_version(&stored, if_version)?;
    if grace_s > GRACE_S_MAX {
        return Err(AdminError::invalid("grace_seconds", "must be 0 to 604800"));
    }
    if expires_at.is_some_and(|at| at <= admin.now()) {
        return Err(AdminError::invalid("expires_at", "must be in the future"));
    }
    let world = &admin.touchstone.world;
    let old = stored.value;
    let old_expires_at = admin.now().plus_s(i64::from(grace_s));
    let secret = new_secret(old.kind, &*world.random);
    let successor = ApiKey {
        id: ApiKeyId::new(admin.now(), &*world.random),
        sha256: secret.sha256(),
        prefix: secret.prefix(),
        created_at: admin.now(),
        expires_at,
        revoked_at: None,
        revoked_reason: None,
        last_used_at: None,
        ..old.clone()
    };
    let audit = admin.audit(Trace {
        action: "key.rotate",
        tenant_id: old.tenant_id,
        object: id.to_string(),
        before: Some(snapshot(&old)),
        after: Some(json!({
            "old_expires_at": old_expires_at.to_string(),
            "successor": snapshot(&successor),
        })),
    });
    let change = Change {
        value: successor,
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(change.audit.tenant_id);
    let written = world
        .store
        .rotate_api_key(id, old_expires_at, change)
        .await?;
    let key = WORDS.done(written, if_version)?;
    Ok(Issued { secret, key })
}
