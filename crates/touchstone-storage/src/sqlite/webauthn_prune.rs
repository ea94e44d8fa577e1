//! Decides how ended sessions, and users that never came to a credential, are forgotten in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::Timestamp;

use super::fault::Fault;
use super::read::execute;

/// Deletes the oldest of both, at most `limit` of each; how many in all.
pub(super) fn prune(connection: &Connection, before: Timestamp, limit: u32) -> Result<u64, Fault> {
    let params = params![before.unix_ms(), limit];
    let sessions = execute(
        connection,
        "DELETE FROM webauthn_sessions WHERE id_sha256 IN \
         (SELECT id_sha256 FROM webauthn_sessions WHERE visible_until < $1 \
         ORDER BY visible_until LIMIT $2)",
        params,
    )?;
    let users = execute(
        connection,
        "DELETE FROM webauthn_users WHERE (tenant_id, ext_id) IN \
         (SELECT u.tenant_id, u.ext_id FROM webauthn_users u \
         WHERE u.state = 'pending' AND u.created_at < $1 \
         AND NOT EXISTS (SELECT 1 FROM webauthn_credentials c \
         WHERE c.tenant_id = u.tenant_id AND c.user_ext_id = u.ext_id) \
         AND NOT EXISTS (SELECT 1 FROM webauthn_sessions s \
         WHERE s.tenant_id = u.tenant_id AND s.user_ext_id = u.ext_id) \
         ORDER BY u.created_at LIMIT $2)",
        params,
    )?;
    Ok(sessions.saturating_add(users))
}
