//! Decides what is kept of a ceremony while it runs, and for the status service behind it (spec webauthn.md 3.1 and 5).

use std::fmt;

use touchstone_evidence::Timestamp;

use super::Sealed;
use crate::{CredentialExtId, RpId, TenantId, VerdictId};

/// Which ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CeremonyKind {
    /// A credential is made.
    Registration,
    /// A credential signs in.
    Authentication,
}

impl CeremonyKind {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Authentication => "authentication",
        }
    }

    /// The kind of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Registration, Self::Authentication]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// How far a ceremony is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CeremonyState {
    /// Options were given, no result has come.
    Initialized,
    /// It succeeded.
    Succeeded,
    /// It failed.
    Failed,
}

impl CeremonyState {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Initialized => "initialized",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    /// The state of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Initialized, Self::Succeeded, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// A ceremony's session.
#[derive(Clone, PartialEq, Eq)]
pub struct WebauthnSession {
    /// SHA-256 of the `fido2SessionId`: its key.
    pub id_sha256: [u8; 32],
    /// The sealed `fido2SessionId`; the place is entity `webauthn_session`, column `session_id`, row = `id_sha256` in lower-case
    /// hexadecimal, the session's tenant.
    pub sealed_id: Sealed,
    /// SHA-256 of the challenge; unique.
    pub challenge_sha256: [u8; 32],
    /// The tenant.
    pub tenant_id: TenantId,
    /// The relying party.
    pub rp: RpId,
    /// The user's `ext_id`; `None` when none was named, and for a decoy.
    pub user_ext_id: Option<String>,
    /// Which ceremony.
    pub kind: CeremonyKind,
    /// Whether the options were made up for a name that cannot sign in.
    pub decoy: bool,
    /// What was asked for, as JSON.
    pub asked: String,
    /// How far it is.
    pub state: CeremonyState,
    /// The reason, once it failed.
    pub reason: Option<String>,
    /// The verdict, once there is one.
    pub verdict_id: Option<VerdictId>,
    /// The credential that was made or signed in, once it succeeded.
    pub credential_ext_id: Option<CredentialExtId>,
    /// Whether the user was verified, once it succeeded.
    pub user_verified: Option<bool>,
    /// When the options were given.
    pub created_at: Timestamp,
    /// When the state last changed.
    pub changed_at: Timestamp,
    /// Until when a result is taken, inclusive.
    pub expires_at: Timestamp,
    /// Until when the status is told, inclusive.
    pub visible_until: Timestamp,
}

impl fmt::Debug for WebauthnSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebauthnSession")
            .field("tenant_id", &self.tenant_id)
            .field("rp", &self.rp)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}
