//! Decides how a registered app of either kind is read, and with which statements its kind is counted and removed.

use touchstone_core::ports::{
    AndroidApp, AppleApp, PageRequest, PlayKeys, Sealed, StoreError, Versioned,
};
use touchstone_core::{AppId, TenantId};

use super::{Fields, ListQuery, Row, corrupt};

macro_rules! apple_app_columns {
    () => {
        "id, tenant_id, apple_app_id, policy, devicecheck_key, refreshes_receipts, enabled, \
         created_at, updated_at, version"
    };
}
pub(crate) use apple_app_columns;

macro_rules! android_app_columns {
    () => {
        "id, tenant_id, package_name, policy, play_decryption_key, play_verification_key, \
         service_account, enabled, created_at, updated_at, version"
    };
}
pub(crate) use android_app_columns;

/// What is the same for both kinds of apps but for the names of their tables.
pub(crate) struct AppStatements {
    /// How many apps tenant `$1` has under the unique name `$2`.
    pub(crate) count_named: &'static str,
    /// How many apps tenant `$1` has.
    pub(crate) count: &'static str,
    /// How many device keys app `$2` of tenant `$1` has.
    pub(crate) count_keys: &'static str,
    /// Forgets them.
    pub(crate) delete_keys: &'static str,
    /// Removes app `$2` of tenant `$1`.
    pub(crate) delete: &'static str,
}

macro_rules! app_statements {
    ($apps:literal, $name:literal, $keys:literal) => {
        AppStatements {
            count_named: concat!(
                "SELECT COUNT(*) FROM ",
                $apps,
                " WHERE tenant_id = $1 AND ",
                $name,
                " = $2"
            ),
            count: concat!("SELECT COUNT(*) FROM ", $apps, " WHERE tenant_id = $1"),
            count_keys: concat!(
                "SELECT COUNT(*) FROM ",
                $keys,
                " WHERE tenant_id = $1 AND app_id = $2"
            ),
            delete_keys: concat!(
                "DELETE FROM ",
                $keys,
                " WHERE tenant_id = $1 AND app_id = $2"
            ),
            delete: concat!("DELETE FROM ", $apps, " WHERE tenant_id = $1 AND id = $2"),
        }
    };
}

pub(crate) static APPLE_APPS: AppStatements =
    app_statements!("apple_apps", "apple_app_id", "apple_keys");

pub(crate) static ANDROID_APPS: AppStatements =
    app_statements!("android_apps", "package_name", "android_keys");

pub(crate) fn apple_app(row: &dyn Row) -> Result<Versioned<AppleApp>, StoreError> {
    let mut fields = Fields::new(row);
    let value = AppleApp {
        id: fields.parsed("apple_apps.id")?,
        tenant_id: fields.parsed("apple_apps.tenant_id")?,
        apple_app_id: fields.text("apple_apps.apple_app_id")?,
        policy: fields.text("apple_apps.policy")?,
        devicecheck_key: fields
            .optional_blob("apple_apps.devicecheck_key")?
            .map(Sealed),
        refreshes_receipts: fields.flag("apple_apps.refreshes_receipts")?,
        enabled: fields.flag("apple_apps.enabled")?,
        created_at: fields.time("apple_apps.created_at")?,
        updated_at: fields.time("apple_apps.updated_at")?,
    };
    let version = fields.number("apple_apps.version")?;
    Ok(Versioned { value, version })
}

pub(crate) fn android_app(row: &dyn Row) -> Result<Versioned<AndroidApp>, StoreError> {
    let mut fields = Fields::new(row);
    let value = AndroidApp {
        id: fields.parsed("android_apps.id")?,
        tenant_id: fields.parsed("android_apps.tenant_id")?,
        package_name: fields.text("android_apps.package_name")?,
        policy: fields.text("android_apps.policy")?,
        play_keys: play_keys(&mut fields)?,
        service_account: fields
            .optional_blob("android_apps.service_account")?
            .map(Sealed),
        enabled: fields.flag("android_apps.enabled")?,
        created_at: fields.time("android_apps.created_at")?,
        updated_at: fields.time("android_apps.updated_at")?,
    };
    let version = fields.number("android_apps.version")?;
    Ok(Versioned { value, version })
}

/// Both keys or none.
fn play_keys(fields: &mut Fields<'_>) -> Result<Option<PlayKeys>, StoreError> {
    let decryption_key = fields.optional_blob("android_apps.play_decryption_key")?;
    let verification_key = fields.optional_blob("android_apps.play_verification_key")?;
    match (decryption_key, verification_key) {
        (Some(decryption_key), Some(verification_key)) => Ok(Some(PlayKeys {
            decryption_key: Sealed(decryption_key),
            verification_key,
        })),
        (None, None) => Ok(None),
        _ => Err(corrupt("android_apps: one play key without the other")),
    }
}

pub(crate) fn apple_apps(tenant_id: TenantId, page: &PageRequest<AppId>) -> ListQuery {
    let select = concat!("SELECT ", apple_app_columns!(), " FROM apple_apps");
    apps(select, tenant_id, page)
}

pub(crate) fn android_apps(tenant_id: TenantId, page: &PageRequest<AppId>) -> ListQuery {
    let select = concat!("SELECT ", android_app_columns!(), " FROM android_apps");
    apps(select, tenant_id, page)
}

fn apps(select: &'static str, tenant_id: TenantId, page: &PageRequest<AppId>) -> ListQuery {
    ListQuery::new(select)
        .only("tenant_id =", Some(tenant_id.to_string()))
        .only("id <", page.after.map(|id| id.to_string()))
        .page("id DESC", page.limit)
}
