//! Apple apps: registered, changed, removed, and given the team's DeviceCheck key.

mod create;
mod devicecheck_key;
mod fields;
mod get;
mod list;
mod remove;
mod snapshot;
mod update;

pub use create::create_apple_app;
pub use devicecheck_key::{NewDeviceCheckKey, clear_devicecheck_key, set_devicecheck_key};
pub use fields::{AppleAppFields, RegisteredAppleApp};
pub use get::apple_app;
pub use list::apple_apps;
pub use remove::remove_apple_app;
pub use update::update_apple_app;
