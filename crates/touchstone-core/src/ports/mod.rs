//! Decides what the core may ask of the world: atomic verbs of the domain, each one durable step that is done whole or not at all.
//! No transaction is visible; an adapter for every engine keeps all of them, and one conformance suite holds it to that.

mod admin;
mod api_keys;
mod audit;
mod error;
mod health;
mod idempotency;
mod mobile;
mod mobile_admin;
mod mobile_apps;
mod mobile_keys;
mod mobile_receipts;
mod mobile_settle;
mod page;
mod sealed;
mod status_list;
mod tenants;
mod upstream;
mod verdicts;
mod webauthn;
mod webauthn_admin;
mod webauthn_credentials;
mod webauthn_crls;
mod webauthn_metadata;
mod webauthn_rps;
mod webauthn_sessions;
mod webauthn_settle;
mod webauthn_trust;
mod webauthn_users;

pub use admin::{Change, UniqueMember, Versioned, Written};
pub use api_keys::{ApiKey, ApiKeyFilter, ApiKeyStore, FoundApiKey, KeyKind};
pub use audit::{Actor, AuditFilter, AuditRow, AuditStore};
pub use error::StoreError;
pub use health::{HealthError, HealthStore, Notice};
pub use idempotency::{Begun, IdempotencyStore, IdempotentAnswer, IdempotentCall};
pub use mobile::{ClaimState, MobileLookup, MobilePolicy, MobileStore, Pruned, SessionKey};
pub use mobile_admin::{DeviceKeyCursor, DeviceKeyFilter, MobileAdminStore, RemovedApp};
pub use mobile_apps::{AndroidApp, AppleApp, PlayKeys, Sealed};
pub use mobile_keys::{AndroidKey, AppleKey, DeviceKey, DeviceKeyId, DevicePlatform};
pub use mobile_receipts::{ExchangedReceipt, MobileReceiptStore, NewReceipt};
pub use mobile_settle::{
    Claim, KeyChange, MobileConflict, MobileSettlement, NewAndroidKey, NewAppleKey, Settled,
};
pub use page::{Page, PageRequest};
pub use sealed::{SealedRow, SealedStore};
pub use status_list::{StatusListStore, StoredStatusList};
pub use tenants::{Tenant, TenantStore};
pub use upstream::{
    AppleDataService, DecodeRequest, MdsAnswer, ReceiptAnswer, ReceiptExchange, ServiceAccount,
    StatusListAnswer, Upstream, UpstreamError,
};
pub use verdicts::{Ending, NewEvent, Outcome, Verdict, VerdictFilter, VerdictHead, VerdictStore};

pub use webauthn::{AssertionLookup, UserCredentials, WebauthnKeyStore, WebauthnStore};
pub use webauthn_admin::{
    CredentialFilter, CredentialPatch, RemovedCredentials, WebauthnAdminStore,
    WebauthnSessionCursor, WebauthnUserCursor, WebauthnUserPatch,
};
pub use webauthn_credentials::{
    CredentialAsked, CredentialEvidence, CredentialState, TrustRecord, WebauthnCredential,
};
pub use webauthn_crls::{CrlPlace, CrlRoom, KnownCrl, StoredCrl, WebauthnCrlStore};
pub use webauthn_metadata::{
    LocalStatement, MdsSource, StatementHead, StatementLimits, WebauthnMetadataStore,
};
pub use webauthn_rps::{RpKey, WebauthnRp};
pub use webauthn_sessions::{CeremonyKind, CeremonyState, WebauthnSession};
pub use webauthn_settle::{
    CredentialChange, CredentialUse, NewCredential, OnRegression, SettledWebauthn,
    WebauthnConflict, WebauthnSettlement,
};
pub use webauthn_trust::{
    ChangedModels, FINISHED_REEVALUATIONS_KEPT, Reevaluation, ToJudge, TrustChange,
    WebauthnTrustStore,
};
pub use webauthn_users::{WebauthnUser, WebauthnUserState};

/// Everything that a storage engine gives.
pub trait Store:
    ApiKeyStore
    + AuditStore
    + HealthStore
    + IdempotencyStore
    + MobileStore
    + MobileAdminStore
    + MobileReceiptStore
    + SealedStore
    + StatusListStore
    + TenantStore
    + VerdictStore
    + WebauthnAdminStore
    + WebauthnKeyStore
    + WebauthnMetadataStore
    + WebauthnCrlStore
    + WebauthnStore
    + WebauthnTrustStore
{
}
