//! `GET /admin/v1/webauthn/re-evaluations`: walks, newest first.

use touchstone_core::webauthn::admin;

use super::shape::ReevaluationShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, page};
use crate::admin::{Admin, Answer};

/// 200 with a part of the list.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&PAGE)?;
    let found = admin::reevaluations(&request.within(&params), page(&params)?).await?;
    let items = found.items.into_iter().map(ReevaluationShape::from);
    Ok(Answer::list(
        items.collect(),
        found.next.map(|id| id.to_string()),
    ))
}
