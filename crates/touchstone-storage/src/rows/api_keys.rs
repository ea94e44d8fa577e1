//! Decides how an API key is written as columns and read again.

use touchstone_core::ports::{ApiKey, ApiKeyFilter, KeyKind, Notice, StoreError, Versioned};
use touchstone_core::{ApiKeyId, AppId, TenantId, Timestamp};

use super::{Fields, ListQuery, corrupt};

macro_rules! api_key_columns {
    () => {
        "id, tenant_id, kind, sha256, prefix, label, app_ids, scopes, created_at, expires_at, \
         revoked_at, revoked_reason, last_used_at, rp_id, version"
    };
}
pub(crate) use api_key_columns;

/// The apps as a JSON array.
pub(crate) fn app_ids_json(app_ids: Option<&[AppId]>) -> Result<Option<String>, StoreError> {
    app_ids
        .map(|ids| serde_json::to_string(ids).map_err(|_| corrupt("api_keys.app_ids")))
        .transpose()
}

pub(crate) fn api_key(fields: &mut Fields<'_>) -> Result<Versioned<ApiKey>, StoreError> {
    let value = ApiKey {
        id: fields.parsed("api_keys.id")?,
        tenant_id: fields.optional_parsed("api_keys.tenant_id")?,
        kind: KeyKind::from_word(&fields.text("api_keys.kind")?).ok_or(corrupt("api_keys.kind"))?,
        sha256: fields.bytes("api_keys.sha256")?,
        prefix: fields.text("api_keys.prefix")?,
        label: fields.text("api_keys.label")?,
        app_ids: fields
            .optional_text("api_keys.app_ids")?
            .map(|json| serde_json::from_str(&json).map_err(|_| corrupt("api_keys.app_ids")))
            .transpose()?,
        scopes: fields.words("api_keys.scopes")?,
        created_at: fields.time("api_keys.created_at")?,
        expires_at: fields.optional_time("api_keys.expires_at")?,
        revoked_at: fields.optional_time("api_keys.revoked_at")?,
        revoked_reason: fields.optional_text("api_keys.revoked_reason")?,
        last_used_at: fields.optional_time("api_keys.last_used_at")?,
        rp_id: fields.optional_parsed("api_keys.rp_id")?,
    };
    let version = fields.number("api_keys.version")?;
    Ok(Versioned { value, version })
}

pub(crate) fn api_keys(filter: &ApiKeyFilter, after: Option<ApiKeyId>, limit: usize) -> ListQuery {
    ListQuery::new(concat!("SELECT ", api_key_columns!(), " FROM api_keys"))
        .only("tenant_id =", filter.tenant_id.map(|id| id.to_string()))
        .only("kind =", filter.kind.map(KeyKind::as_str))
        .only("id <", after.map(|id| id.to_string()))
        .page("id DESC", limit)
}

/// Whether the key is revoked, or expired at `now`.
pub(crate) fn is_over(key: &ApiKey, now: Timestamp) -> bool {
    key.revoked_at.is_some() || key.expires_at.is_some_and(|expires_at| expires_at <= now)
}

/// The beginning of the minute, in unix milliseconds.
pub(crate) fn to_the_minute(at: Timestamp) -> i64 {
    let unix_ms = at.unix_ms();
    unix_ms.saturating_sub(unix_ms.rem_euclid(60_000))
}

/// Whom a change concerns: the tenant, or everyone when it is server-wide.
pub(crate) fn notice_for(tenant_id: Option<TenantId>) -> Notice {
    tenant_id.map_or(Notice::Everything, Notice::Tenant)
}
