//! Decides how sources of metadata and the tenants' own statements are read, and with which statements they are written.

use touchstone_core::ports::{LocalStatement, MdsSource, StatementHead, StoreError};

use super::{Fields, Row, corrupt};

/// Every source, without its BLOB.
pub(crate) const MDS_SOURCES: &str = "SELECT url, number, next_update, etag, fetched_at, \
    taken_over_at, asked_at, reason, entries, skipped FROM webauthn_mds_sources ORDER BY url";

/// The BLOB of source `$1`.
pub(crate) const MDS_BLOB: &str = "SELECT blob FROM webauthn_mds_sources WHERE url = $1";

/// A source with its BLOB, in place of one with a smaller number only.
pub(crate) const PUT_MDS_BLOB: &str = "\
    INSERT INTO webauthn_mds_sources AS s (url, number, next_update, etag, fetched_at, \
    taken_over_at, asked_at, reason, entries, skipped, blob) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
    ON CONFLICT (url) DO UPDATE SET number = excluded.number, \
    next_update = excluded.next_update, etag = excluded.etag, \
    fetched_at = excluded.fetched_at, taken_over_at = excluded.taken_over_at, \
    asked_at = excluded.asked_at, reason = excluded.reason, entries = excluded.entries, \
    skipped = excluded.skipped, blob = excluded.blob \
    WHERE s.number IS NULL OR s.number < excluded.number";

/// How source `$1` was asked.
pub(crate) const NOTE_MDS_ASKED: &str = "\
    INSERT INTO webauthn_mds_sources (url, etag, fetched_at, asked_at, reason, entries, skipped) \
    VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, \
    fetched_at = excluded.fetched_at, asked_at = excluded.asked_at, reason = excluded.reason";

macro_rules! local_statement_columns {
    () => {
        "aaguid, description, sha256, updated_at, tenant_id, json"
    };
}
pub(crate) use local_statement_columns;

/// The statements of tenant `$1`, without their text.
pub(crate) const STATEMENT_HEADS: &str = "SELECT aaguid, description, sha256, updated_at \
    FROM webauthn_statements WHERE tenant_id = $1 ORDER BY aaguid LIMIT 1000";

/// How many statements tenant `$1` has about other models than `$2`.
pub(crate) const COUNT_OTHER_STATEMENTS: &str =
    "SELECT COUNT(*) FROM webauthn_statements WHERE tenant_id = $1 AND aaguid <> $2";

/// How many bytes they have.
pub(crate) const SUM_OTHER_STATEMENTS: &str = "\
    SELECT CAST(COALESCE(SUM(bytes), 0) AS bigint) FROM webauthn_statements \
    WHERE tenant_id = $1 AND aaguid <> $2";

/// A statement, in place of the older one about the model.
pub(crate) const PUT_LOCAL_STATEMENT: &str = "\
    INSERT INTO webauthn_statements (tenant_id, aaguid, description, sha256, updated_at, bytes, \
    json) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, aaguid) DO UPDATE \
    SET description = excluded.description, sha256 = excluded.sha256, \
    updated_at = excluded.updated_at, bytes = excluded.bytes, json = excluded.json";

/// Removes the statement of tenant `$1` about model `$2`.
pub(crate) const REMOVE_LOCAL_STATEMENT: &str =
    "DELETE FROM webauthn_statements WHERE tenant_id = $1 AND aaguid = $2";

pub(crate) fn mds_source(row: &dyn Row) -> Result<MdsSource, StoreError> {
    let mut fields = Fields::new(row);
    Ok(MdsSource {
        url: fields.text("webauthn_mds_sources.url")?,
        number: fields.optional_number("webauthn_mds_sources.number")?,
        next_update: fields.optional_text("webauthn_mds_sources.next_update")?,
        etag: fields.optional_text("webauthn_mds_sources.etag")?,
        fetched_at: fields.optional_time("webauthn_mds_sources.fetched_at")?,
        taken_over_at: fields.optional_time("webauthn_mds_sources.taken_over_at")?,
        asked_at: fields.optional_time("webauthn_mds_sources.asked_at")?,
        reason: fields.optional_text("webauthn_mds_sources.reason")?,
        entries: fields.number("webauthn_mds_sources.entries")?,
        skipped: fields.number("webauthn_mds_sources.skipped")?,
    })
}

/// Reads `blob`.
pub(crate) fn mds_blob(row: &dyn Row) -> Result<Option<Vec<u8>>, StoreError> {
    Fields::new(row).optional_blob("webauthn_mds_sources.blob")
}

pub(crate) fn statement_head(row: &dyn Row) -> Result<StatementHead, StoreError> {
    read_head(&mut Fields::new(row))
}

fn read_head(fields: &mut Fields<'_>) -> Result<StatementHead, StoreError> {
    Ok(StatementHead {
        aaguid: fields.bytes("webauthn_statements.aaguid")?,
        description: fields.optional_text("webauthn_statements.description")?,
        sha256: fields.bytes("webauthn_statements.sha256")?,
        updated_at: fields.time("webauthn_statements.updated_at")?,
    })
}

pub(crate) fn local_statement(row: &dyn Row) -> Result<LocalStatement, StoreError> {
    let mut fields = Fields::new(row);
    Ok(LocalStatement {
        head: read_head(&mut fields)?,
        tenant_id: fields.parsed("webauthn_statements.tenant_id")?,
        json: fields.text("webauthn_statements.json")?,
    })
}

/// How many bytes a statement counts for.
pub(crate) fn statement_bytes(statement: &LocalStatement) -> u64 {
    u64::try_from(statement.json.len()).unwrap_or(u64::MAX)
}

/// A count as a column.
pub(crate) fn count_number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The number of a BLOB that is to be stored: without one nobody could say which of two is newer.
pub(crate) fn blob_number(source: &MdsSource) -> Result<i64, StoreError> {
    source
        .number
        .ok_or(corrupt("mds_source.number: a BLOB without one"))
}
