//! What administrators do with the family `mobile`: settings, Apple apps, device keys, session master keys, anchors (spec mobile.md
//! section 6).

mod anchors;
mod app_create;
mod app_fields;
mod app_get;
mod app_list;
mod app_remove;
mod app_update;
mod device_key_forget;
mod device_key_get;
mod device_key_list;
mod device_key_revoke;
mod session_key_list;
mod session_key_rotate;
mod settings_get;
mod settings_update;
mod snapshot;

pub use anchors::anchors;
pub use app_create::create_apple_app;
pub use app_fields::{APPS_PER_TENANT_MAX, AppleAppFields, RegisteredApp};
pub use app_get::apple_app;
pub use app_list::apple_apps;
pub use app_remove::remove_apple_app;
pub use app_update::update_apple_app;
pub use device_key_forget::forget_device_key;
pub use device_key_get::device_key;
pub use device_key_list::device_keys;
pub use device_key_revoke::revoke_device_key;
pub use session_key_list::{SessionKeyState, SessionKeyView, session_keys};
pub use session_key_rotate::rotate_session_key;
pub use settings_get::settings;
pub use settings_update::update_settings;

use crate::Noun;
use crate::scope;

const READ: &str = scope::read(Noun::Mobile);
const WRITE: &str = scope::write(Noun::Mobile);
