//! `/admin/v1/mobile` (spec mobile.md section 6).

pub(crate) mod anchors;
pub(crate) mod apple_apps;
pub(crate) mod device_keys;
pub(crate) mod session_keys;
pub(crate) mod settings;
