//! `/admin/v1/webauthn/relying-parties`: the relying parties of a tenant, named by identifier or RP ID.

mod create;
mod get;
mod list;
mod remove;
mod shape;
mod update;

pub(crate) use create::create;
pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use remove::remove;
pub(crate) use update::update;

const RP_ID: &str = "rp_id";
