//! Decides a settlement of the family `mobile` in SQLite: claim, key change, verdict, events (spec mobile.md 3.3).

use rusqlite::{Connection, params};
use touchstone_core::ports::{Claim, MobileConflict, MobileSettlement, Settled, VerdictHead};

use super::fault::Fault;
use super::mobile_settle_keys::change_key;
use super::read::{execute, holds};
use super::verdicts::append;
use crate::rows::{ending_for, settled};

/// Runs inside the writer's savepoint: an error leaves no trace of this settlement.
pub(super) fn settle(
    connection: &Connection,
    settlement: MobileSettlement,
) -> Result<Settled, Fault> {
    let head = &settlement.head;
    let mut conflict = match settlement.claim {
        Some(claim) => use_up(connection, head, claim)?,
        None => None,
    };
    if conflict.is_none()
        && let Some(change) = &settlement.key_change
    {
        conflict = change_key(connection, head, change)?;
    }
    let ending = ending_for(&settlement.ending, &settlement.conflicts, conflict)?;
    append(connection, head, ending)?;
    Ok(settled(
        head.id,
        settlement.ending,
        settlement.conflicts,
        conflict,
    ))
}

fn use_up(
    connection: &Connection,
    head: &VerdictHead,
    claim: Claim,
) -> Result<Option<MobileConflict>, Fault> {
    match claim {
        Claim::Session {
            reference,
            expires_at,
        } => use_session(connection, head, reference, expires_at.unix_ms()),
        Claim::Nonce { sha256, expires_at } => {
            use_nonce(connection, head, sha256, expires_at.unix_ms())
        }
    }
}

fn use_session(
    connection: &Connection,
    head: &VerdictHead,
    reference: [u8; 16],
    expires_at_ms: i64,
) -> Result<Option<MobileConflict>, Fault> {
    let tenant_id = head.tenant_id.to_string();
    let used = execute(
        connection,
        "INSERT INTO session_uses (tenant_id, reference, verdict_id, used_at, expires_at) \
         SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS \
         (SELECT 1 FROM prune_marks WHERE tenant_id = $1 AND ended_by >= $5) \
         ON CONFLICT DO NOTHING",
        params![
            tenant_id,
            reference,
            head.id.to_string(),
            head.created_at.unix_ms(),
            expires_at_ms,
        ],
    )?;
    if used == 1 {
        return Ok(None);
    }
    let is_expired = is_pruned(connection, &tenant_id, expires_at_ms)?;
    Ok(Some(if is_expired {
        MobileConflict::ClaimExpired
    } else {
        MobileConflict::ClaimUsed
    }))
}

/// Whether a session with this end lies at or before the tenant's prune mark.
pub(super) fn is_pruned(
    connection: &Connection,
    tenant_id: &str,
    expires_at_ms: i64,
) -> Result<bool, Fault> {
    holds(
        connection,
        "SELECT EXISTS (SELECT 1 FROM prune_marks WHERE tenant_id = $1 AND ended_by >= $2)",
        params![tenant_id, expires_at_ms],
    )
}

fn use_nonce(
    connection: &Connection,
    head: &VerdictHead,
    sha256: [u8; 32],
    expires_at_ms: i64,
) -> Result<Option<MobileConflict>, Fault> {
    let used = execute(
        connection,
        "INSERT INTO nonce_uses (tenant_id, sha256, verdict_id, expires_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, sha256) DO UPDATE \
         SET verdict_id = excluded.verdict_id, expires_at = excluded.expires_at \
         WHERE nonce_uses.expires_at <= $5",
        params![
            head.tenant_id.to_string(),
            sha256,
            head.id.to_string(),
            expires_at_ms,
            head.created_at.unix_ms(),
        ],
    )?;
    Ok((used == 0).then_some(MobileConflict::ClaimUsed))
}
