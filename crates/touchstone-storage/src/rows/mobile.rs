//! Decides how what the family `mobile` keeps is read, and which ending a settlement has.

use touchstone_core::ports::{
    AppleApp, AppleKey, AppleKeyFilter, DeviceKeyCursor, Ending, MobileConflict, MobileSettlement,
    PageRequest, SessionKey, Settled, StoreError, Versioned,
};
use touchstone_core::{AppId, TenantId};

use super::{Fields, ListQuery, Row, Value, corrupt};

macro_rules! apple_app_columns {
    () => {
        "id, tenant_id, apple_app_id, policy, enabled, created_at, updated_at, version"
    };
}
pub(crate) use apple_app_columns;

macro_rules! apple_key_columns {
    () => {
        "tenant_id, key_id, app_id, public_key, environment, counter, registered_at, \
         last_used_at, receipt_type, risk_metric, risk_metric_at, model, version, verdict_id, \
         revoked_at, revoked_reason, receipt"
    };
}
pub(crate) use apple_key_columns;

pub(crate) fn apple_app(row: &dyn Row) -> Result<Versioned<AppleApp>, StoreError> {
    let mut fields = Fields::new(row);
    let value = AppleApp {
        id: fields.parsed("apple_apps.id")?,
        tenant_id: fields.parsed("apple_apps.tenant_id")?,
        apple_app_id: fields.text("apple_apps.apple_app_id")?,
        policy: fields.text("apple_apps.policy")?,
        enabled: fields.flag("apple_apps.enabled")?,
        created_at: fields.time("apple_apps.created_at")?,
        updated_at: fields.time("apple_apps.updated_at")?,
    };
    let version = fields.number("apple_apps.version")?;
    Ok(Versioned { value, version })
}

pub(crate) fn apple_apps(tenant_id: TenantId, page: &PageRequest<AppId>) -> ListQuery {
    ListQuery::new(concat!("SELECT ", apple_app_columns!(), " FROM apple_apps"))
        .only("tenant_id =", Some(tenant_id.to_string()))
        .only("id <", page.after.map(|id| id.to_string()))
        .page("id DESC", page.limit)
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
    })
}

pub(crate) fn apple_keys(
    tenant_id: TenantId,
    filter: &AppleKeyFilter,
    page: &PageRequest<DeviceKeyCursor>,
) -> ListQuery {
    let after = page.after.map(|cursor| {
        let registered_at = Value::Integer(cursor.registered_at.unix_ms());
        (registered_at, Value::Blob(cursor.key_id.to_vec()))
    });
    let query = ListQuery::new(concat!("SELECT ", apple_key_columns!(), " FROM apple_keys"))
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

/// The ending that the caller wants for this end of the race.
pub(crate) fn ending_for(
    settlement: &MobileSettlement,
    conflict: Option<MobileConflict>,
) -> Result<&Ending, StoreError> {
    let Some(conflict) = conflict else {
        return Ok(&settlement.ending);
    };
    settlement
        .conflicts
        .iter()
        .find_map(|(supplied, ending)| (*supplied == conflict).then_some(ending))
        .ok_or(corrupt(
            "settlement.conflicts: no ending for the one that occurred",
        ))
}

/// What is answered once that ending is on disk.
pub(crate) fn settled(settlement: MobileSettlement, conflict: Option<MobileConflict>) -> Settled {
    let supplied = conflict.and_then(|conflict| {
        let mut conflicts = settlement.conflicts.into_iter();
        conflicts.find_map(|(supplied, ending)| (supplied == conflict).then_some(ending))
    });
    Settled {
        verdict_id: settlement.head.id,
        conflict,
        ending: supplied.unwrap_or(settlement.ending),
    }
}
