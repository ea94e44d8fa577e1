//! Decides what a sealed value's place is called; the words are bound to it as additional data, so they never change.

use touchstone_core::ports::{Notice, SealedRow, StoreError};

use super::{Fields, Row, notice_for};

/// The sealed key of the family `webauthn`.
pub(crate) const WEBAUTHN_KEY: &str = "SELECT sealed FROM webauthn_key";

/// Stores that key when there is none.
pub(crate) const INSERT_WEBAUTHN_KEY: &str =
    "INSERT INTO webauthn_key (only_row, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING";

/// Reads `entity, column, id, tenant_id, sealed`.
pub(crate) fn sealed_row(row: &dyn Row) -> Result<SealedRow, StoreError> {
    let mut fields = Fields::new(row);
    Ok(SealedRow {
        entity: fields.text("sealed.entity")?,
        column: fields.text("sealed.column")?,
        row: fields.text("sealed.id")?,
        tenant_id: fields.optional_parsed("sealed.tenant_id")?,
        sealed: fields.blob("sealed.sealed")?,
    })
}

/// The statement that puts `$1` in the place of `$3` in row `$2` of tenant `$4`; `None` for a place that does not exist. An app gets
/// another version, so that an administrator who read the old value does not put it back. `of_session` is that of a session, whose
/// row is a hash in hexadecimal digits: each engine reads them in its own way.
pub(crate) fn reseal_statement(row: &SealedRow, of_session: &'static str) -> Option<&'static str> {
    match (row.entity.as_str(), row.column.as_str()) {
        ("session_master_key", "sealed") => Some(
            "UPDATE session_master_keys SET sealed = $1 \
             WHERE id = $2 AND sealed = $3 AND CAST($4 AS text) IS NULL",
        ),
        ("apple_app", "devicecheck_key") => Some(
            "UPDATE apple_apps SET devicecheck_key = $1, version = version + 1 \
             WHERE id = $2 AND devicecheck_key = $3 AND tenant_id = $4",
        ),
        ("android_app", "play_decryption_key") => Some(
            "UPDATE android_apps SET play_decryption_key = $1, version = version + 1 \
             WHERE id = $2 AND play_decryption_key = $3 AND tenant_id = $4",
        ),
        ("android_app", "service_account") => Some(
            "UPDATE android_apps SET service_account = $1, version = version + 1 \
             WHERE id = $2 AND service_account = $3 AND tenant_id = $4",
        ),
        ("webauthn_key", "key") => Some(
            "UPDATE webauthn_key SET sealed = $1 \
             WHERE CAST(only_row AS text) = $2 AND sealed = $3 AND CAST($4 AS text) IS NULL",
        ),
        ("webauthn_session", "session_id") => Some(of_session),
        _ => None,
    }
}

/// Who hears of a value that was sealed anew; nobody holds sessions.
pub(crate) fn reseal_notice(row: &SealedRow) -> Option<Notice> {
    (row.entity != "webauthn_session").then(|| notice_for(row.tenant_id))
}
