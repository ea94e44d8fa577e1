//! `PATCH /admin/v1/tenants/{id}`: renames, disables or enables a tenant.

use axum::extract::Path;
use touchstone_core::tenants::{self, TenantFields};

use super::shape::{TenantBody, one};
use crate::admin::error::Refused;
use crate::admin::request::merged;
use crate::admin::{Admin, Answer};

/// 200 with the tenant as it is now.
pub(crate) async fn update(admin: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    let (patch, if_match) = (admin.patch()?, admin.if_match()?);
    let change = |stored: TenantFields| {
        let stored = TenantBody {
            name: stored.name,
            enabled: stored.enabled,
        };
        let TenantBody { name, enabled } = merged(&stored, patch)?;
        Ok(TenantFields { name, enabled })
    };
    let call = admin.within(&params);
    Ok(one(tenants::update(&call, &id, if_match, change).await?))
}
