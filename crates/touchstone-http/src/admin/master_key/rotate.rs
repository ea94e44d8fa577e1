//! `POST /admin/v1/master-key/rotate`: seals everything anew under the configured master key while the server runs.

use serde::{Deserialize, Serialize};
use touchstone_core::sealed::{RotateError, rotate_master_key};
use touchstone_core::{AdminError, conflict};

use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};
use crate::around::chain;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RotateBody {}

#[derive(Debug, Serialize)]
struct RotatedShape {
    sealed: u64,
}

/// 200 with how many secrets were sealed anew.
pub(crate) async fn rotate(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let RotateBody {} = request.json_or_empty()?;
    match rotate_master_key(&request.within(&params)).await {
        Ok(sealed) => Ok(Answer::ok(&RotatedShape { sealed })),
        Err(RotateError::Admin(error)) => Err(error.into()),
        Err(error @ (RotateError::Open { .. } | RotateError::Busy)) => {
            tracing::warn!(error = chain(&error), "the master key was not rotated");
            let (code, detail) = (conflict::CHANGED, error.to_string());
            Err(AdminError::Conflict { code, detail }.into())
        }
    }
}
