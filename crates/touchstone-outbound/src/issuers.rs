//! Decides where the issuers of evidence are: Google and Apple, each at an address of the operator's (spec mobile.md 5.2, section 7), and what
//! is known of authenticators (spec webauthn.md section 7).

use std::fmt;

use async_trait::async_trait;
use touchstone_core::ports::{
    DecodeRequest, MdsAnswer, ReceiptAnswer, ReceiptExchange, ServiceAccount, StatusListAnswer,
    Upstream, UpstreamError,
};
use touchstone_core::{TenantId, Timestamp};

use crate::address::{Address, BaseUrl, BaseUrlError};
use crate::apple_data::AppleData;
use crate::crl::CrlServers;
use crate::google::{Google, Pace};
use crate::mds;
use crate::status_list::StatusList;

/// Where they are, as the operator wrote it: `https`, or `http` for this machine only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerUrls {
    /// Play Integrity, without path.
    pub google_decode_url: String,
    /// Where service accounts get access tokens, with its path; `None`: at Google's address, which their files name.
    pub google_token_url: Option<String>,
    /// App Attest's data service, without path.
    pub apple_data_url: String,
    /// The same for development, without path.
    pub apple_data_development_url: String,
    /// The status list of Android attestation keys, with its path.
    pub android_status_url: String,
}

impl Default for IssuerUrls {
    /// The issuers themselves.
    fn default() -> Self {
        Self {
            google_decode_url: "https://playintegrity.googleapis.com".to_owned(),
            google_token_url: None,
            apple_data_url: "https://data.appattest.apple.com".to_owned(),
            apple_data_development_url: "https://data-development.appattest.apple.com".to_owned(),
            android_status_url: "https://android.googleapis.com/attestation/status".to_owned(),
        }
    }
}

/// A setting is no address that may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting} cannot be used")]
pub struct IssuerUrlError {
    /// The field of [`IssuerUrls`].
    pub setting: &'static str,
    /// What is wrong with it.
    #[source]
    pub source: BaseUrlError,
}

/// The issuers of evidence, asked over the network. No connection is opened before the first call.
pub struct Issuers {
    google: Google,
    apple: AppleData,
    android_status: StatusList,
    crl_servers: CrlServers,
}

impl Issuers {
    /// Reads the addresses.
    pub fn new(urls: &IssuerUrls) -> Result<Self, IssuerUrlError> {
        Self::with_pace(urls, Pace::default())
    }

    pub(crate) fn with_pace(urls: &IssuerUrls, pace: Pace) -> Result<Self, IssuerUrlError> {
        let named = |setting| move |source| IssuerUrlError { setting, source };
        let base = |setting, url: &str| BaseUrl::parse(url).map_err(named(setting));
        let decode = base("google_decode_url", &urls.google_decode_url)?;
        let token = urls.google_token_url.as_deref();
        let google = Google::new(decode, token, pace).map_err(named("google_token_url"))?;
        let apple = AppleData::new(
            base("apple_data_url", &urls.apple_data_url)?,
            base(
                "apple_data_development_url",
                &urls.apple_data_development_url,
            )?,
        );
        let status = Address::parse(&urls.android_status_url);
        let status = status.map_err(named("android_status_url"))?;
        Ok(Self {
            google,
            apple,
            android_status: StatusList::new(status),
            crl_servers: CrlServers::public(),
        })
    }

    /// Lets revocation lists come from this machine too: for tests.
    #[must_use]
    pub fn with_local_crls(mut self) -> Self {
        self.crl_servers = CrlServers::with_loopback();
        self
    }
}

impl fmt::Debug for Issuers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Issuers").finish_non_exhaustive()
    }
}

#[async_trait]
impl Upstream for Issuers {
    async fn decode_integrity_token(
        &self,
        request: DecodeRequest,
    ) -> Result<Vec<u8>, UpstreamError> {
        self.google.decode(request).await
    }

    async fn check_service_account(
        &self,
        tenant_id: TenantId,
        account: ServiceAccount,
        now: Timestamp,
    ) -> Result<(), UpstreamError> {
        self.google.check_account(tenant_id, &account, now).await
    }

    async fn status_list(&self, etag: Option<String>) -> Result<StatusListAnswer, UpstreamError> {
        self.android_status.fetch(etag).await
    }

    fn status_list_source(&self) -> String {
        self.android_status.source()
    }

    async fn exchange_receipt(
        &self,
        exchange: ReceiptExchange,
    ) -> Result<ReceiptAnswer, UpstreamError> {
        self.apple.exchange(exchange).await
    }

    async fn fetch_mds_blob(
        &self,
        url: &str,
        etag: Option<String>,
    ) -> Result<MdsAnswer, UpstreamError> {
        mds::fetch_blob(url, etag).await
    }

    async fn fetch_certificates(&self, url: &str) -> Result<Vec<u8>, UpstreamError> {
        mds::fetch_certificates(url).await
    }

    async fn fetch_crl(&self, url: &str) -> Result<Vec<u8>, UpstreamError> {
        self.crl_servers.fetch(url).await
    }
}

#[cfg(test)]
mod tests;
