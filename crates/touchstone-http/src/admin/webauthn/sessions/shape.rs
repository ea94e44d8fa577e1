//! Decides how a ceremony's session looks.

use serde::Serialize;
use touchstone_core::webauthn::admin::SessionView;
use touchstone_core::{CredentialExtId, RpId, VerdictId};

#[derive(Debug, Serialize)]
pub(super) struct SessionShape {
    fido2_session_id: String,
    rp: RpId,
    user_ext_id: Option<String>,
    ceremony: &'static str,
    decoy: bool,
    state: &'static str,
    reason: Option<String>,
    verdict_id: Option<VerdictId>,
    credential_ext_id: Option<CredentialExtId>,
    user_verified: Option<bool>,
    created_at: String,
    changed_at: String,
    expires_at: String,
    visible_until: String,
}

impl From<SessionView> for SessionShape {
    fn from(view: SessionView) -> Self {
        let session = view.session;
        Self {
            fido2_session_id: view.session_id,
            rp: session.rp,
            user_ext_id: session.user_ext_id,
            ceremony: session.kind.as_str(),
            decoy: session.decoy,
            state: session.state.as_str(),
            reason: session.reason,
            verdict_id: session.verdict_id,
            credential_ext_id: session.credential_ext_id,
            user_verified: session.user_verified,
            created_at: session.created_at.to_string(),
            changed_at: session.changed_at.to_string(),
            expires_at: session.expires_at.to_string(),
            visible_until: session.visible_until.to_string(),
        }
    }
}
