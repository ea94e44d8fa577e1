//! Decides which credential a settlement registers, and which it notes the use of, in SQLite (spec webauthn.md 3.3).

use rusqlite::{Connection, params};
use touchstone_core::ports::{
    CredentialChange, CredentialUse, NewCredential, VerdictHead, WebauthnConflict,
};

use super::fault::Fault;
use super::read::{execute, first};
use super::webauthn_credentials::{insert, insert_evidence};
use crate::rows::{
    Fields, is_noted, owner_conflict, stored_owner, stored_use, use_conflict, without_nul,
};

type Lost = Result<Option<WebauthnConflict>, Fault>;

/// Runs inside the settlement's savepoint; answers with what is in the way, if anything is.
pub(super) fn change_credentials(
    connection: &Connection,
    head: &VerdictHead,
    change: &CredentialChange,
) -> Lost {
    match change {
        CredentialChange::Register(new) => register(connection, head, new),
        CredentialChange::Use(used) => note_use(connection, head, used),
    }
}

fn register(connection: &Connection, head: &VerdictHead, new: &NewCredential) -> Lost {
    let credential = &new.credential;
    let (tenant_id, user_ext_id) = (head.tenant_id.to_string(), &credential.user_ext_id);
    let owner = first(
        connection,
        "SELECT state, (SELECT COUNT(*) FROM webauthn_credentials c \
         WHERE c.tenant_id = $1 AND c.user_ext_id = $2 AND c.rp = $3 AND c.state = 'active'), \
         EXISTS (SELECT 1 FROM webauthn_credentials c \
         WHERE c.tenant_id = $1 AND c.user_ext_id = $2) \
         FROM webauthn_users WHERE tenant_id = $1 AND ext_id = $2",
        params![tenant_id, user_ext_id, credential.rp.to_string()],
        stored_owner,
    )?;
    if let Some(conflict) = owner_conflict(owner.as_ref(), new) {
        return Ok(Some(conflict));
    }
    if !insert(connection, credential)? {
        return Ok(Some(WebauthnConflict::CredentialTaken));
    }
    insert_evidence(connection, credential.ext_id, &new.evidence)?;
    execute(
        connection,
        "UPDATE webauthn_users SET state = 'active', display_name = $1, updated_at = $2 \
         WHERE tenant_id = $3 AND ext_id = $4",
        params![
            without_nul(&new.display_name),
            head.created_at.unix_ms(),
            tenant_id,
            user_ext_id,
        ],
    )?;
    Ok(None)
}

fn note_use(connection: &Connection, head: &VerdictHead, used: &CredentialUse) -> Lost {
    let stored = first(
        connection,
        "SELECT c.state, c.sign_count, u.state FROM webauthn_credentials c \
         JOIN webauthn_users u ON u.tenant_id = c.tenant_id AND u.ext_id = c.user_ext_id \
         WHERE c.ext_id = $1 AND c.tenant_id = $2 AND c.rp = $3",
        params![
            used.ext_id.to_string(),
            head.tenant_id.to_string(),
            used.rp.to_string(),
        ],
        |row| stored_use(&mut Fields::new(row)),
    )?;
    let conflict = use_conflict(stored.as_ref(), used);
    if conflict == Some(WebauthnConflict::CounterRegressed) {
        execute(
            connection,
            "UPDATE webauthn_credentials SET counter_anomaly_at = $1 WHERE ext_id = $2",
            params![head.created_at.unix_ms(), used.ext_id.to_string()],
        )?;
    }
    if is_noted(used, conflict) {
        advance(connection, head, used)?;
    }
    Ok(conflict)
}

fn advance(connection: &Connection, head: &VerdictHead, used: &CredentialUse) -> Result<(), Fault> {
    execute(
        connection,
        "UPDATE webauthn_credentials SET sign_count = MAX(sign_count, $1), \
         backup_eligible = COALESCE(backup_eligible, $2), backup_state = $3, \
         uv_initialized = MAX(uv_initialized, $4), last_used_at = $5, \
         last_user_agent = COALESCE($6, last_user_agent) WHERE ext_id = $7",
        params![
            used.sign_count,
            used.backup_eligible,
            used.backup_state,
            used.user_verified,
            head.created_at.unix_ms(),
            used.user_agent.as_deref().map(without_nul),
            used.ext_id.to_string(),
        ],
    )?;
    Ok(())
}
