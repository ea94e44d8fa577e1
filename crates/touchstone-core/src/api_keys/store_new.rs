//! Decides how a new key is stored: within the tenant's limit, with its audit row, and under a hash that nobody else has.

use super::snapshot::snapshot;
use crate::admin_write::{Words, conflict};
use crate::audit::Trace;
use crate::ports::{ApiKey, Change, Versioned};
use crate::{AdminCall, AdminError};

/// Live keys of a tenant, of all kinds together; server-wide keys likewise.
pub const KEYS_PER_TENANT_MAX: u64 = 1_000;

pub(super) const WORDS: Words = Words {
    taken: "this key is known already",
    refused: (
        conflict::KEY_NOT_LIVE,
        "the key is revoked or expired; issue a new one",
    ),
    full: ("live API keys in the tenant", KEYS_PER_TENANT_MAX),
    ..Words::NONE
};

pub(super) async fn store_new(
    admin: &AdminCall<'_>,
    key: ApiKey,
    action: &'static str,
) -> Result<Versioned<ApiKey>, AdminError> {
    let audit = admin.audit(Trace {
        action,
        tenant_id: key.tenant_id,
        object: key.id.to_string(),
        before: None,
        after: Some(snapshot(&key)),
    });
    let change = Change {
        value: key,
        if_version: None,
        audit,
    };
    let store = &admin.touchstone.world.store;
    let key = WORDS.done(
        store.create_api_key(change, KEYS_PER_TENANT_MAX).await?,
        None,
    )?;
    admin.touchstone.forget(key.value.tenant_id);
    Ok(key)
}
