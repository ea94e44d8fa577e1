//! `GET /admin/v1/webauthn/statements`: the tenant's own statements.

use touchstone_core::webauthn::admin;

use super::shape::StatementShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with all of them: at most 1,000, each in short.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let found = admin::statements(&request.within(&params)).await?;
    let items = found.into_iter().map(StatementShape::from).collect();
    Ok(Answer::list(items, None))
}
