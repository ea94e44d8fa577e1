//! Decides what the services are asked, after the body was taken apart (spec webauthn.md 2.8, 2.10 and 2.5).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::policy::{AttestationPreference, ResidentKey, UserVerification};
use crate::Principal;

/// Who asks, and by which address: what the choice of a relying party needs.
#[derive(Clone, Debug, Default)]
pub struct Asker {
    /// The `Origin` header.
    pub origin: Option<String>,
    /// The host under which this server was called, in lower case without port.
    pub host: Option<String>,
    /// The bearer of a valid SecToken.
    pub principal: Option<Arc<Principal>>,
}

/// Options of a registration.
#[derive(Clone, Debug, PartialEq)]
pub struct RegistrationOptionsRequest {
    /// 1 to 256 bytes.
    pub username: String,
    /// 0 to 256 bytes.
    pub display_name: String,
    /// What the authenticator must be like; absent members stay absent in the reply.
    pub selection: AuthenticatorSelection,
    /// Which attestation is asked for; `None` leaves it to the relying party.
    pub attestation: Option<AttestationPreference>,
    /// Extensions, to be echoed.
    pub extensions: Option<Map<String, Value>>,
    /// Hints, to be echoed.
    pub hints: Option<Vec<String>>,
    /// Whether the credential is made without the user's gesture.
    pub conditional: bool,
}

/// What the authenticator must be like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthenticatorSelection {
    /// `platform` or `cross-platform`.
    pub authenticator_attachment: Option<String>,
    /// Whether the credential must be discoverable.
    pub resident_key: Option<ResidentKey>,
    /// The same in the words of Level 1.
    pub require_resident_key: Option<bool>,
    /// How much the user must be verified.
    pub user_verification: Option<UserVerification>,
}

/// Options of an authentication.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthenticationOptionsRequest {
    /// Empty for a ceremony without user name.
    pub username: String,
    /// How much the user must be verified.
    pub user_verification: Option<UserVerification>,
    /// Extensions, to be echoed.
    pub extensions: Option<Map<String, Value>>,
}
