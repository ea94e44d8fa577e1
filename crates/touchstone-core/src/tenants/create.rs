//! Decides how a tenant is made.

use super::snapshot::snapshot;
use super::{TenantFields, WORDS, name};
use crate::audit::Trace;
use crate::ports::{Change, Tenant, Versioned};
use crate::{AdminCall, AdminError, TenantId, scope};

/// Makes a tenant. Takes the scope `tenants:write` and a server-wide key.
pub async fn create(
    admin: &AdminCall<'_>,
    fields: TenantFields,
) -> Result<Versioned<Tenant>, AdminError> {
    admin.require(scope::TENANTS_WRITE)?;
    admin.require_server_wide()?;
    name::check(&fields.name)?;
    let world = &admin.touchstone.world;
    let tenant = Tenant {
        id: TenantId::new(admin.now(), &*world.random),
        name: fields.name,
        enabled: fields.enabled,
        created_at: admin.now(),
        updated_at: admin.now(),
    };
    let audit = admin.audit(Trace {
        action: "tenant.create",
        tenant_id: Some(tenant.id),
        object: tenant.id.to_string(),
        before: None,
        after: Some(snapshot(&tenant)),
    });
    let change = Change {
        value: tenant,
        if_version: None,
        audit,
    };
    WORDS.done(world.store.create_tenant(change).await?, None)
}
