//! What do we decide and remember? Use cases and the ports through which they reach the world.
//! No HTTP words, no SQL.

pub mod ports;

mod clock;
mod id;
mod noun;
mod random;

pub use clock::{Clock, ManualClock, SystemClock};
pub use id::{
    ApiKeyId, AppId, AuditId, EventId, ParseIdError, RequestId, SessionKeyId, TenantId, VerdictId,
};
pub use noun::Noun;
pub use random::{Random, SystemRandomSource, random_bytes};
pub use touchstone_evidence::Timestamp;
