//! Decides how a user of passkeys is written in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::ports::WebauthnUser;

use super::fault::Fault;
use super::read::execute;
use crate::rows::{INSERT_USER, without_nul};

/// Inserts the user; false when its `ext_id`, name or handle is taken in the tenant.
pub(super) fn insert(connection: &Connection, user: &WebauthnUser) -> Result<bool, Fault> {
    let inserted = execute(
        connection,
        INSERT_USER,
        params![
            user.tenant_id.to_string(),
            user.ext_id,
            user.username,
            without_nul(&user.display_name),
            user.handle,
            user.state.as_str(),
            user.created_at.unix_ms(),
            user.updated_at.unix_ms(),
        ],
    )?;
    Ok(inserted == 1)
}
