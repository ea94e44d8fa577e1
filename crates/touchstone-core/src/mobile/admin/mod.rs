//! What administrators do with the family `mobile`: settings, Apple apps, device keys, session master keys, anchors (spec mobile.md
//! section 6).

mod anchors;
mod apple_apps;
mod device_key_forget;
mod device_key_get;
mod device_key_list;
mod device_key_revoke;
mod session_key_list;
mod session_key_rotate;
mod settings_get;
mod settings_update;
mod snapshot;
mod status_list_get;
mod status_list_load;
mod status_list_refresh;

pub use anchors::anchors;
pub use apple_apps::{
    AppleAppFields, RegisteredAppleApp, apple_app, apple_apps, create_apple_app, remove_apple_app,
    update_apple_app,
};
pub use device_key_forget::forget_device_key;
pub use device_key_get::device_key;
pub use device_key_list::device_keys;
pub use device_key_revoke::revoke_device_key;
pub use session_key_list::{SessionKeyState, SessionKeyView, session_keys};
pub use session_key_rotate::rotate_session_key;
pub use settings_get::settings;
pub use settings_update::update_settings;
pub use status_list_get::status_list;
pub use status_list_load::load_status_list;
pub use status_list_refresh::{StatusListRefreshError, refresh_status_list};

use crate::ports::KeyKind;
use crate::{Noun, scope};

/// Apps of a tenant, per platform.
pub const APPS_PER_TENANT_MAX: u64 = 1_000;

const READ: &str = scope::read(Noun::Mobile);
const WRITE: &str = scope::write(Noun::Mobile);
