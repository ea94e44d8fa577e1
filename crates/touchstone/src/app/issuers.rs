//! Decides which issuers are asked: those of the configured addresses. No connection is made before the first question.

use std::sync::Arc;

use touchstone_core::ports::Upstream;
use touchstone_outbound::{IssuerUrls, Issuers};

use crate::config::{Config, Endpoint};

/// The issuers of this configuration.
pub(super) fn upstream(config: &Config) -> anyhow::Result<Arc<dyn Upstream>> {
    let mobile = &config.mobile;
    let token_url = mobile.google.token_url.get().map(Endpoint::as_str);
    let urls = IssuerUrls {
        google_decode_url: mobile.google.decode_url.as_str().to_owned(),
        google_token_url: token_url.map(str::to_owned),
        apple_data_url: mobile.apple.data_url.as_str().to_owned(),
        apple_data_development_url: mobile.apple.data_development_url.as_str().to_owned(),
        android_status_url: mobile.android.status_url.as_str().to_owned(),
    };
    Ok(Arc::new(Issuers::new(&urls)?))
}
