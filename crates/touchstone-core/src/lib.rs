//! What do we decide and remember? Use cases and the ports through which they reach the world.
//! No HTTP words, no SQL.

pub mod api_keys;
pub mod audit;
pub mod console;
pub mod health;
pub mod housekeeping;
pub mod idempotency;
pub mod mobile;
pub mod ports;
pub mod scope;
pub mod sealed;
pub mod tenants;
pub mod verdicts;
pub mod webauthn;

mod admin_call;
mod admin_error;
mod admin_write;
mod clock;
mod id;
mod nearest;
mod noun;
mod principal;
mod random;
mod refresh;
mod touchstone;
mod words;
mod world;

pub use admin_call::AdminCall;
pub use admin_error::{AdminError, Issue};
pub use admin_write::conflict;
pub use clock::{Clock, ManualClock, SystemClock};
pub use id::{
    ApiKeyId, AppId, AuditId, CredentialExtId, EventId, ParseIdError, ReevaluationId, RequestId,
    RpId, SessionKeyId, TenantId, VerdictId,
};
pub use nearest::nearest;
pub use noun::Noun;
pub use principal::{Principal, SCOPE_ALL};
pub use random::{Random, SystemRandomSource, random_bytes};
pub use touchstone::{Options, StartError, Touchstone};
pub use touchstone_evidence::Timestamp;
pub use world::{Call, World};
