//! Decides what one settlement of the family `webauthn` holds: `settle_webauthn`, the only way in which a ceremony ends (spec webauthn.md
//! 3.1 and 3.3).

use touchstone_evidence::Timestamp;

use super::{CredentialEvidence, Ending, Settled, VerdictHead, WebauthnCredential};
use crate::{CredentialExtId, RpId};

/// What becomes of the credentials when the evidence was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialChange {
    /// Stores it, makes its user `active` under the display name that the options brought, and judges once more inside the transaction:
    /// `UserNotFound`, `UserDisabled`, `EnrolmentTokenRequired`, `TooManyCredentials`, `CredentialTaken`, in this order.
    Register(Box<NewCredential>),
    /// Notes that it signed in, and judges once more inside the transaction: `CredentialNotFound`, `CredentialSuspended`,
    /// `UserDisabled`, `CounterRegressed`, in this order.
    Use(CredentialUse),
}

/// A credential that is registered by an accepted ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCredential {
    /// The credential.
    pub credential: WebauthnCredential,
    /// What it was judged by.
    pub evidence: CredentialEvidence,
    /// The display name that the options brought.
    pub display_name: String,
    /// The greatest number of active credentials of a user at a relying party.
    pub max_per_user: u64,
    /// Whether it must be the first credential of its user in the tenant, suspended ones too.
    pub first_only: bool,
}

/// A sign-in that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialUse {
    /// The credential.
    pub ext_id: CredentialExtId,
    /// The relying party at which it must exist.
    pub rp: RpId,
    /// The counter of the assertion. It advances where `(new = 0 and stored = 0) or new > stored`.
    pub sign_count: u32,
    /// What a counter that does not advance does.
    pub on_regression: OnRegression,
    /// The BE flag; stored where none was known.
    pub backup_eligible: bool,
    /// The BS flag.
    pub backup_state: bool,
    /// Whether the user was verified: sets `uv_initialized`, never clears it.
    pub user_verified: bool,
    /// The agent, when it named itself.
    pub user_agent: Option<String>,
}

/// What a counter that does not advance does. Either way `counter_anomaly_at` is set and the greater value stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnRegression {
    /// The session fails; nothing else of the credential is written.
    Reject,
    /// The use is noted all the same; the ending is that of the conflict `CounterRegressed`, and the session succeeds.
    Flag,
}

/// A race that was lost, or a state that the reading before could not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WebauthnConflict {
    /// The user is gone.
    UserNotFound,
    /// The user is disabled.
    UserDisabled,
    /// The user holds a credential, and only its first one was allowed.
    EnrolmentTokenRequired,
    /// The user holds as many active credentials at the relying party as it may.
    TooManyCredentials,
    /// The relying party has a credential of this id.
    CredentialTaken,
    /// The credential is gone.
    CredentialNotFound,
    /// The credential is suspended.
    CredentialSuspended,
    /// The counter does not advance.
    CounterRegressed,
}

/// One settlement: session, credential, verdict and events in one durable transaction.
#[derive(Clone, Debug)]
pub struct WebauthnSettlement {
    /// What it is about. `created_at` is the time of use.
    pub head: VerdictHead,
    /// SHA-256 of the `fido2SessionId`: it must be `initialized`, and becomes `succeeded` where the ending that is written is `Valid`,
    /// else `failed` with the ending's reason.
    pub session: [u8; 32],
    /// What becomes of the credentials; `None` for refused evidence.
    pub change: Option<CredentialChange>,
    /// Whether the user was verified, for the status service.
    pub user_verified: bool,
    /// Until when the status is told at least; the later one of this and what is stored stays.
    pub visible_until: Timestamp,
    /// The ending when nothing is in the way.
    pub ending: Ending,
    /// The ending for each conflict that can occur.
    pub conflicts: Vec<(WebauthnConflict, Ending)>,
}

/// What is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettledWebauthn {
    /// The session ended now, in this way.
    Written(Settled<WebauthnConflict>),
    /// The session was no longer `initialized`, or is gone: nothing at all was written.
    SessionUsed,
}
