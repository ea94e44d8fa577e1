//! Decides what the services answer, without HTTP words (spec webauthn.md 2.3, 2.8 to 2.12).

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value};
use touchstone_evidence::Timestamp;

use super::policy::{AttestationPreference, UserVerification};
use super::request::AuthenticatorSelection;
use crate::ports::{CeremonyKind, CeremonyState, StoreError};
use crate::{CredentialExtId, VerdictId};

/// Options of a registration.
#[derive(Clone, PartialEq)]
pub struct RegistrationOptions {
    /// The `fido2SessionId`.
    pub session_id: String,
    /// In milliseconds.
    pub timeout_ms: u32,
    /// The RP ID.
    pub rp_id: String,
    /// Its name.
    pub rp_name: String,
    /// The user name.
    pub username: String,
    /// The user handle.
    pub user_handle: Vec<u8>,
    /// What people read of the user.
    pub display_name: String,
    /// 32 bytes.
    pub challenge: [u8; 32],
    /// COSE algorithms, the preferred first.
    pub algorithms: Vec<i64>,
    /// Credentials that the user holds.
    pub exclude: Vec<CredentialDescriptor>,
    /// As asked for, corrected, with `user_verification` always there.
    pub selection: AuthenticatorSelection,
    /// The effective preference.
    pub attestation: AttestationPreference,
    /// As asked for.
    pub extensions: Option<Map<String, Value>>,
    /// As asked for.
    pub hints: Option<Vec<String>>,
}

/// Options of an authentication.
#[derive(Clone, PartialEq)]
pub struct AuthenticationOptions {
    /// The `fido2SessionId`.
    pub session_id: String,
    /// 32 bytes.
    pub challenge: [u8; 32],
    /// In milliseconds.
    pub timeout_ms: u32,
    /// The RP ID.
    pub rp_id: String,
    /// Credentials that can sign in; empty without user name.
    pub allow: Vec<CredentialDescriptor>,
    /// How much the user must be verified.
    pub user_verification: UserVerification,
    /// As asked for.
    pub extensions: Option<Map<String, Value>>,
}

/// A credential as options name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialDescriptor {
    /// The credential id.
    pub id: Vec<u8>,
    /// How it is reached; empty when not known.
    pub transports: Vec<String>,
}

/// A ceremony that succeeded.
#[derive(Clone, PartialEq, Eq)]
pub struct Succeeded {
    /// The `fido2SessionId`.
    pub session_id: String,
    /// The verdict that is on disk.
    pub verdict_id: VerdictId,
    /// The statement format, for metrics; `none` for authentications.
    pub format: &'static str,
}

/// How refusals are told: by the session's relying party, else by the one that the headers chose, else by the server's profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Whether a protocol failure is the client's error rather than an ordinary answer.
    pub is_client_error: bool,
    /// Whether the reason is told.
    pub exposes_reason: bool,
}

/// A protocol failure (spec webauthn.md 2.3).
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason code.
    pub reason: &'static str,
    /// What to say behind it: a sentence.
    pub sentence: Cow<'static, str>,
    /// The `fido2SessionId`, once a session is known.
    pub session_id: Option<String>,
    /// The verdict, when one was written.
    pub verdict_id: Option<VerdictId>,
    /// How it is told.
    pub telling: Telling,
    /// The statement format, for metrics, as far as it was known.
    pub format: Option<&'static str>,
}

/// No answer of the protocol's own.
#[derive(Debug, thiserror::Error)]
pub enum CeremonyError {
    /// The ceremony fails.
    #[error("{}", .0.reason)]
    Refused(Box<Refusal>),
    /// The store did not do its work; where it says so, nothing was consumed.
    #[error("the store did not do its work")]
    Store(#[from] StoreError),
    /// What the store holds cannot be used, or was sealed under another master key.
    #[error("{0} cannot be used")]
    Unusable(&'static str),
}

/// How a ceremony is, for the relying party's back end (W5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// `None` when there is no such session.
    pub state: Option<CeremonyState>,
    /// When that came about; for an unknown session the present.
    pub timestamp: Timestamp,
    /// What the relying party calls the user; empty while it is not known.
    pub user_id: String,
    /// What else is known; `None` for an unknown session.
    pub detail: Option<StatusDetail>,
}

/// What else is known of a ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusDetail {
    /// Which ceremony.
    pub ceremony: CeremonyKind,
    /// The RP ID.
    pub rp_id: String,
    /// The credential, once it succeeded.
    pub credential_ext_id: Option<CredentialExtId>,
    /// Whether the user was verified, once it succeeded.
    pub user_verified: Option<bool>,
    /// The reason, once it failed.
    pub reason: Option<String>,
    /// The verdict, once there is one.
    pub verdict_id: Option<VerdictId>,
}

/// Session ids and challenges open a ceremony to whoever knows them: no text shows them.
impl fmt::Debug for RegistrationOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrationOptions")
            .field("rp_id", &self.rp_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for AuthenticationOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticationOptions")
            .field("rp_id", &self.rp_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Succeeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Succeeded")
            .field("verdict_id", &self.verdict_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("reason", &self.reason)
            .field("verdict_id", &self.verdict_id)
            .finish_non_exhaustive()
    }
}
