//! Decides what is kept of a user of passkeys (spec webauthn.md 2.8 and 5).

use touchstone_evidence::Timestamp;

use crate::TenantId;

/// Whether a user may use passkeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WebauthnUserState {
    /// Made by the options of a registration that has not succeeded yet.
    Pending,
    /// Holds, or held, a credential; or made by an administrator.
    Active,
    /// Refused by an administrator.
    Disabled,
}

impl WebauthnUserState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Active, Self::Disabled];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// The state of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A user, known under the same name and handle to all relying parties of the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebauthnUser {
    /// The tenant.
    pub tenant_id: TenantId,
    /// What others call it, unique in the tenant: `usr_` + ULID or given, 1 to 128 bytes.
    pub ext_id: String,
    /// The name, unique in the tenant, compared byte for byte: 1 to 256 bytes.
    pub username: String,
    /// What people read.
    pub display_name: String,
    /// The user handle, unique in the tenant: 1 to 64 bytes; never changed.
    pub handle: Vec<u8>,
    /// Whether it may use passkeys.
    pub state: WebauthnUserState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}
