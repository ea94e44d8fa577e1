//! Decides what both kinds of options share: extensions, user verification, who may not have more sessions.

mod authentication;
mod registration;

pub(super) use registration::{CREDENTIALS_MAX, USER_HANDLE_BYTES};

use super::answer::{CeremonyError, CredentialDescriptor};
use super::policy::UserVerification;
use super::rp::Rp;
use super::service::Webauthn;
use crate::Call;
use crate::ports::WebauthnCredential;

/// What the ceremony asks for: what was asked for, raised to the relying party's minimum.
fn user_verification(rp: &Rp, asked: Option<UserVerification>) -> UserVerification {
    let asked = asked.unwrap_or(UserVerification::Preferred);
    asked.max(rp.policy().user_verification.minimum)
}

fn descriptor(credential: &WebauthnCredential) -> CredentialDescriptor {
    CredentialDescriptor {
        id: credential.credential_id.clone(),
        transports: credential.transports.clone(),
    }
}

impl Webauthn {
    /// Refuses what would open one session too many.
    async fn limit_sessions(&self, rp: &Rp, call: &Call) -> Result<(), CeremonyError> {
        let sessions = &self.open_sessions;
        if sessions.take_place(&self.world, rp.id(), call.now).await? {
            Ok(())
        } else {
            Err(self.refused(Some(rp), "too_many_sessions", None))
        }
    }
}
