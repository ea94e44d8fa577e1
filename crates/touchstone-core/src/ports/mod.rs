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
mod mobile_settle;
mod page;
mod sealed;
mod tenants;
mod verdicts;

pub use admin::{Change, Versioned, Written};
pub use api_keys::{ApiKey, ApiKeyFilter, ApiKeyStore, FoundApiKey, KeyKind};
pub use audit::{Actor, AuditFilter, AuditRow, AuditStore};
pub use error::StoreError;
pub use health::{HealthError, HealthStore, Notice};
pub use idempotency::{Begun, IdempotencyStore, IdempotentAnswer, IdempotentCall};
pub use mobile::{
    AppleApp, AppleKey, ClaimState, MobileLookup, MobilePolicy, MobileStore, Pruned, SessionKey,
};
pub use mobile_admin::{AppleKeyFilter, DeviceKeyCursor, MobileAdminStore, RemovedApp};
pub use mobile_settle::{
    AppleKeyChange, Claim, MobileConflict, MobileSettlement, NewAppleKey, Settled,
};
pub use page::{Page, PageRequest};
pub use sealed::{SealedRow, SealedStore};
pub use tenants::{Tenant, TenantStore};
pub use verdicts::{Ending, NewEvent, Outcome, Verdict, VerdictFilter, VerdictHead, VerdictStore};

/// Everything that a storage engine gives.
pub trait Store:
    ApiKeyStore
    + AuditStore
    + HealthStore
    + IdempotencyStore
    + MobileStore
    + MobileAdminStore
    + SealedStore
    + TenantStore
    + VerdictStore
{
}
