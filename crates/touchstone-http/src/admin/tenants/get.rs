//! `GET /admin/v1/tenants/{id}`: the tenant of this identifier or name.

use axum::extract::Path;
use touchstone_core::tenants;

use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the tenant.
pub(crate) async fn get(admin: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    Ok(one(tenants::get(&admin.within(&params), &id).await?))
}
