//! Android apps: registered, changed, removed, and given the secrets that open Play Integrity tokens.

mod create;
mod fields;
mod get;
mod list;
mod play_keys;
mod remove;
mod secret;
mod service_account;
mod service_account_check;
mod snapshot;
mod update;

pub use create::create_android_app;
pub use fields::{AndroidAppFields, RegisteredAndroidApp};
pub use get::android_app;
pub use list::android_apps;
pub use play_keys::{NewPlayKeys, clear_play_keys, set_play_keys};
pub use remove::remove_android_app;
pub use service_account::{clear_service_account, set_service_account};
pub use service_account_check::{
    ServiceAccountCheck, ServiceAccountCheckError, check_service_account,
};
pub use update::update_android_app;
