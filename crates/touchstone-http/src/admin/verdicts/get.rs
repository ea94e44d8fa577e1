//! `GET /admin/v1/verdicts/{id}`: a verdict with its full explanation.

use axum::extract::Path;
use touchstone_core::{AdminError, VerdictId, verdicts};

use super::explanation::Explanation;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the explanation.
pub(crate) async fn get(admin: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    let id: VerdictId = id.parse().map_err(|_| AdminError::NotFound)?;
    let verdict = verdicts::get(&admin.within(&params), id).await?;
    Ok(Answer::ok(&Explanation::try_from(verdict)?))
}
