//! Decides how a tenant is read.

use touchstone_core::TenantId;
use touchstone_core::ports::{StoreError, Tenant, Versioned};

use super::{Fields, ListQuery, Row};

macro_rules! tenant_columns {
    () => {
        "id, name, enabled, created_at, updated_at, version"
    };
}
pub(crate) use tenant_columns;

pub(crate) fn tenant(row: &dyn Row) -> Result<Versioned<Tenant>, StoreError> {
    let mut fields = Fields::new(row);
    Ok(Versioned {
        value: Tenant {
            id: fields.parsed("tenants.id")?,
            name: fields.text("tenants.name")?,
            enabled: fields.flag("tenants.enabled")?,
            created_at: fields.time("tenants.created_at")?,
            updated_at: fields.time("tenants.updated_at")?,
        },
        version: fields.number("tenants.version")?,
    })
}

pub(crate) fn tenants(only: Option<TenantId>, after: Option<TenantId>, limit: usize) -> ListQuery {
    ListQuery::new(concat!("SELECT ", tenant_columns!(), " FROM tenants"))
        .only("id =", only.map(|id| id.to_string()))
        .only("id <", after.map(|id| id.to_string()))
        .page("id DESC", limit)
}
