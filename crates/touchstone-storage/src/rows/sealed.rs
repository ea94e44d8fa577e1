//! Decides what a sealed value's place is called; the words are bound to it as additional data, so they never change.

use touchstone_core::ports::{SealedRow, StoreError};

use super::{Fields, Row};

/// The entity of the session master keys.
pub(crate) const SESSION_MASTER_KEY: &str = "session_master_key";

/// The column in every entity.
const SEALED: &str = "sealed";

/// Reads `id, sealed` of a server-wide entity.
pub(crate) fn sealed_row(row: &dyn Row, entity: &'static str) -> Result<SealedRow, StoreError> {
    let mut fields = Fields::new(row);
    Ok(SealedRow {
        entity: entity.to_owned(),
        column: SEALED.to_owned(),
        row: fields.text("sealed.id")?,
        tenant_id: None,
        sealed: fields.blob("sealed.sealed")?,
    })
}
