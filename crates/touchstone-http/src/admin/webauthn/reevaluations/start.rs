//! `POST /admin/v1/webauthn/re-evaluations`: asks for a walk over the tenant's credentials, or over all.

use touchstone_core::webauthn::admin;

use super::shape::ReevaluationShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 201 with the walk, which goes on in the background; 200 with the one that waits already.
pub(crate) async fn start(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let asked = admin::start_reevaluation(&request.within(&params)).await?;
    let id = asked.walk.id;
    let shape = ReevaluationShape::from(asked.walk);
    Ok(if asked.is_new {
        Answer::created(&id, &shape)
    } else {
        Answer::ok(&shape)
    })
}
