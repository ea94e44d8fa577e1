//! Decides how what ceremonies need is read in PostgreSQL. Sessions are opened and settled in batches of this node.

use async_trait::async_trait;
use tokio_postgres::types::ToSql;
use touchstone_core::ports::{
    AssertionLookup, RpKey, SettledWebauthn, StoreError, UserCredentials, Versioned, WebauthnRp,
    WebauthnSession, WebauthnSettlement, WebauthnStore, WebauthnUser,
};
use touchstone_core::{RpId, TenantId, Timestamp};

use super::PostgresStore;
use super::fault::Fault;
use super::read::{Params, all, first};
use super::webauthn_open_batch::Opening;
use crate::rows::{
    ASSERTION_LOOKUP, CREDENTIALS_OF_USER, Fields, OPEN_SESSIONS, SESSION_BY_CHALLENGE,
    SESSION_WITH_USER, USER_BY_NAME, assertion_lookup, rp_by, session_with_user,
    webauthn_credential, webauthn_rp, webauthn_session, webauthn_user,
};

#[async_trait]
impl WebauthnStore for PostgresStore {
    async fn find_webauthn_rp(
        &self,
        by: &RpKey,
    ) -> Result<Option<Versioned<WebauthnRp>>, StoreError> {
        let (sql, params) = rp_by(by);
        let params: Vec<&(dyn ToSql + Sync)> = params
            .iter()
            .map(|param| -> &(dyn ToSql + Sync) { param })
            .collect();
        Ok(self.first(sql, &params, webauthn_rp).await?)
    }

    async fn webauthn_user_by_name(
        &self,
        tenant_id: TenantId,
        username: &str,
        rp: RpId,
    ) -> Result<Option<UserCredentials>, StoreError> {
        Ok(self.user_and_credentials(tenant_id, username, rp).await?)
    }

    async fn open_webauthn_session(
        &self,
        session: WebauthnSession,
        new_user: Option<WebauthnUser>,
    ) -> Result<Option<WebauthnUser>, StoreError> {
        let opening = Opening { session, new_user };
        self.webauthn_openings.write(opening).await
    }

    async fn open_webauthn_sessions(
        &self,
        rp: RpId,
        now: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let count = self
            .first(
                OPEN_SESSIONS,
                &[&rp.to_string(), &now.unix_ms(), &limit],
                |row| Fields::new(row).number("webauthn_sessions: count"),
            )
            .await?;
        Ok(count.unwrap_or(0))
    }

    async fn webauthn_session_by_challenge(
        &self,
        challenge_sha256: &[u8; 32],
    ) -> Result<Option<WebauthnSession>, StoreError> {
        let found = self
            .first(
                SESSION_BY_CHALLENGE,
                &[&challenge_sha256.as_slice()],
                |row| webauthn_session(&mut Fields::new(row)),
            )
            .await?;
        Ok(found)
    }

    async fn webauthn_assertion_lookup(
        &self,
        challenge_sha256: &[u8; 32],
        credential_id: &[u8],
    ) -> Result<Option<AssertionLookup>, StoreError> {
        let found = self
            .first(
                ASSERTION_LOOKUP,
                &[&credential_id, &challenge_sha256.as_slice()],
                assertion_lookup,
            )
            .await?;
        Ok(found)
    }

    async fn webauthn_session(
        &self,
        id_sha256: &[u8; 32],
    ) -> Result<Option<(WebauthnSession, Option<WebauthnUser>)>, StoreError> {
        let found = self
            .first(
                SESSION_WITH_USER,
                &[&id_sha256.as_slice()],
                session_with_user,
            )
            .await?;
        Ok(found)
    }

    async fn settle_webauthn(
        &self,
        settlement: WebauthnSettlement,
    ) -> Result<SettledWebauthn, StoreError> {
        self.webauthn_settlements.write(settlement).await
    }

    async fn prune_webauthn(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let sessions = self.prune_ended_sessions(before, limit).await?;
        let users = self.prune_pending_users(before, limit).await?;
        Ok(sessions.saturating_add(users))
    }
}

impl PostgresStore {
    /// Both statements travel together.
    async fn user_and_credentials(
        &self,
        tenant_id: TenantId,
        username: &str,
        rp: RpId,
    ) -> Result<Option<UserCredentials>, Fault> {
        let (tenant_id, rp) = (tenant_id.to_string(), rp.to_string());
        let (by_name, at_rp): (Params<'_>, Params<'_>) =
            (&[&tenant_id, &username], &[&tenant_id, &username, &rp]);
        let client = self.pool.get().await?;
        let (user, credentials) = tokio::try_join!(
            first(&client, USER_BY_NAME, by_name, |row| {
                webauthn_user(&mut Fields::new(row))
            }),
            all(&client, CREDENTIALS_OF_USER, at_rp, |row| {
                webauthn_credential(&mut Fields::new(row))
            },),
        )?;
        Ok(user.map(|user| UserCredentials { user, credentials }))
    }
}
