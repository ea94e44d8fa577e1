//! Decides what an app asks of a verdict unless it is told otherwise (spec mobile.md section 5.2).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// What an app asks of a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Labels that must all be in `deviceRecognitionVerdict` (G15).
    pub device_labels: Vec<String>,
    /// Accepted words of `appRecognitionVerdict`; empty = any (G11).
    pub app_recognition: Vec<String>,
    /// Accepted words of `appLicensingVerdict`; empty = any (G16).
    pub licensing: Vec<String>,
    /// How old a verdict may be, in seconds (G9).
    pub max_age_s: u32,
    /// How far in the future a verdict may have been made, in seconds (G9).
    pub future_skew_s: u32,
    /// Whether responses to tests count (G10).
    pub allow_testing: bool,
    /// Smallest `versionCode`; 0 = any, also none (G14).
    pub min_version_code: u64,
    /// Refused words of `playProtectVerdict` (G17).
    pub play_protect_reject: Vec<String>,
    /// Refused words of `appsDetected` (G17).
    pub app_access_reject: Vec<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            device_labels: Vec::from(["MEETS_DEVICE_INTEGRITY".to_owned()]),
            app_recognition: Vec::from(["PLAY_RECOGNIZED".to_owned()]),
            licensing: Vec::new(),
            max_age_s: 600,
            future_skew_s: 60,
            allow_testing: false,
            min_version_code: 0,
            play_protect_reject: Vec::new(),
            app_access_reject: Vec::new(),
        }
    }
}
