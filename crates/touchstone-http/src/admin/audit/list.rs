//! `GET /admin/v1/audit`: who changed what (`action`, `object`, `from`, `to`).

use touchstone_core::audit::{self, AuditQuery};

use super::shape::AuditShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, page};
use crate::admin::{Admin, Answer};

/// 200 with a part of the list.
pub(crate) async fn list(admin: Admin) -> Result<Answer, Refused> {
    let [limit, cursor] = PAGE;
    let params = admin.params(&[limit, cursor, "action", "object", "from", "to"])?;
    let query = AuditQuery {
        action: params.text("action").map(str::to_owned),
        object: params.text("object").map(str::to_owned),
        from: params.time("from")?,
        to: params.time("to")?,
    };
    let found = audit::list(&admin.within(&params), query, page(&params)?).await?;
    let items: Result<Vec<_>, _> = found.items.into_iter().map(AuditShape::try_from).collect();
    Ok(Answer::list(items?, found.next.map(|id| id.to_string())))
}
