//! Decides how a tenant's settings, the session master keys and the status list are read.

use touchstone_core::ports::{SessionKey, StoreError, StoredStatusList, Versioned};

use super::{Fields, Row};

/// Reads `settings, version`.
pub(crate) fn mobile_settings(row: &dyn Row) -> Result<Versioned<String>, StoreError> {
    let mut fields = Fields::new(row);
    let value = fields.text("mobile_settings.settings")?;
    let version = fields.number("mobile_settings.version")?;
    Ok(Versioned { value, version })
}

/// Reads `id, sealed, created_at, issues_from`.
pub(crate) fn session_key(row: &dyn Row) -> Result<SessionKey, StoreError> {
    let mut fields = Fields::new(row);
    Ok(SessionKey {
        id: fields.parsed("session_master_keys.id")?,
        sealed: fields.blob("session_master_keys.sealed")?,
        created_at: fields.time("session_master_keys.created_at")?,
        issues_from: fields.time("session_master_keys.issues_from")?,
    })
}

/// Reads `fetched_at, fresh_until, etag, entries, source, body`.
pub(crate) fn status_list(row: &dyn Row) -> Result<StoredStatusList, StoreError> {
    let mut fields = Fields::new(row);
    Ok(StoredStatusList {
        fetched_at: fields.time("status_list.fetched_at")?,
        fresh_until: fields.time("status_list.fresh_until")?,
        etag: fields.optional_text("status_list.etag")?,
        entries: fields.number("status_list.entries")?,
        source: fields.text("status_list.source")?,
        body: fields.blob("status_list.body")?.into(),
    })
}
