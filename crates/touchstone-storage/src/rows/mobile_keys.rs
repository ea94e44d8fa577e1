//! Decides how a device key of any platform is read, and how the keys of all platforms make one list.

use std::cmp::Reverse;

use touchstone_core::TenantId;
use touchstone_core::ports::{
    AndroidKey, AppleKey, DeviceKey, DeviceKeyCursor, DeviceKeyFilter, DevicePlatform, Page,
    PageRequest, StoreError,
};

use super::{Fields, ListQuery, Row, Value, cut};

macro_rules! apple_key_columns {
    () => {
        "tenant_id, key_id, app_id, public_key, environment, counter, registered_at, \
         last_used_at, receipt_type, risk_metric, risk_metric_at, model, version, verdict_id, \
         revoked_at, revoked_reason, receipt, receipt_due_at"
    };
}
pub(crate) use apple_key_columns;

macro_rules! android_key_columns {
    () => {
        "tenant_id, key_id, app_id, registered_at, last_used_at, model, version, verdict_id, \
         revoked_at, revoked_reason, spki, serials, facts"
    };
}

/// What is the same for all platforms but for the names of their tables.
pub(crate) struct KeyStatements {
    /// The keys.
    select: &'static str,
    /// Key `$2` of tenant `$1`.
    pub(crate) by_id: &'static str,
    /// Whether key `$2` of tenant `$1` is revoked.
    pub(crate) is_revoked: &'static str,
    /// Revokes key `$4` of tenant `$3` at `$1` for the reason `$2`.
    pub(crate) revoke: &'static str,
    /// Forgets key `$2` of tenant `$1`.
    pub(crate) forget: &'static str,
}

macro_rules! key_statements {
    ($columns:expr, $keys:literal) => {
        KeyStatements {
            select: concat!("SELECT ", $columns, " FROM ", $keys),
            by_id: concat!(
                "SELECT ",
                $columns,
                " FROM ",
                $keys,
                " WHERE tenant_id = $1 AND key_id = $2"
            ),
            is_revoked: concat!(
                "SELECT revoked_at IS NOT NULL FROM ",
                $keys,
                " WHERE tenant_id = $1 AND key_id = $2"
            ),
            revoke: concat!(
                "UPDATE ",
                $keys,
                " SET revoked_at = $1, revoked_reason = $2 WHERE tenant_id = $3 AND key_id = $4"
            ),
            forget: concat!(
                "DELETE FROM ",
                $keys,
                " WHERE tenant_id = $1 AND key_id = $2"
            ),
        }
    };
}

static APPLE_KEYS: KeyStatements = key_statements!(apple_key_columns!(), "apple_keys");

static ANDROID_KEYS: KeyStatements = key_statements!(android_key_columns!(), "android_keys");

/// The statements of this platform's keys.
pub(crate) fn key_statements(platform: DevicePlatform) -> &'static KeyStatements {
    match platform {
        DevicePlatform::Apple => &APPLE_KEYS,
        DevicePlatform::AndroidKey => &ANDROID_KEYS,
    }
}

/// A key of this platform.
pub(crate) fn device_key(row: &dyn Row, platform: DevicePlatform) -> Result<DeviceKey, StoreError> {
    match platform {
        DevicePlatform::Apple => apple_key(row).map(DeviceKey::Apple),
        DevicePlatform::AndroidKey => android_key(row).map(DeviceKey::Android),
    }
}

