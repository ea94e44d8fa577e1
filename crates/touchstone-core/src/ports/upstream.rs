//! Decides what may be asked of Apple, Google, metadata services and issuers of certificates, and in which ways they can fail to answer (spec
//! mobile.md section 7, webauthn.md section 7). How it is asked (connections, access tokens, repeats, breakers) is the adapter's.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use touchstone_evidence::Timestamp;
use zeroize::Zeroizing;

use crate::TenantId;

/// A Google service account. Its text shows nothing but its name.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceAccount {
    /// Its name: `...@....iam.gserviceaccount.com`.
    pub client_email: String,
    /// The name of its key, for the header of the grant.
    pub private_key_id: Option<String>,
    /// The RSA private key, PKCS #8 in PEM.
    pub private_key: Zeroizing<String>,
    /// Where it asks for access tokens.
    pub token_uri: String,
}

impl ServiceAccount {
    /// Reads what is stored of a service account: the members of the same names of Google's JSON.
    pub fn from_json(text: &[u8]) -> Option<Self> {
        #[derive(serde::Deserialize)]
        struct Stored {
            client_email: String,
            private_key_id: Option<String>,
            private_key: Zeroizing<String>,
            token_uri: String,
        }
        let stored: Stored = serde_json::from_slice(text).ok()?;
        Some(Self {
            client_email: stored.client_email,
            private_key_id: stored.private_key_id,
            private_key: stored.private_key,
            token_uri: stored.token_uri,
        })
    }
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount")
            .field("client_email", &self.client_email)
            .finish_non_exhaustive()
    }
}

/// A token that Google shall decode.
#[derive(Clone)]
pub struct DecodeRequest {
    /// Whose service account it is: access tokens are never shared between tenants.
    pub tenant_id: TenantId,
    /// Who asks.
    pub account: ServiceAccount,
    /// The app.
    pub package_name: String,
    /// The integrity token, printable ASCII.
    pub token: String,
    /// The present instant, for the grant.
    pub now: Timestamp,
    /// How long it may take in all, repeats and access token included; never more than 15 s.
    pub within: Duration,
}

impl fmt::Debug for DecodeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeRequest")
            .field("tenant_id", &self.tenant_id)
            .field("account", &self.account)
            .field("package_name", &self.package_name)
            .finish_non_exhaustive()
    }
}

/// An upstream gave no answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// It refuses what was sent: the evidence is bad (400).
    #[error("refused: {message}")]
    Refused {
        /// What it says, bounded, without what was sent.
        message: String,
    },
    /// It refuses us: credentials, permissions or configuration (401 again, 403, 404).
    #[error("denied with {status}: {message}")]
    Denied {
        /// The HTTP status.
        status: u16,
        /// What it says, bounded, without what was sent.
        message: String,
    },
    /// It cannot be reached, does not answer in time, or answers something else (429, 5xx, garbage, breaker open, too many calls
    /// under way).
    #[error("unavailable: {cause}")]
    Unavailable {
        /// Why, in one word for metrics: `rate_limited`, `server_error`, `timeout`, `connect`, `garbage`, `breaker_open`, `busy`.
        cause: &'static str,
        /// After how long a repeat makes sense, in seconds.
        retry_after_s: u32,
    },
    /// Our side of the call cannot be made: the private key cannot be used.
    #[error("the credentials cannot be used: {0}")]
    Unusable(&'static str),
}

/// An answer to "is there another status list".
#[derive(Clone, PartialEq, Eq)]
pub enum StatusListAnswer {
    /// The one that is known is still the newest (304).
    Unchanged {
        /// How long it need not be asked for again, in seconds, as its source says.
        max_age_s: Option<u32>,
    },
    /// A list.
    List {
        /// The JSON text, at most 16 MiB.
        body: Vec<u8>,
        /// Its validator.
        etag: Option<String>,
        /// How long it need not be asked for again, in seconds, as its source says.
        max_age_s: Option<u32>,
    },
}

