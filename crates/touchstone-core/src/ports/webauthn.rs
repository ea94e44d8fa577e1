//! Decides what the family `webauthn` keeps and reads while ceremonies run (spec webauthn.md 3).

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::{
    RpKey, SettledWebauthn, StoreError, Versioned, WebauthnCredential, WebauthnRp, WebauthnSession,
    WebauthnSettlement, WebauthnUser,
};
use crate::{RpId, TenantId};

/// A user and its credentials at one relying party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserCredentials {
    /// The user.
    pub user: WebauthnUser,
    /// All its credentials there, suspended ones too, oldest first; at most 256.
    pub credentials: Vec<WebauthnCredential>,
}

/// What is read in one round trip before an assertion is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionLookup {
    /// The session of the challenge.
    pub session: WebauthnSession,
    /// The credential of this id at the session's relying party and tenant.
    pub credential: Option<WebauthnCredential>,
    /// The owner of the credential.
    pub owner: Option<WebauthnUser>,
}

/// How the sealed key of the family is kept: one per deployment (spec webauthn.md 2.10, decoys). The place is entity `webauthn_key`,
/// column `key`, row `1`, no tenant.
#[async_trait]
pub trait WebauthnKeyStore: Send + Sync + 'static {
    /// Stores the sealed key when there is none yet, and answers with the one that is stored (one insert wins).
    async fn ensure_webauthn_key(&self, sealed: &[u8]) -> Result<Vec<u8>, StoreError>;
}

/// Ceremonies.
#[async_trait]
pub trait WebauthnStore: Send + Sync + 'static {
    /// The relying party that is found by this.
    async fn find_webauthn_rp(
        &self,
        by: &RpKey,
    ) -> Result<Option<Versioned<WebauthnRp>>, StoreError>;

    /// The user of this name, with its credentials at the relying party.
    async fn webauthn_user_by_name(
        &self,
        tenant_id: TenantId,
        username: &str,
        rp: RpId,
    ) -> Result<Option<UserCredentials>, StoreError>;

    /// Opens a session, and stores the user when it is new: one durable transaction. Where another call stored a user of this name first,
    /// that one is kept and the session names it. Answers with the user of the session.
    async fn open_webauthn_session(
        &self,
        session: WebauthnSession,
        new_user: Option<WebauthnUser>,
    ) -> Result<Option<WebauthnUser>, StoreError>;

    /// How many sessions of the relying party are open at `now`; stops counting at `limit`.
    async fn open_webauthn_sessions(
        &self,
        rp: RpId,
        now: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError>;

    /// The session of this challenge.
    async fn webauthn_session_by_challenge(
        &self,
        challenge_sha256: &[u8; 32],
    ) -> Result<Option<WebauthnSession>, StoreError>;

    /// The session of this challenge, the credential of this id, and its owner, in one round trip.
    async fn webauthn_assertion_lookup(
        &self,
        challenge_sha256: &[u8; 32],
        credential_id: &[u8],
    ) -> Result<Option<AssertionLookup>, StoreError>;

    /// The session of this `fido2SessionId`, and its user.
    async fn webauthn_session(
        &self,
        id_sha256: &[u8; 32],
    ) -> Result<Option<(WebauthnSession, Option<WebauthnUser>)>, StoreError>;

    /// Settles: one durable transaction, answered after its commit. A conflict for which no ending was supplied is `StoreError::Corrupt` and
    /// changes nothing.
    async fn settle_webauthn(
        &self,
        settlement: WebauthnSettlement,
    ) -> Result<SettledWebauthn, StoreError>;

    /// Deletes at most `limit` sessions whose `visible_until` lies before `before`, and at most `limit` users that are `pending`, were made
    /// before `before`, and have neither credential nor session; how many in all.
    async fn prune_webauthn(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError>;
}
