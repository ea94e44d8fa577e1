//! Decides who may see a tenant: its own keys, and server-wide ones.

use crate::ports::{Tenant, Versioned};
use crate::{AdminCall, AdminError};

/// The tenant of this identifier or name. Takes no scope.
pub async fn get(admin: &AdminCall<'_>, named: &str) -> Result<Versioned<Tenant>, AdminError> {
    admin.named_tenant(named).await
}
