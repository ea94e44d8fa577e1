//! `/admin/v1/mobile/status-list`: the list of revoked Android attestation keys (spec mobile.md 7.2).

mod get;
mod load;
mod refresh;
mod shape;

pub(crate) use get::get;
pub(crate) use load::load;
pub(crate) use refresh::refresh;

use touchstone_core::mobile::RefreshError;
use touchstone_core::mobile::admin::StatusListRefreshError;

use crate::admin::error::Refused;
use crate::problem::Problem;
use crate::problem_table::STATUS_LIST_MALFORMED;

/// Where it is; a list that is loaded has a limit of its own.
pub(crate) const PATH: &str = "/admin/v1/mobile/status-list";

/// The old list stays in force.
fn refused(error: StatusListRefreshError) -> Refused {
    match error {
        StatusListRefreshError::Admin(error) => error.into(),
        StatusListRefreshError::Refresh(RefreshError::Upstream(error)) => {
            Refused::of_upstream(&error)
        }
        StatusListRefreshError::Refresh(RefreshError::Malformed(error)) => {
            Problem::new(&STATUS_LIST_MALFORMED)
                .detail(error.to_string())
                .into()
        }
        StatusListRefreshError::Refresh(RefreshError::Store(error)) => Refused::of_store(&error),
    }
}
