//! `/admin/v1/verdicts`: the verdict log and its explanations.

mod explanation;
mod get;
mod list;
mod shape;

pub(super) use explanation::ExplainedCheck;
pub(crate) use get::get;
pub(crate) use list::list;
