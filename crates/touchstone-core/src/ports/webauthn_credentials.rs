//! Decides what is kept of a credential (spec webauthn.md 5): what an assertion needs in one small row, the evidence of its registration apart.

use touchstone_evidence::Timestamp;

use crate::{CredentialExtId, RpId, TenantId, VerdictId};

/// Whether a credential signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CredentialState {
    /// It does.
    Active,
    /// It does not: an administrator suspended it.
    Suspended,
    /// It does not: what became known of its model or certificates. Called `suspended` outside; a later judgement can restore it.
    SuspendedByTrust,
}

impl CredentialState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::Suspended, Self::SuspendedByTrust];

    /// The word of the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::SuspendedByTrust => "suspended_by_trust",
        }
    }

    /// The state of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A credential, as far as assertions and lists need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebauthnCredential {
    /// What others call it.
    pub ext_id: CredentialExtId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The relying party.
    pub rp: RpId,
    /// The user's `ext_id`.
    pub user_ext_id: String,
    /// The credential id, unique at the relying party: 1 to 1,023 bytes.
    pub credential_id: Vec<u8>,
    /// The COSE key as it was registered.
    pub public_key: Vec<u8>,
    /// Its COSE algorithm.
    pub algorithm: i64,
    /// The greatest signature counter that was accepted.
    pub sign_count: u32,
    /// When a counter last fell back.
    pub counter_anomaly_at: Option<Timestamp>,
    /// Whether the user was ever verified with it.
    pub uv_initialized: bool,
    /// The BE flag; `None` for an imported credential that has not signed in yet.
    pub backup_eligible: Option<bool>,
    /// The BS flag of the last ceremony.
    pub backup_state: bool,
    /// How it is reached, as the client said.
    pub transports: Vec<String>,
    /// `platform` or `cross-platform`, as the client said.
    pub attachment: Option<String>,
    /// The model.
    pub aaguid: [u8; 16],
    /// SHA-1 of the attestation certificate's public key bits: the model of a fido-u2f authenticator.
    pub certificate_key_id: Option<[u8; 20]>,
    /// The attestation statement format.
    pub format: String,
    /// `none`, `self`, `basic`, `attca`, `anonca`, `compound`.
    pub attestation_type: String,
    /// What people read of the model: the metadata's description, else the format.
    pub authenticator: String,
    /// Whether it is discoverable (`credProps.rk`).
    pub resident_key: Option<bool>,
    /// What the options asked for.
    pub asked: CredentialAsked,
    /// What its user calls it.
    pub user_friendly_name: Option<String>,
    /// The agent that registered it.
    pub user_agent: Option<String>,
    /// The agent that last signed in with it.
    pub last_user_agent: Option<String>,
    /// Whether it signs in.
    pub state: CredentialState,
    /// `none`, `self`, `trusted`, `uncertain`, `untrusted:<reason>`, `not_evaluated`.
    pub trust: String,
    /// When it was registered or imported.
    pub created_at: Timestamp,
    /// When it last signed in.
    pub last_used_at: Option<Timestamp>,
    /// The verdict that registered it; `None` for an imported one.
    pub verdict_id: Option<VerdictId>,
}

/// What the options of the registration asked for, in the words of WebAuthn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CredentialAsked {
    /// `none`, `indirect`, `direct`, `enterprise`.
    pub attestation: String,
    /// `discouraged`, `preferred`, `required`.
    pub resident_key: String,
    /// `discouraged`, `preferred`, `required`.
    pub user_verification: String,
}

/// What a registration left to judge again by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialEvidence {
    /// The attestation object as it came.
    pub attestation_object: Vec<u8>,
    /// The client data as it came.
    pub client_data: Vec<u8>,
    /// The attestation certificates, leaf first; of a compound statement those of its first element that has some.
    pub x5c: Vec<Vec<u8>>,
    /// Positions of the elements of a compound statement that counted, upwards; none for another one.
    pub elements: Vec<usize>,
}

/// What became of a credential's trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustRecord {
    /// When.
    pub at: Timestamp,
    /// What it was.
    pub from: String,
    /// What it became.
    pub to: String,
    /// Why it was judged again: `metadata`, `statement`, `status_list`, `daily`, `asked`.
    pub cause: String,
    /// The state after it.
    pub state: CredentialState,
}
