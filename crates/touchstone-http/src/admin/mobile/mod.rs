//! `/admin/v1/mobile` (spec mobile.md section 6).

pub(crate) mod anchors;
pub(crate) mod android_apps;
pub(crate) mod apple_apps;
pub(crate) mod device_keys;
pub(crate) mod session_keys;
pub(crate) mod settings;
pub(crate) mod status_list;

pub(crate) use status_list::PATH as STATUS_LIST_PATH;

use touchstone_core::{AdminError, AppId};

/// What is no identifier names nothing.
fn app_id(text: &str) -> Result<AppId, AdminError> {
    text.parse().map_err(|_| AdminError::NotFound)
}