pub(crate) fn apple_key(row: &dyn Row) -> Result<AppleKey, StoreError> {
    let mut fields = Fields::new(row);
    Ok(AppleKey {
        tenant_id: fields.parsed("apple_keys.tenant_id")?,
        key_id: fields.bytes("apple_keys.key_id")?,
        app_id: fields.parsed("apple_keys.app_id")?,
        public_key: fields.bytes("apple_keys.public_key")?,
        environment: fields.text("apple_keys.environment")?,
        counter: fields.number("apple_keys.counter")?,
        registered_at: fields.time("apple_keys.registered_at")?,
        last_used_at: fields.time("apple_keys.last_used_at")?,
        receipt_type: fields.optional_text("apple_keys.receipt_type")?,
        risk_metric: fields.optional_number("apple_keys.risk_metric")?,
        risk_metric_at: fields.optional_time("apple_keys.risk_metric_at")?,
        model: fields.text("apple_keys.model")?,
        version: fields.text("apple_keys.version")?,
        verdict_id: fields.parsed("apple_keys.verdict_id")?,
        revoked_at: fields.optional_time("apple_keys.revoked_at")?,
        revoked_reason: fields.optional_text("apple_keys.revoked_reason")?,
        receipt: fields.optional_blob("apple_keys.receipt")?,
        receipt_due_at: fields.optional_time("apple_keys.receipt_due_at")?,
    })
}

fn android_key(row: &dyn Row) -> Result<AndroidKey, StoreError> {
    let mut fields = Fields::new(row);
    Ok(AndroidKey {
        tenant_id: fields.parsed("android_keys.tenant_id")?,
        key_id: fields.bytes("android_keys.key_id")?,
        app_id: fields.parsed("android_keys.app_id")?,
        registered_at: fields.time("android_keys.registered_at")?,
        last_used_at: fields.time("android_keys.last_used_at")?,
        model: fields.text("android_keys.model")?,
        version: fields.text("android_keys.version")?,
        verdict_id: fields.parsed("android_keys.verdict_id")?,
        revoked_at: fields.optional_time("android_keys.revoked_at")?,
        revoked_reason: fields.optional_text("android_keys.revoked_reason")?,
        spki: fields.blob("android_keys.spki")?,
        serials: fields.words("android_keys.serials")?,
        facts: fields.text("android_keys.facts")?,
    })
}

/// One list per platform that the filter lets through; `merged` makes one page of what they give.
pub(crate) fn device_keys(
    tenant_id: TenantId,
    filter: &DeviceKeyFilter,
    page: &PageRequest<DeviceKeyCursor>,
) -> Vec<(DevicePlatform, ListQuery)> {
    DevicePlatform::ALL
        .into_iter()
        .filter(|platform| filter.platform.is_none_or(|wanted| wanted == *platform))
        .map(|platform| (platform, keys_of(platform, tenant_id, filter, page)))
        .collect()
}

fn keys_of(
    platform: DevicePlatform,
    tenant_id: TenantId,
    filter: &DeviceKeyFilter,
    page: &PageRequest<DeviceKeyCursor>,
) -> ListQuery {
    let after = page.after.map(|cursor| {
        let registered_at = Value::Integer(cursor.registered_at.unix_ms());
        (registered_at, Value::Blob(cursor.key_id.to_vec()))
    });
    let query = ListQuery::new(key_statements(platform).select)
        .only("tenant_id =", Some(tenant_id.to_string()))
        .only("app_id =", filter.app_id.map(|id| id.to_string()))
        .behind("registered_at, key_id", after);
    let query = match filter.revoked {
        Some(true) => query.condition("revoked_at IS NOT NULL"),
        Some(false) => query.condition("revoked_at IS NULL"),
        None => query,
    };
    query.page("registered_at DESC, key_id DESC", page.limit)
}

/// The page of `limit` keys out of the lists of all platforms, each of which holds one key more than the page.
pub(crate) fn merged(mut keys: Vec<DeviceKey>, limit: usize) -> Page<DeviceKey, DeviceKeyCursor> {
    let cursor = |key: &DeviceKey| DeviceKeyCursor {
        registered_at: key.registered_at(),
        key_id: key.id().key_id,
    };
    keys.sort_by_key(|key| Reverse((key.registered_at(), key.id().key_id)));
    cut(keys, limit, cursor)
}
