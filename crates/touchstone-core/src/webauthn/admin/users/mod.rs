//! Users of passkeys: made ahead of their first ceremony, disabled, deleted with all they hold.

mod create;
mod get;
mod list;
mod remove;
mod snapshot;
mod update;

pub use create::{NewUser, create_user};
pub(super) use get::stored_user;
pub use get::user;
pub use list::users;
pub use remove::remove_user;
pub use update::{UserChange, update_user};
