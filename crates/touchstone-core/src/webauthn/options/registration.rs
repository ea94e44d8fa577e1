//! W1: options of a registration (spec webauthn.md 2.8). The semantic failures in their order, then a session.

use std::sync::Arc;

use super::{descriptor, user_verification};
use crate::ports::{
    CeremonyKind, CredentialState, UserCredentials, WebauthnCredential, WebauthnUser,
    WebauthnUserState,
};
use crate::webauthn::answer::{CeremonyError, CredentialDescriptor, RegistrationOptions};
use crate::webauthn::asked::Asked;
use crate::webauthn::policy::{AttestationPreference, Enrolment, ResidentKey};
use crate::webauthn::request::{Asker, AuthenticatorSelection, RegistrationOptionsRequest};
use crate::webauthn::rp::Rp;
use crate::webauthn::service::Webauthn;
use crate::webauthn::session::NewSession;
use crate::{Call, random_bytes};
use ulid::Ulid;

/// Active credentials of a user at a relying party (spec webauthn.md 8).
pub(in crate::webauthn) const CREDENTIALS_MAX: u64 = 64;
pub(in crate::webauthn) const USER_HANDLE_BYTES: usize = 32;

impl Webauthn {
    /// Options of a registration, with the session that goes with them.
    pub async fn registration_options(
        &self,
        call: &Call,
        asker: &Asker,
        rp: Option<&Arc<Rp>>,
        request: RegistrationOptionsRequest,
    ) -> Result<RegistrationOptions, CeremonyError> {
        let rp = rp.ok_or_else(|| self.refused(None, "rp_not_resolved", None))?;
        let store = &self.world.store;
        let known = store
            .webauthn_user_by_name(rp.tenant_id(), &request.username, rp.id())
            .await?;
        self.judge_user(rp, asker, known.as_ref())?;
        self.limit_sessions(rp, call).await?;
        let (credentials, stored) = match known {
            Some(known) => (known.credentials, Some(known.user)),
            None => (Vec::new(), None),
        };
        let new_user = stored.is_none().then(|| self.new_user(rp, &request, call));
        let user = stored.or_else(|| new_user.clone());
        let user_ext_id = user.as_ref().map(|user| user.ext_id.clone());
        let (selection, mut asked) = self.ask(rp, &request);
        asked.first_only = needs_token(rp, asker);
        let session = NewSession {
            rp,
            kind: CeremonyKind::Registration,
            asked: asked.clone(),
            user_ext_id,
            new_user,
            decoy: false,
        };
        let opened = self.open_session(session, call).await?;
        let user = opened.user.or(user);
        let user = user.ok_or(CeremonyError::Unusable("a user"))?;
        Ok(RegistrationOptions {
            session_id: opened.session_id,
            timeout_ms: rp.policy().timeout_ms(asked.user_verification),
            rp_id: rp.rp_id().to_owned(),
            rp_name: rp.rp_name().to_owned(),
            username: user.username,
            user_handle: user.handle,
            display_name: request.display_name,
            challenge: opened.challenge,
            algorithms: asked.algorithms,
            exclude: exclude(&credentials),
            selection,
            attestation: asked.attestation.unwrap_or(AttestationPreference::None),
            extensions: request.extensions,
            hints: request.hints,
        })
    }

    /// Who may register, in the order of the spec.
    fn judge_user(
        &self,
        rp: &Rp,
        asker: &Asker,
        known: Option<&UserCredentials>,
    ) -> Result<(), CeremonyError> {
        let refuse = |reason| Err(self.refused(Some(rp), reason, None));
        let Some(known) = known else {
            return if rp.policy().auto_create_users {
                Ok(())
            } else {
                refuse("user_not_found")
            };
        };
        if known.user.state == WebauthnUserState::Disabled {
            return refuse("user_disabled");
        }
        if needs_token(rp, asker) && !known.credentials.is_empty() {
            return refuse("enrolment_token_required");
        }
        let active = known.credentials.iter();
        let active = active.filter(|credential| credential.state == CredentialState::Active);
        if u64::try_from(active.count()).is_ok_and(|active| active >= CREDENTIALS_MAX) {
            return refuse("too_many_credentials");
        }
        Ok(())
    }

    fn new_user(&self, rp: &Rp, request: &RegistrationOptionsRequest, call: &Call) -> WebauthnUser {
        let handle: [u8; USER_HANDLE_BYTES] = random_bytes(&*self.world.random);
        WebauthnUser {
            tenant_id: rp.tenant_id(),
            ext_id: self.new_user_ext_id(call),
            username: request.username.clone(),
            display_name: request.display_name.clone(),
            handle: handle.to_vec(),
            state: WebauthnUserState::Pending,
            created_at: call.now,
            updated_at: call.now,
        }
    }

    /// `usr_` and a ULID.
    pub(in crate::webauthn) fn new_user_ext_id(&self, call: &Call) -> String {
        let random = u128::from_be_bytes(random_bytes(&*self.world.random));
        let unix_ms = u64::try_from(call.now.unix_ms()).unwrap_or(0);
        format!("usr_{}", Ulid::from_parts(unix_ms, random))
    }

    /// What the reply says of the authenticator, and what the session remembers.
    #[expect(clippy::unused_self, reason = "reads as the other steps do")]
    fn ask(
        &self,
        rp: &Rp,
        request: &RegistrationOptionsRequest,
    ) -> (AuthenticatorSelection, Asked) {
        let policy = rp.policy();
        let mut selection = request.selection.clone();
        let user_verification = user_verification(rp, selection.user_verification);
        selection.user_verification = Some(user_verification);
        if let Some(resident_key) = selection.resident_key {
            selection.require_resident_key = Some(resident_key == ResidentKey::Required);
        }
        let resident_key = match (selection.resident_key, selection.require_resident_key) {
            (Some(resident_key), _) => resident_key,
            (None, Some(true)) => ResidentKey::Required,
            (None, Some(false) | None) => ResidentKey::Discouraged,
        };
        let mut attestation = request.attestation.unwrap_or(policy.attestation.default);
        if policy.attestation.require && attestation < AttestationPreference::Direct {
            attestation = AttestationPreference::Direct;
        }
        let asked = Asked {
            user_verification,
            attestation: Some(attestation),
            resident_key: Some(resident_key),
            algorithms: policy.algorithms.clone(),
            display_name: Some(request.display_name.clone()),
            first_only: false,
            conditional: request.conditional && policy.allow_conditional_create,
            allowed: None,
            appid: None,
        };
        (selection, asked)
    }
}

/// Whether only a user's first credential may be made: further ones take a valid SecToken. The settlement holds it against what the user
/// then has, at any relying party of the tenant: others may have registered since these options.
fn needs_token(rp: &Rp, asker: &Asker) -> bool {
    let principal = asker.principal.as_deref();
    let has_token = principal.is_some_and(|principal| rp.admits(principal));
    rp.policy().enrolment == Enrolment::Token && !has_token
}

/// Suspended credentials too: an authenticator that holds one must not make another. The newest ones, as many as may be active.
fn exclude(credentials: &[WebauthnCredential]) -> Vec<CredentialDescriptor> {
    let most = usize::try_from(CREDENTIALS_MAX).unwrap_or(usize::MAX);
    let skipped = credentials.len().saturating_sub(most);
    credentials.iter().skip(skipped).map(descriptor).collect()
}
