//! Decides which device key a settlement registers, advances or touches in SQLite (spec mobile.md 3.3, step 2).

use rusqlite::{Connection, params};
use touchstone_core::ports::{
    DevicePlatform, KeyChange, MobileConflict, NewAndroidKey, NewAppleKey, VerdictHead,
};

use super::fault::Fault;
use super::read::{execute, first};
use crate::rows::{Fields, key_statements, without_nul, words_json};

type Lost = Result<Option<MobileConflict>, Fault>;

/// Runs inside the settlement's savepoint; answers with the race that was lost, if one was.
pub(super) fn change_key(connection: &Connection, head: &VerdictHead, change: &KeyChange) -> Lost {
    match change {
        KeyChange::RegisterApple(key) => register_apple(connection, head, key),
        KeyChange::AdvanceApple { key_id, counter } => {
            advance_apple(connection, head, key_id, *counter)
        }
        KeyChange::RegisterAndroid(key) => register_android(connection, head, key),
        KeyChange::TouchAndroid { key_id } => touch_android(connection, head, key_id),
    }
}

fn register_apple(connection: &Connection, head: &VerdictHead, key: &NewAppleKey) -> Lost {
    let registered = execute(
        connection,
        "INSERT INTO apple_keys (tenant_id, key_id, app_id, public_key, environment, counter, \
         registered_at, last_used_at, receipt_type, model, version, verdict_id, receipt, \
         receipt_due_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (tenant_id, key_id) DO NOTHING",
        params![
            head.tenant_id.to_string(),
            key.key_id,
            key.app_id.to_string(),
            key.public_key,
            key.environment,
            key.counter,
            head.created_at.unix_ms(),
            key.receipt_type,
            without_nul(&key.model),
            without_nul(&key.version),
            head.id.to_string(),
            key.receipt,
            key.receipt_due_at.map(|at| at.unix_ms()),
        ],
    )?;
    Ok((registered == 0).then_some(MobileConflict::KeyTaken))
}

fn advance_apple(
    connection: &Connection,
    head: &VerdictHead,
    key_id: &[u8; 32],
    counter: u32,
) -> Lost {
    let advanced = execute(
        connection,
        "UPDATE apple_keys SET counter = $1, last_used_at = $2 \
         WHERE tenant_id = $3 AND key_id = $4 AND counter < $1 AND revoked_at IS NULL",
        params![
            counter,
            head.created_at.unix_ms(),
            head.tenant_id.to_string(),
            key_id,
        ],
    )?;
    if advanced == 1 {
        return Ok(None);
    }
    Ok(Some(
        match is_revoked(connection, head, DevicePlatform::Apple, key_id)? {
            None => MobileConflict::KeyUnknown,
            Some(true) => MobileConflict::KeyRevoked,
            Some(false) => MobileConflict::CounterReplay,
        },
    ))
}

fn register_android(connection: &Connection, head: &VerdictHead, key: &NewAndroidKey) -> Lost {
    let registered = execute(
        connection,
        "INSERT INTO android_keys (tenant_id, key_id, app_id, registered_at, last_used_at, \
         model, version, verdict_id, spki, serials, facts) \
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (tenant_id, key_id) DO NOTHING",
        params![
            head.tenant_id.to_string(),
            key.key_id,
            key.app_id.to_string(),
            head.created_at.unix_ms(),
            without_nul(&key.model),
            without_nul(&key.version),
            head.id.to_string(),
            key.spki,
            words_json(&key.serials),
            key.facts,
        ],
    )?;
    Ok((registered == 0).then_some(MobileConflict::KeyTaken))
}

fn touch_android(connection: &Connection, head: &VerdictHead, key_id: &[u8; 32]) -> Lost {
    let touched = execute(
        connection,
        "UPDATE android_keys SET last_used_at = $1 \
         WHERE tenant_id = $2 AND key_id = $3 AND revoked_at IS NULL",
        params![
            head.created_at.unix_ms(),
            head.tenant_id.to_string(),
            key_id
        ],
    )?;
    if touched == 1 {
        return Ok(None);
    }
    Ok(Some(
        match is_revoked(connection, head, DevicePlatform::AndroidKey, key_id)? {
            Some(true) => MobileConflict::KeyRevoked,
            None | Some(false) => MobileConflict::KeyUnknown,
        },
    ))
}

/// `None` when the key is not registered.
fn is_revoked(
    connection: &Connection,
    head: &VerdictHead,
    platform: DevicePlatform,
    key_id: &[u8; 32],
) -> Result<Option<bool>, Fault> {
    first(
        connection,
        key_statements(platform).is_revoked,
        params![head.tenant_id.to_string(), key_id],
        |row| Fields::new(row).flag("device keys: revoked_at"),
    )
}
