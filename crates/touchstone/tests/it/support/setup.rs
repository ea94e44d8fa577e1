//! What a server is configured with, beyond where its store is.

use std::path::Path;

/// Where nobody listens: issuers that cannot be reached.
const NOBODY: &str = "http://127.0.0.1:1";

/// The settings that tests change. Files are named within the place's folder; no file: what is built in.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How much is logged.
    pub level: &'static str,
    /// App Attest roots.
    pub roots: Option<&'static str>,
    /// Roots of Apple's receipts.
    pub receipt_roots: Option<&'static str>,
    /// Hardware attestation roots of Android.
    pub android_roots: Option<&'static str>,
    /// Huawei's roots.
    pub huawei_roots: Option<&'static str>,
    /// The file that takes the place of the fetched status list.
    pub status_file: Option<&'static str>,
    /// Where Google and Apple are asked.
    pub issuers: String,
}

impl Default for Setup {
    /// Simulated devices are genuine, and no issuer can be reached.
    fn default() -> Self {
        Self {
            level: "info",
            roots: Some("roots.pem"),
            receipt_roots: Some("receipt-roots.pem"),
            android_roots: Some("android-roots.pem"),
            huawei_roots: Some("huawei-roots.pem"),
            status_file: None,
            issuers: NOBODY.to_owned(),
        }
    }
}

impl Setup {
    /// Trust in these App Attest roots alone; everything else as ever.
    pub fn apple_roots(file: &'static str) -> Self {
        Self {
            roots: Some(file),
            receipt_roots: None,
            ..Self::default()
        }
    }

    /// The part `[mobile]` of the configuration file of this folder.
    pub(super) fn mobile(&self, folder: &Path) -> String {
        let file = |name: Option<&str>| {
            name.map_or_else(String::new, |name| folder.join(name).display().to_string())
        };
        let issuers = &self.issuers;
        format!(
            "[mobile.apple]\nroots_file = \"{}\"\nreceipt_roots_file = \"{}\"\n\
             data_url = \"{issuers}\"\ndata_development_url = \"{issuers}\"\n\
             [mobile.google]\ndecode_url = \"{issuers}\"\ntoken_url = \"{issuers}/token\"\n\
             [mobile.android]\nroots_file = \"{}\"\nstatus_file = \"{}\"\n\
             status_url = \"{issuers}/attestation/status\"\n\
             [mobile.huawei]\nroots = \"{}\"\n",
            file(self.roots),
            file(self.receipt_roots),
            file(self.android_roots),
            file(self.status_file),
            file(self.huawei_roots),
        )
    }
}