impl fmt::Debug for StatusListAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unchanged { max_age_s } => write!(f, "Unchanged({max_age_s:?})"),
            Self::List { body, etag, .. } => write!(f, "List({} bytes, {etag:?})", body.len()),
        }
    }
}

/// An answer to "is there another BLOB".
#[derive(Clone, PartialEq, Eq)]
pub enum MdsAnswer {
    /// The one that is known is still the newest (304).
    Unchanged,
    /// A BLOB.
    Blob {
        /// The JWS, at most 16 MiB.
        body: Vec<u8>,
        /// Its validator.
        etag: Option<String>,
    },
}

impl fmt::Debug for MdsAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unchanged => f.write_str("Unchanged"),
            Self::Blob { body, etag } => write!(f, "Blob({} bytes, {etag:?})", body.len()),
        }
    }
}

/// Which of Apple's two data services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppleDataService {
    /// For production.
    Production,
    /// For development.
    Development,
}

/// A receipt that Apple shall exchange.
#[derive(Clone)]
pub struct ReceiptExchange {
    /// Which service.
    pub service: AppleDataService,
    /// The team, which is the issuer of the call's token.
    pub team_id: String,
    /// The name of the DeviceCheck key.
    pub devicecheck_key_id: String,
    /// The P-256 private key, PKCS #8 in PEM (the contents of Apple's `.p8` file).
    pub private_key: Zeroizing<String>,
    /// The receipt.
    pub receipt: Vec<u8>,
    /// The present instant, for the call's token.
    pub now: Timestamp,
}

impl fmt::Debug for ReceiptExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiptExchange")
            .field("service", &self.service)
            .field("team_id", &self.team_id)
            .field("devicecheck_key_id", &self.devicecheck_key_id)
            .finish_non_exhaustive()
    }
}

/// What Apple answers to a receipt.
#[derive(Clone, PartialEq, Eq)]
pub enum ReceiptAnswer {
    /// Another receipt (200).
    Receipt(Vec<u8>),
    /// It is too early for another one (304).
    TooEarly,
}

impl fmt::Debug for ReceiptAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Receipt(bytes) => write!(f, "Receipt({} bytes)", bytes.len()),
            Self::TooEarly => f.write_str("TooEarly"),
        }
    }
}

/// Everything that is asked of issuers.
#[async_trait]
pub trait Upstream: Send + Sync + 'static {
    /// Lets Google decode an integrity token: the JSON text of `tokenPayloadExternal`. Never repeated after a received 200.
    async fn decode_integrity_token(
        &self,
        request: DecodeRequest,
    ) -> Result<Vec<u8>, UpstreamError>;

    /// Whether Google gives this account an access token: for `doctor`.
    async fn check_service_account(
        &self,
        tenant_id: TenantId,
        account: ServiceAccount,
        now: Timestamp,
    ) -> Result<(), UpstreamError>;

    /// The status list of Android attestation keys, if it is another than the one with this validator.
    async fn status_list(&self, etag: Option<String>) -> Result<StatusListAnswer, UpstreamError>;

    /// Where the status list comes from.
    fn status_list_source(&self) -> String;

    /// Exchanges a receipt at Apple.
    async fn exchange_receipt(
        &self,
        exchange: ReceiptExchange,
    ) -> Result<ReceiptAnswer, UpstreamError>;

    /// The BLOB of a metadata service, if it is another than the one with this validator.
    async fn fetch_mds_blob(
        &self,
        url: &str,
        etag: Option<String>,
    ) -> Result<MdsAnswer, UpstreamError>;

    /// The certificates of a BLOB's signer, which are of the same origin as the BLOB: PEM, at most 256 KiB.
    async fn fetch_certificates(&self, url: &str) -> Result<Vec<u8>, UpstreamError>;

    /// A revocation list: DER, at most 8 MiB. Only public addresses are called, wherever the name leads.
    async fn fetch_crl(&self, url: &str) -> Result<Vec<u8>, UpstreamError>;
}
