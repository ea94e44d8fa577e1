//! `POST /admin/v1/mobile/android-apps/{id}/service-account/check`: asks Google whether it accepts the app's service account.

use axum::extract::Path;
use serde::{Deserialize, Serialize};
use touchstone_core::mobile::admin::{self, ServiceAccountCheckError};

use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckBody {}

#[derive(Debug, Serialize)]
struct CheckShape {
    accepted: bool,
    detail: Option<String>,
}

/// 200 with what Google says; 503 when it says nothing.
pub(crate) async fn check_service_account(
    request: Admin,
    Path(id): Path<String>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let CheckBody {} = request.json_or_empty()?;
    let call = request.within(&params);
    match admin::check_service_account(&call, app_id(&id)?).await {
        Ok(check) => Ok(Answer::ok(&CheckShape {
            accepted: check.accepted,
            detail: check.detail,
        })),
        Err(ServiceAccountCheckError::Admin(error)) => Err(error.into()),
        Err(ServiceAccountCheckError::Upstream(error)) => Err(Refused::of_upstream(&error)),
    }
}
