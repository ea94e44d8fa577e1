//! Decides how an administrator reads and changes what the family `webauthn` keeps, in SQLite.

use async_trait::async_trait;
use touchstone_core::ports::{
    Change, CredentialEvidence, CredentialFilter, CredentialPatch, Page, PageRequest,
    RemovedCredentials, StoreError, TrustRecord, Versioned, WebauthnAdminStore, WebauthnCredential,
    WebauthnRp, WebauthnSession, WebauthnSessionCursor, WebauthnUser, WebauthnUserCursor,
    WebauthnUserPatch, Written,
};
use touchstone_core::{CredentialExtId, RpId, TenantId};

use super::read::list;
use super::{SqliteStore, webauthn_admin_credentials, webauthn_admin_rps, webauthn_admin_users};
use crate::rows::{
    Fields, cut, session_cursor, user_cursor, webauthn_credential, webauthn_credentials,
    webauthn_rp, webauthn_rps, webauthn_session, webauthn_sessions, webauthn_user, webauthn_users,
};

#[async_trait]
impl WebauthnAdminStore for SqliteStore {
    async fn create_webauthn_rp(
        &self,
        change: Change<WebauthnRp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<WebauthnRp>>, StoreError> {
        self.writer
            .change(move |connection| {
                webauthn_admin_rps::create(connection, change, max_per_tenant)
            })
            .await
    }

    async fn webauthn_rps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<RpId>,
    ) -> Result<Page<Versioned<WebauthnRp>, RpId>, StoreError> {
        let query = webauthn_rps(tenant_id, &page);
        let rows = self
            .readers
            .run(move |connection| list(connection, &query, webauthn_rp))
            .await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn update_webauthn_rp(
        &self,
        change: Change<WebauthnRp>,
    ) -> Result<Written<Versioned<WebauthnRp>>, StoreError> {
        self.writer
            .change(move |connection| webauthn_admin_rps::update(connection, change))
            .await
    }

    async fn remove_webauthn_rp(
        &self,
        tenant_id: TenantId,
        with_credentials: bool,
        change: Change<RpId>,
    ) -> Result<Written<RemovedCredentials>, StoreError> {
        self.writer
            .change(move |connection| {
                webauthn_admin_rps::remove(connection, tenant_id, with_credentials, &change)
            })
            .await
    }

    async fn create_webauthn_user(
        &self,
        change: Change<WebauthnUser>,
    ) -> Result<Written<WebauthnUser>, StoreError> {
        self.writer
            .change(move |connection| webauthn_admin_users::create(connection, change))
            .await
    }

    async fn webauthn_user(
        &self,
        tenant_id: TenantId,
        ext_id: &str,
    ) -> Result<Option<WebauthnUser>, StoreError> {
        let ext_id = ext_id.to_owned();
        self.readers
            .run(move |connection| webauthn_admin_users::by_ext_id(connection, tenant_id, &ext_id))
            .await
    }

    async fn webauthn_users(
        &self,
        tenant_id: TenantId,
        username: Option<&str>,
        page: PageRequest<WebauthnUserCursor>,
    ) -> Result<Page<WebauthnUser, WebauthnUserCursor>, StoreError> {
        let query = webauthn_users(tenant_id, username, &page);
        let rows = self
            .readers
            .run(move |connection| {
                list(connection, &query, |row| {
                    webauthn_user(&mut Fields::new(row))
                })
            })
            .await?;
        Ok(cut(rows, page.limit, user_cursor))
    }

    async fn patch_webauthn_user(
        &self,
        tenant_id: TenantId,
        ext_id: &str,
        change: Change<WebauthnUserPatch>,
    ) -> Result<Written<WebauthnUser>, StoreError> {
        let ext_id = ext_id.to_owned();
        self.writer
            .change(move |connection| {
                webauthn_admin_users::patch(connection, tenant_id, &ext_id, change)
            })
            .await
    }

    async fn remove_webauthn_user(
        &self,
        tenant_id: TenantId,
        change: Change<String>,
    ) -> Result<Written<RemovedCredentials>, StoreError> {
        self.writer
            .change(move |connection| webauthn_admin_users::remove(connection, tenant_id, &change))
            .await
    }

    async fn webauthn_credential(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
    ) -> Result<Option<WebauthnCredential>, StoreError> {
        self.readers
            .run(move |connection| {
                webauthn_admin_credentials::by_ext_id(connection, tenant_id, ext_id)
            })
            .await
    }

    async fn webauthn_credential_history(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
    ) -> Result<(Option<CredentialEvidence>, Vec<TrustRecord>), StoreError> {
        self.readers
            .run(move |connection| {
                webauthn_admin_credentials::history(connection, tenant_id, ext_id)
            })
            .await
    }

    async fn webauthn_credentials(
        &self,
        tenant_id: TenantId,
        filter: &CredentialFilter,
        page: PageRequest<CredentialExtId>,
    ) -> Result<Page<WebauthnCredential, CredentialExtId>, StoreError> {
        let query = webauthn_credentials(tenant_id, filter, &page);
        let rows = self
            .readers
            .run(move |connection| {
                list(connection, &query, |row| {
                    webauthn_credential(&mut Fields::new(row))
                })
            })
            .await?;
        Ok(cut(rows, page.limit, |row| row.ext_id))
    }

    async fn import_webauthn_credential(
        &self,
        change: Change<WebauthnCredential>,
        max_per_user: u64,
    ) -> Result<Written<WebauthnCredential>, StoreError> {
        self.writer
            .change(move |connection| {
                webauthn_admin_credentials::import(connection, change, max_per_user)
            })
            .await
    }

    async fn patch_webauthn_credential(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
        change: Change<CredentialPatch>,
        max_per_user: u64,
    ) -> Result<Written<WebauthnCredential>, StoreError> {
        self.writer
            .change(move |connection| {
                webauthn_admin_credentials::patch(
                    connection,
                    tenant_id,
                    ext_id,
                    change,
                    max_per_user,
                )
            })
            .await
    }

    async fn remove_webauthn_credential(
        &self,
        tenant_id: TenantId,
        change: Change<CredentialExtId>,
    ) -> Result<Written<()>, StoreError> {
        self.writer
            .change(move |connection| {
                webauthn_admin_credentials::remove(connection, tenant_id, &change)
            })
            .await
    }

    async fn webauthn_sessions(
        &self,
        tenant_id: TenantId,
        page: PageRequest<WebauthnSessionCursor>,
    ) -> Result<Page<WebauthnSession, WebauthnSessionCursor>, StoreError> {
        let query = webauthn_sessions(tenant_id, &page);
        let rows = self
            .readers
            .run(move |connection| {
                list(connection, &query, |row| {
                    webauthn_session(&mut Fields::new(row))
                })
            })
            .await?;
        Ok(cut(rows, page.limit, session_cursor))
    }
}
