//! Decides what a ceremony's session is to administrators: what is stored of it, under the identifier that its back end knows.

use crate::ports::{StoreError, WebauthnSession};
use crate::{AdminCall, AdminError};

/// A session and its `fido2SessionId`.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// The `fido2SessionId`.
    pub session_id: String,
    /// What is stored of it.
    pub session: WebauthnSession,
}

impl SessionView {
    pub(super) fn of(admin: &AdminCall<'_>, session: WebauthnSession) -> Result<Self, AdminError> {
        let session_id = admin.touchstone.webauthn.session_id(&session);
        let session_id = session_id.map_err(|_| StoreError::Corrupt {
            what: "a sealed session id",
        })?;
        Ok(Self {
            session_id,
            session,
        })
    }
}
