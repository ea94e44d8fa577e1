//! `GET /admin/v1/tenants`: the tenants that the key sees.

use touchstone_core::tenants;

use super::shape::TenantShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, page};
use crate::admin::{Admin, Answer};

/// 200 with a part of the list.
pub(crate) async fn list(admin: Admin) -> Result<Answer, Refused> {
    let params = admin.params(&PAGE)?;
    let found = tenants::list(&admin.within(&params), page(&params)?).await?;
    let items = found
        .items
        .into_iter()
        .map(|tenant| TenantShape::from(tenant.value))
        .collect();
    Ok(Answer::list(items, found.next.map(|id| id.to_string())))
}
