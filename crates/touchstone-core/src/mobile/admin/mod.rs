//! What administrators do with the family `mobile`: settings, apps and their secrets, device keys, session master keys, anchors, the
//! status list (spec mobile.md section 6).

mod anchors;
mod android_apps;
mod apple_apps;
mod device_key_forget;
mod device_key_get;
mod device_key_list;
mod device_key_revoke;
mod private_key;
mod session_key_list;
mod session_key_rotate;
mod settings_get;
mod settings_update;
mod snapshot;
mod status_list_get;
mod status_list_load;
mod status_list_refresh;

pub use anchors::anchors;
pub use android_apps::{
    AndroidAppFields, NewPlayKeys, RegisteredAndroidApp, ServiceAccountCheck,
    ServiceAccountCheckError, android_app, android_apps, check_service_account, clear_play_keys,
    clear_service_account, create_android_app, remove_android_app, set_play_keys,
    set_service_account, update_android_app,
};
pub use apple_apps::{
    AppleAppFields, NewDeviceCheckKey, RegisteredAppleApp, apple_app, apple_apps,
    clear_devicecheck_key, create_apple_app, remove_apple_app, set_devicecheck_key,
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
pub use status_list_load::{load_status_list, may_load_status_list};
pub use status_list_refresh::{StatusListRefreshError, refresh_status_list};

use crate::ports::KeyKind;
use crate::{Noun, scope};

/// Apps of a tenant, per platform.
pub const APPS_PER_TENANT_MAX: u64 = 1_000;

const READ: &str = scope::read(Noun::Mobile);
const WRITE: &str = scope::write(Noun::Mobile);
const KEYS: &str = scope::keys(KeyKind::Mobile);
