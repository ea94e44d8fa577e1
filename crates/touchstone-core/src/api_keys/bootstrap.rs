//! Decides who opens the door of an empty house: one server-wide admin key, made only when there is no admin key at all.

use super::snapshot::snapshot;
use super::store_new::{KEYS_PER_TENANT_MAX, WORDS};
use super::{Issued, new_secret};
use crate::audit::Trace;
use crate::ports::{Actor, ApiKey, ApiKeyFilter, Change, KeyKind, PageRequest};
use crate::{AdminError, ApiKeyId, Call, SCOPE_ALL, Touchstone};

/// Issues a server-wide admin key with the scope `*` when the store holds no admin key, not even a revoked one; else `None`.
///
/// Looking and issuing are two steps. Two nodes that start on the same empty database at the same instant can each issue one: then
/// each gives its own to its own operator, both stand in the audit log, and either can be revoked. There is never none.
pub async fn first_admin_key(
    touchstone: &Touchstone,
    call: &Call,
) -> Result<Option<Issued>, AdminError> {
    let world = &touchstone.world;
    let filter = ApiKeyFilter {
        tenant_id: None,
        kind: Some(KeyKind::Admin),
    };
    let known = world
        .store
        .api_keys(
            &filter,
            PageRequest {
                limit: 1,
                after: None,
            },
        )
        .await?;
    if !known.items.is_empty() {
        return Ok(None);
    }
    let secret = new_secret(KeyKind::Admin, &*world.random);
    let key = ApiKey {
        id: ApiKeyId::new(call.now, &*world.random),
        tenant_id: None,
        kind: KeyKind::Admin,
        sha256: secret.sha256(),
        prefix: secret.prefix(),
        label: "first admin key".to_owned(),
        app_ids: None,
        scopes: vec![SCOPE_ALL.to_owned()],
        created_at: call.now,
        expires_at: None,
        revoked_at: None,
        revoked_reason: None,
        last_used_at: None,
        rp_id: None,
    };
    let audit = Trace {
        action: "key.issue",
        tenant_id: None,
        object: key.id.to_string(),
        before: None,
        after: Some(snapshot(&key)),
    }
    .row(touchstone, call, Actor::Server);
    let change = Change {
        value: key,
        if_version: None,
        audit,
    };
    let key = WORDS.done(
        world
            .store
            .create_api_key(change, KEYS_PER_TENANT_MAX)
            .await?,
        None,
    )?;
    Ok(Some(Issued { secret, key }))
}
