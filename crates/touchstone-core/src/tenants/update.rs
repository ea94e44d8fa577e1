//! Decides how a tenant is renamed, disabled and enabled. Disabling it refuses all its API keys.

use super::snapshot::snapshot;
use super::{TenantFields, WORDS, name};
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::ports::{Change, Tenant, Versioned};
use crate::{AdminCall, AdminError, scope};

/// Changes the tenant of this identifier or name; `change` is told what is stored and says what shall be. Takes the scope
/// `tenants:write`.
pub async fn update(
    admin: &AdminCall<'_>,
    named: &str,
    if_version: Option<u64>,
    change: impl FnOnce(TenantFields) -> Result<TenantFields, AdminError> + Send,
) -> Result<Versioned<Tenant>, AdminError> {
    admin.require(scope::TENANTS_WRITE)?;
    let stored = admin.named_tenant(named).await?;
    expect_version(&stored, if_version)?;
    let before = stored.value;
    let fields = change(TenantFields {
        name: before.name.clone(),
        enabled: before.enabled,
    })?;
    name::check(&fields.name)?;
    if fields.name != before.name {
        // Operators act by names, and one that is taken tells of another tenant.
        admin.require_server_wide()?;
    }
    let after = Tenant {
        name: fields.name,
        enabled: fields.enabled,
        updated_at: admin.now(),
        ..before.clone()
    };
    let audit = admin.audit(Trace {
        action: "tenant.update",
        tenant_id: Some(after.id),
        object: after.id.to_string(),
        before: Some(snapshot(&before)),
        after: Some(snapshot(&after)),
    });
    let change = Change {
        value: after,
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(Some(change.value.id));
    let written = admin.touchstone.world.store.update_tenant(change).await?;
    let tenant = WORDS.done(written, if_version)?;
    Ok(tenant)
}
