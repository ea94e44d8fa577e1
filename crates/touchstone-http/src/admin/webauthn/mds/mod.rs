//! `/admin/v1/webauthn/mds`: metadata services, what they say of models, and what changed last.

mod diff;
mod entries;
mod entry_shape;
mod get;
mod refresh;
mod shape;

pub(crate) use diff::diff;
pub(crate) use entries::entries;
pub(crate) use get::get;
pub(crate) use refresh::refresh;
