//! Decides how API keys are issued, rotated and revoked in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::ports::{ApiKey, Change, Versioned, Written};
use touchstone_core::{ApiKeyId, Timestamp};

use super::audit::record;
use super::fault::Fault;
use super::read::{execute, first, number};
use super::writer::Changed;
use crate::rows::{
    Fields, api_key, api_key_columns, app_ids_json, is_over, notice_for, to_the_minute,
    version_after, version_number, words_json,
};

type Answer = Result<Changed<Written<Versioned<ApiKey>>>, Fault>;

pub(super) fn by_id(
    connection: &Connection,
    id: ApiKeyId,
) -> Result<Option<Versioned<ApiKey>>, Fault> {
    let sql = concat!(
        "SELECT ",
        api_key_columns!(),
        " FROM api_keys WHERE id = $1"
    );
    first(connection, sql, [id.to_string()], |row| {
        api_key(&mut Fields::new(row))
    })
}

/// Inserts the key; false when its hash is stored already.
fn insert(connection: &Connection, key: &ApiKey) -> Result<bool, Fault> {
    let inserted = execute(
        connection,
        "INSERT INTO api_keys (id, tenant_id, kind, sha256, prefix, label, app_ids, scopes, \
         created_at, expires_at, revoked_at, revoked_reason, last_used_at, rp_id, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) \
         ON CONFLICT (sha256) DO NOTHING",
        params![
            key.id.to_string(),
            key.tenant_id.map(|id| id.to_string()),
            key.kind.as_str(),
            key.sha256,
            key.prefix,
            key.label,
            app_ids_json(key.app_ids.as_deref())?,
            words_json(&key.scopes),
            key.created_at.unix_ms(),
            key.expires_at.map(Timestamp::unix_ms),
            key.revoked_at.map(Timestamp::unix_ms),
            key.revoked_reason,
            key.last_used_at.map(Timestamp::unix_ms),
            key.rp_id.map(|id| id.to_string()),
        ],
    )?;
    Ok(inserted == 1)
}

pub(super) fn create(
    connection: &Connection,
    change: Change<ApiKey>,
    max_per_tenant: u64,
) -> Answer {
    let key = change.value;
    let live = number(
        connection,
        "SELECT COUNT(*) FROM api_keys WHERE tenant_id IS $1 AND revoked_at IS NULL \
         AND (expires_at IS NULL OR expires_at > $2)",
        params![
            key.tenant_id.map(|id| id.to_string()),
            key.created_at.unix_ms()
        ],
    )?;
    if live >= max_per_tenant {
        return Ok(Changed::nothing(Written::Full));
    }
    if !insert(connection, &key)? {
        return Ok(Changed::nothing(Written::Taken));
    }
    record(connection, &change.audit)?;
    let notice = notice_for(key.tenant_id);
    let (value, version) = (key, 1);
    Ok(Changed::done(Versioned { value, version }, notice))
}

pub(super) fn rotate(
    connection: &Connection,
    old: ApiKeyId,
    old_expires_at: Timestamp,
    change: Change<ApiKey>,
) -> Answer {
    let key = change.value;
    let Some(stored) = by_id(connection, old)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let Some(old_version) = version_after(stored.version, change.if_version) else {
        return Ok(Changed::nothing(Written::VersionDiffers));
    };
    if is_over(&stored.value, key.created_at) {
        return Ok(Changed::nothing(Written::Refused));
    }
    if !insert(connection, &key)? {
        return Ok(Changed::nothing(Written::Taken));
    }
    execute(
        connection,
        "UPDATE api_keys SET expires_at = MIN(COALESCE(expires_at, $1), $1), version = $2 \
         WHERE id = $3",
        params![
            old_expires_at.unix_ms(),
            version_number(old_version),
            old.to_string()
        ],
    )?;
    record(connection, &change.audit)?;
    let notice = notice_for(stored.value.tenant_id);
    let (value, version) = (key, 1);
    Ok(Changed::done(Versioned { value, version }, notice))
}

pub(super) fn revoke(
    connection: &Connection,
    id: ApiKeyId,
    at: Timestamp,
    change: Change<Option<String>>,
) -> Answer {
    let Some(mut stored) = by_id(connection, id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let Some(version) = version_after(stored.version, change.if_version) else {
        return Ok(Changed::nothing(Written::VersionDiffers));
    };
    if stored.value.revoked_at.is_some() {
        return Ok(Changed::nothing(Written::Done(stored)));
    }
    execute(
        connection,
        "UPDATE api_keys SET revoked_at = $1, revoked_reason = $2, version = $3 WHERE id = $4",
        params![
            at.unix_ms(),
            change.value,
            version_number(version),
            id.to_string()
        ],
    )?;
    record(connection, &change.audit)?;
    stored.value.revoked_at = Some(at);
    stored.value.revoked_reason = change.value;
    stored.version = version;
    let notice = notice_for(stored.value.tenant_id);
    Ok(Changed::done(stored, notice))
}

pub(super) fn touch(connection: &Connection, uses: &[(ApiKeyId, Timestamp)]) -> Result<(), Fault> {
    for (id, at) in uses {
        execute(
            connection,
            "UPDATE api_keys SET last_used_at = $1 \
             WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $1)",
            params![to_the_minute(*at), id.to_string()],
        )?;
    }
    Ok(())
}
