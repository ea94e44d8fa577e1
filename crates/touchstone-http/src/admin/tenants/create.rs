//! `POST /admin/v1/tenants`: makes a tenant.

use touchstone_core::tenants::{self, TenantFields};

use super::shape::{TenantBody, TenantShape};
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 201 with the tenant.
pub(crate) async fn create(admin: Admin) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    let TenantBody { name, enabled } = admin.json()?;
    let fields = TenantFields { name, enabled };
    let tenant = tenants::create(&admin.within(&params), fields).await?;
    let id = tenant.value.id;
    Ok(Answer::created(&id, &TenantShape::from(tenant.value)).tagged(tenant.version))
}
