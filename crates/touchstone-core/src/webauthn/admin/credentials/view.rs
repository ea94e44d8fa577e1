//! Decides what a credential is to administrators: what is stored of it, under the RP ID that it is bound to.

use crate::ports::{StoreError, WebauthnCredential};
use crate::webauthn::RpError;
use crate::webauthn::session::sha256;
use crate::{AdminCall, AdminError};

/// A credential and the RP ID that it is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialView {
    /// What is stored of it.
    pub credential: WebauthnCredential,
    /// The RP ID of its relying party.
    pub rp_id: String,
    /// SHA-256 of its credential id.
    pub credential_id_sha256: [u8; 32],
}

impl CredentialView {
    pub(super) async fn of(
        admin: &AdminCall<'_>,
        credential: WebauthnCredential,
    ) -> Result<Self, AdminError> {
        let webauthn = &admin.touchstone.webauthn;
        let corrupt = StoreError::Corrupt {
            what: "the relying party of a credential",
        };
        match webauthn.rp(credential.rp, admin.call).await {
            Ok(Some(rp)) => Ok(Self {
                rp_id: rp.rp_id().to_owned(),
                credential_id_sha256: sha256(&credential.credential_id),
                credential,
            }),
            Err(RpError::Store(error)) => Err(error.into()),
            Ok(None) | Err(RpError::Unreadable(_)) => Err(corrupt.into()),
        }
    }
}
