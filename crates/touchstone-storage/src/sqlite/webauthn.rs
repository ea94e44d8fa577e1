//! Decides how what ceremonies need is read in SQLite, and how their sessions are opened.

use async_trait::async_trait;
use rusqlite::{params, params_from_iter};
use touchstone_core::ports::{
    AssertionLookup, RpKey, SettledWebauthn, StoreError, UserCredentials, Versioned, WebauthnRp,
    WebauthnSession, WebauthnSettlement, WebauthnStore, WebauthnUser,
};
use touchstone_core::{RpId, TenantId, Timestamp};

use super::SqliteStore;
use super::read::{all, first, number};
use super::webauthn_open::open;
use super::webauthn_prune::prune;
use super::webauthn_settle::settle;
use crate::rows::{
    ASSERTION_LOOKUP, CREDENTIALS_OF_USER, Fields, OPEN_SESSIONS, SESSION_BY_CHALLENGE,
    SESSION_WITH_USER, USER_BY_NAME, assertion_lookup, rp_by, session_with_user,
    webauthn_credential, webauthn_rp, webauthn_session, webauthn_user,
};

#[async_trait]
impl WebauthnStore for SqliteStore {
    async fn find_webauthn_rp(
        &self,
        by: &RpKey,
    ) -> Result<Option<Versioned<WebauthnRp>>, StoreError> {
        let (sql, params) = rp_by(by);
        self.readers
            .run(move |connection| first(connection, sql, params_from_iter(params), webauthn_rp))
            .await
    }

    async fn webauthn_user_by_name(
        &self,
        tenant_id: TenantId,
        username: &str,
        rp: RpId,
    ) -> Result<Option<UserCredentials>, StoreError> {
        let (tenant_id, username) = (tenant_id.to_string(), username.to_owned());
        self.readers
            .run(move |connection| {
                // One state of the database for both statements.
                let _snapshot = connection.unchecked_transaction()?;
                let found = first(connection, USER_BY_NAME, [&tenant_id, &username], |row| {
                    webauthn_user(&mut Fields::new(row))
                })?;
                let Some(user) = found else {
                    return Ok(None);
                };
                let credentials = all(
                    connection,
                    CREDENTIALS_OF_USER,
                    [&tenant_id, &username, &rp.to_string()],
                    |row| webauthn_credential(&mut Fields::new(row)),
                )?;
                Ok(Some(UserCredentials { user, credentials }))
            })
            .await
    }

    async fn open_webauthn_session(
        &self,
        session: WebauthnSession,
        new_user: Option<WebauthnUser>,
    ) -> Result<Option<WebauthnUser>, StoreError> {
        self.writer
            .run(move |connection| open(connection, &session, new_user.as_ref()))
            .await
    }

    async fn open_webauthn_sessions(
        &self,
        rp: RpId,
        now: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.readers
            .run(move |connection| {
                let params = params![rp.to_string(), now.unix_ms(), limit];
                number(connection, OPEN_SESSIONS, params)
            })
            .await
    }

    async fn webauthn_session_by_challenge(
        &self,
        challenge_sha256: &[u8; 32],
    ) -> Result<Option<WebauthnSession>, StoreError> {
        let challenge_sha256 = *challenge_sha256;
        self.readers
            .run(move |connection| {
                first(
                    connection,
                    SESSION_BY_CHALLENGE,
                    [challenge_sha256],
                    |row| webauthn_session(&mut Fields::new(row)),
                )
            })
            .await
    }

    async fn webauthn_assertion_lookup(
        &self,
        challenge_sha256: &[u8; 32],
        credential_id: &[u8],
    ) -> Result<Option<AssertionLookup>, StoreError> {
        let (challenge_sha256, credential_id) = (*challenge_sha256, credential_id.to_vec());
        self.readers
            .run(move |connection| {
                let params = params![credential_id, challenge_sha256];
                first(connection, ASSERTION_LOOKUP, params, assertion_lookup)
            })
            .await
    }

    async fn webauthn_session(
        &self,
        id_sha256: &[u8; 32],
    ) -> Result<Option<(WebauthnSession, Option<WebauthnUser>)>, StoreError> {
        let id_sha256 = *id_sha256;
        self.readers
            .run(move |connection| {
                first(
                    connection,
                    SESSION_WITH_USER,
                    [id_sha256],
                    session_with_user,
                )
            })
            .await
    }

    async fn settle_webauthn(
        &self,
        settlement: WebauthnSettlement,
    ) -> Result<SettledWebauthn, StoreError> {
        self.writer
            .run(move |connection| settle(connection, settlement))
            .await
    }

    async fn prune_webauthn(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.writer
            .run(move |connection| prune(connection, before, limit))
            .await
    }
}
