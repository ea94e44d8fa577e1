//! Decides a settlement of the family `webauthn` in SQLite: session, credential, verdict, events (spec webauthn.md 3.3).

use rusqlite::{Connection, params};
use touchstone_core::ports::{SettledWebauthn, WebauthnConflict, WebauthnSettlement};

use super::fault::Fault;
use super::read::{execute, holds};
use super::verdicts::append;
use super::webauthn_settle_credentials::change_credentials;
use crate::rows::{ending_for, session_end, settled};

/// Runs inside the writer's savepoint: an error leaves no trace of this settlement.
pub(super) fn settle(
    connection: &Connection,
    settlement: WebauthnSettlement,
) -> Result<SettledWebauthn, Fault> {
    if !is_open(connection, &settlement)? {
        return Ok(SettledWebauthn::SessionUsed);
    }
    let head = &settlement.head;
    let conflict = match &settlement.change {
        Some(change) => change_credentials(connection, head, change)?,
        None => None,
    };
    end_session(connection, &settlement, conflict)?;
    let ending = ending_for(&settlement.ending, &settlement.conflicts, conflict)?;
    append(connection, head, ending)?;
    Ok(SettledWebauthn::Written(settled(
        head.id,
        settlement.ending,
        settlement.conflicts,
        conflict,
    )))
}

/// Whether the session waits for a result. One whose relying party is gone is gone itself.
fn is_open(connection: &Connection, settlement: &WebauthnSettlement) -> Result<bool, Fault> {
    holds(
        connection,
        "SELECT EXISTS (SELECT 1 FROM webauthn_sessions s \
         JOIN webauthn_rps r ON r.tenant_id = s.tenant_id AND r.id = s.rp \
         WHERE s.id_sha256 = $1 AND s.tenant_id = $2 AND s.state = 'initialized')",
        params![settlement.session, settlement.head.tenant_id.to_string()],
    )
}

fn end_session(
    connection: &Connection,
    settlement: &WebauthnSettlement,
    conflict: Option<WebauthnConflict>,
) -> Result<(), Fault> {
    let end = session_end(settlement, conflict)?;
    execute(
        connection,
        // Whose session it is may be known by the credential alone.
        "UPDATE webauthn_sessions SET state = $1, reason = $2, verdict_id = $3, \
         credential_ext_id = $4, user_verified = $5, changed_at = $6, \
         visible_until = MAX(visible_until, $7), user_ext_id = COALESCE(user_ext_id, \
         (SELECT c.user_ext_id FROM webauthn_credentials c WHERE c.ext_id = $4)) \
         WHERE id_sha256 = $8",
        params![
            end.state,
            end.reason,
            settlement.head.id.to_string(),
            end.credential_ext_id.map(|id| id.to_string()),
            end.user_verified,
            settlement.head.created_at.unix_ms(),
            settlement.visible_until.unix_ms(),
            settlement.session,
        ],
    )?;
    Ok(())
}
