//! `POST /admin/v1/webauthn/re-evaluations`: asks for a walk over the tenant's credentials, or over all.

use touchstone_core::webauthn::admin;

use super::shape::ReevaluationShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 201 with the walk, which goes on in the background.
pub(crate) async fn start(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let walk = admin::start_reevaluation(&request.within(&params)).await?;
    let id = walk.id;
    Ok(Answer::created(&id, &ReevaluationShape::from(walk)))
}
