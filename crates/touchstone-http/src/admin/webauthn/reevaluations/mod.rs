//! `/admin/v1/webauthn/re-evaluations`: walks over stored credentials that judge their trust again.

mod list;
mod shape;
mod start;

pub(crate) use list::list;
pub(crate) use start::start;
