//! W5: how a ceremony is (spec webauthn.md 2.12). What never existed, is over, or is another tenant's looks alike.

use std::sync::Arc;

use super::answer::{CeremonyError, Status, StatusDetail};
use super::policy::{StatusUserId, UnknownUser};
use super::request::Asker;
use super::rp::{Rp, Service};
use super::service::Webauthn;
use super::session::sha256;
use crate::Call;
use crate::ports::{CeremonyKind, CeremonyState, WebauthnSession, WebauthnUser};

impl Webauthn {
    /// How the ceremony of this `fido2SessionId` is. Any text is well-formed.
    pub async fn status(
        &self,
        call: &Call,
        asker: &Asker,
        session_id: &str,
    ) -> Result<Status, CeremonyError> {
        let unknown = Status {
            state: None,
            timestamp: call.now,
            user_id: String::new(),
            detail: None,
        };
        let store = &self.world.store;
        let found = store
            .webauthn_session(&sha256(session_id.as_bytes()))
            .await?;
        let Some((session, user)) = found.filter(|(session, _)| call.now <= session.visible_until)
        else {
            return Ok(unknown);
        };
        let Some(rp) = self.rp(session.rp, call).await? else {
            return Ok(unknown);
        };
        if !self.may_see(&rp, asker, Service::Status) {
            return Ok(unknown);
        }
        Ok(Status {
            state: Some(session.state),
            timestamp: session.changed_at,
            user_id: user_id(&rp, &session, user),
            detail: Some(StatusDetail {
                ceremony: session.kind,
                rp_id: rp.rp_id().to_owned(),
                credential_ext_id: session.credential_ext_id,
                user_verified: session.user_verified,
                reason: session.reason.filter(|_| tells_reason(&rp, session.kind)),
                verdict_id: session.verdict_id,
            }),
        })
    }

    /// Whether sessions of the relying party exist for who asks (spec webauthn.md 2.5): a key opens its own tenant's, whether it had to be
    /// shown or not.
    pub(super) fn may_see(&self, rp: &Arc<Rp>, asker: &Asker, service: Service) -> bool {
        match asker.principal.as_deref() {
            Some(principal) if rp.asks_sectoken(service) => rp.admits(principal),
            Some(principal) => principal.tenant_id == Some(rp.tenant_id()),
            None => !rp.asks_sectoken(service),
        }
    }
}

/// Under `conceal` the reason of a failed sign-in would tell a decoy from a user.
fn tells_reason(rp: &Rp, kind: CeremonyKind) -> bool {
    let conceals = rp.policy().unknown_user == UnknownUser::Conceal;
    rp.policy().expose_reason && !(conceals && kind == CeremonyKind::Authentication)
}

/// Under `conceal` a session's user is told only once it signed in: a decoy has none.
fn user_id(rp: &Rp, session: &WebauthnSession, user: Option<WebauthnUser>) -> String {
    let conceals = rp.policy().unknown_user == UnknownUser::Conceal;
    if conceals && session.state != CeremonyState::Succeeded {
        return String::new();
    }
    user.map_or_else(String::new, |user| match rp.policy().status.user_id {
        StatusUserId::ExtId => user.ext_id,
        StatusUserId::Username => user.username,
    })
}
