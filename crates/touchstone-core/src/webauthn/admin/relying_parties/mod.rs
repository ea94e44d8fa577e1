//! Relying parties: registered, changed, removed.

mod create;
mod fields;
mod get;
mod lines;
mod list;
mod origins;
mod remove;
mod snapshot;
mod update;
mod warnings;

pub use create::create_rp;
pub use fields::{RegisteredRp, RpFields};
pub use get::rp;
pub(super) use get::stored_rp;
pub use list::rps;
pub use remove::remove_rp;
pub use update::update_rp;
pub use warnings::RpWarning;
