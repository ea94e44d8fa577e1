//! Decides how a tenant looks.

use serde::{Deserialize, Serialize};
use touchstone_core::TenantId;
use touchstone_core::ports::{Tenant, Versioned};

use crate::admin::Answer;

/// What of a tenant can be set.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TenantBody {
    pub(super) name: String,
    #[serde(default = "enabled")]
    pub(super) enabled: bool,
}

const fn enabled() -> bool {
    true
}

#[derive(Debug, Serialize)]
pub(super) struct TenantShape {
    id: TenantId,
    name: String,
    enabled: bool,
    created_at: String,
    updated_at: String,
}

impl From<Tenant> for TenantShape {
    fn from(tenant: Tenant) -> Self {
        Self {
            id: tenant.id,
            name: tenant.name,
            enabled: tenant.enabled,
            created_at: tenant.created_at.to_string(),
            updated_at: tenant.updated_at.to_string(),
        }
    }
}

/// 200 with the tenant and its entity tag.
pub(super) fn one(tenant: Versioned<Tenant>) -> Answer {
    Answer::ok(&TenantShape::from(tenant.value)).tagged(tenant.version)
}
