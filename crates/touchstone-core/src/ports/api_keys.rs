//! Decides what is kept of an API key: never the key, only its SHA-256 (design.md section 2).

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use touchstone_evidence::Timestamp;

use super::{Change, Page, PageRequest, StoreError, Versioned, Written};
use crate::{ApiKeyId, AppId, RpId, TenantId};

/// Whom a key opens the door to. A key of another kind is an unknown key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// `X-Api-Key` of the attestation sessions: `xma_` + base64url.
    Mobile,
    /// Bearer of the purchase verification: `attesto_live_` or `attesto_test_` + base64url.
    Purchases,
    /// Key of the Knox service: 64 hexadecimal digits.
    Knox,
    /// The optional WebAuthn SecToken: `tswa_` + base64url.
    Webauthn,
    /// Admin API, CLI to server, POS claim: `tsadm_` + base64url.
    Admin,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Mobile,
        Self::Purchases,
        Self::Knox,
        Self::Webauthn,
        Self::Admin,
    ];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Purchases => "purchases",
            Self::Knox => "knox",
            Self::Webauthn => "webauthn",
            Self::Admin => "admin",
        }
    }

    /// The kind of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// An API key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its identifier.
    pub id: ApiKeyId,
    /// The tenant it acts for; `None` for server-wide admin keys.
    pub tenant_id: Option<TenantId>,
    /// Its kind.
    pub kind: KeyKind,
    /// SHA-256 of the whole key.
    pub sha256: [u8; 32],
    /// The first eight characters, to recognise it by.
    pub prefix: String,
    /// What its owner calls it, 1 to 128 characters.
    pub label: String,
    /// The apps it may use; `None` = all of the tenant.
    pub app_ids: Option<Vec<AppId>>,
    /// What it may do; only for kind `admin`, words such as `mobile:read`.
    pub scopes: Vec<String>,
    /// When it was issued or imported.
    pub created_at: Timestamp,
    /// From this instant on it is refused.
    pub expires_at: Option<Timestamp>,
    /// Set once and for all when it is revoked.
    pub revoked_at: Option<Timestamp>,
    /// Why it was revoked.
    pub revoked_reason: Option<String>,
    /// The minute of its last use, as far as known.
    pub last_used_at: Option<Timestamp>,
    /// The relying party it is bound to; `None` = none, or all of the tenant for kind `webauthn`.
    pub rp_id: Option<RpId>,
}

/// A key that was looked up by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundApiKey {
    /// The key, revoked and expired ones too.
    pub key: ApiKey,
    /// Whether its tenant is enabled; true for server-wide keys.
    pub tenant_enabled: bool,
}

/// Which keys a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiKeyFilter {
    /// Only of this tenant; `None` = of all tenants and server-wide ones.
    pub tenant_id: Option<TenantId>,
    /// Only of this kind.
    pub kind: Option<KeyKind>,
}

/// API keys of every kind.
#[async_trait]
pub trait ApiKeyStore: Send + Sync + 'static {
    /// Stores a new key: `Done`, `Taken` (the same hash is stored) or `Full` when the tenant has `max_per_tenant` keys
    /// that are neither revoked nor expired at `value.created_at`.
    async fn create_api_key(
        &self,
        change: Change<ApiKey>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError>;

    /// The key of this hash and kind, with its tenant's state, in one look-up.
    async fn find_api_key(
        &self,
        sha256: &[u8; 32],
        kind: KeyKind,
    ) -> Result<Option<FoundApiKey>, StoreError>;

    /// The key of this identifier, of any tenant: the caller compares the tenant.
    async fn api_key(&self, id: ApiKeyId) -> Result<Option<Versioned<ApiKey>>, StoreError>;

    /// Keys, newest first.
    async fn api_keys(
        &self,
        filter: &ApiKeyFilter,
        page: PageRequest<ApiKeyId>,
    ) -> Result<Page<Versioned<ApiKey>, ApiKeyId>, StoreError>;

    /// In one step stores the successor `change.value` and lets the key `old` expire at `old_expires_at` (or earlier, when it
    /// already does): `Done`, `NotFound`, `VersionDiffers` (of `old`), `Refused` when `old` is revoked or expired at
    /// `change.value.created_at`, or `Taken`.
    async fn rotate_api_key(
        &self,
        old: ApiKeyId,
        old_expires_at: Timestamp,
        change: Change<ApiKey>,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError>;

    /// Revokes for good: `Done`, `NotFound` or `VersionDiffers`. A key that is revoked stays as it is and is `Done`.
    async fn revoke_api_key(
        &self,
        id: ApiKeyId,
        at: Timestamp,
        change: Change<Option<String>>,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError>;

    /// Notes last uses, to the minute. Losing them does no harm; it changes no version.
    async fn touch_api_keys(&self, uses: &[(ApiKeyId, Timestamp)]) -> Result<(), StoreError>;
}
