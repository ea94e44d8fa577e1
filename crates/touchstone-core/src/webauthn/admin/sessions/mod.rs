//! Sessions: how far a ceremony is, and why it failed.

mod get;
mod list;
mod view;

pub use get::session;
pub use list::sessions;
pub use view::SessionView;
