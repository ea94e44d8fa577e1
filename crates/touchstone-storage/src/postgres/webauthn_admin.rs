//! Decides how an administrator reads and changes what the family `webauthn` keeps, in PostgreSQL.

use async_trait::async_trait;
use touchstone_core::ports::{
    Change, CredentialEvidence, CredentialFilter, CredentialPatch, Page, PageRequest,
    RemovedCredentials, StoreError, TrustRecord, Versioned, WebauthnAdminStore, WebauthnCredential,
    WebauthnRp, WebauthnSession, WebauthnSessionCursor, WebauthnUser, WebauthnUserCursor,
    WebauthnUserPatch, Written,
};
use touchstone_core::{CredentialExtId, RpId, TenantId};

use super::PostgresStore;
use super::write::repeat;
use crate::rows::{
    CREDENTIAL_BY_EXT_ID, Fields, USER_BY_EXT_ID, cut, session_cursor, user_cursor,
    webauthn_credential, webauthn_credentials, webauthn_rp, webauthn_rps, webauthn_session,
    webauthn_sessions, webauthn_user, webauthn_users,
};

#[async_trait]
impl WebauthnAdminStore for PostgresStore {
    async fn create_webauthn_rp(
        &self,
        change: Change<WebauthnRp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<WebauthnRp>>, StoreError> {
        Ok(self.insert_rp(change, max_per_tenant).await?)
    }

    async fn webauthn_rps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<RpId>,
    ) -> Result<Page<Versioned<WebauthnRp>, RpId>, StoreError> {
        let query = webauthn_rps(tenant_id, &page);
        let rows = self.list(&query, webauthn_rp).await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn update_webauthn_rp(
        &self,
        change: Change<WebauthnRp>,
    ) -> Result<Written<Versioned<WebauthnRp>>, StoreError> {
        Ok(self.replace_rp(change).await?)
    }

    async fn remove_webauthn_rp(
        &self,
        tenant_id: TenantId,
        with_credentials: bool,
        change: Change<RpId>,
    ) -> Result<Written<RemovedCredentials>, StoreError> {
        let removed = repeat(|| self.delete_rp(tenant_id, with_credentials, &change));
        Ok(removed.await?)
    }

    async fn create_webauthn_user(
        &self,
        change: Change<WebauthnUser>,
    ) -> Result<Written<WebauthnUser>, StoreError> {
        Ok(self.insert_user(change).await?)
    }

    async fn webauthn_user(
        &self,
        tenant_id: TenantId,
        ext_id: &str,
    ) -> Result<Option<WebauthnUser>, StoreError> {
        let user = self
            .first(USER_BY_EXT_ID, &[&tenant_id.to_string(), &ext_id], |row| {
                webauthn_user(&mut Fields::new(row))
            })
            .await?;
        Ok(user)
    }

    async fn webauthn_users(
        &self,
        tenant_id: TenantId,
        username: Option<&str>,
        page: PageRequest<WebauthnUserCursor>,
    ) -> Result<Page<WebauthnUser, WebauthnUserCursor>, StoreError> {
        let query = webauthn_users(tenant_id, username, &page);
        let rows = self
            .list(&query, |row| webauthn_user(&mut Fields::new(row)))
            .await?;
        Ok(cut(rows, page.limit, user_cursor))
    }

    async fn patch_webauthn_user(
        &self,
        tenant_id: TenantId,
        ext_id: &str,
        change: Change<WebauthnUserPatch>,
    ) -> Result<Written<WebauthnUser>, StoreError> {
        Ok(self.change_user(tenant_id, ext_id, change).await?)
    }

    async fn remove_webauthn_user(
        &self,
        tenant_id: TenantId,
        change: Change<String>,
    ) -> Result<Written<RemovedCredentials>, StoreError> {
        let removed = repeat(|| self.delete_user(tenant_id, &change));
        Ok(removed.await?)
    }

    async fn webauthn_credential(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
    ) -> Result<Option<WebauthnCredential>, StoreError> {
        let (tenant, ext_id) = (tenant_id.to_string(), ext_id.to_string());
        let credential = self
            .first(CREDENTIAL_BY_EXT_ID, &[&tenant, &ext_id], |row| {
                webauthn_credential(&mut Fields::new(row))
            })
            .await?;
        Ok(credential)
    }

    async fn webauthn_credential_history(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
    ) -> Result<(Option<CredentialEvidence>, Vec<TrustRecord>), StoreError> {
        Ok(self.history(tenant_id, ext_id).await?)
    }

    async fn webauthn_credentials(
        &self,
        tenant_id: TenantId,
        filter: &CredentialFilter,
        page: PageRequest<CredentialExtId>,
    ) -> Result<Page<WebauthnCredential, CredentialExtId>, StoreError> {
        let query = webauthn_credentials(tenant_id, filter, &page);
        let rows = self
            .list(&query, |row| webauthn_credential(&mut Fields::new(row)))
            .await?;
        Ok(cut(rows, page.limit, |row| row.ext_id))
    }

    async fn import_webauthn_credential(
        &self,
        change: Change<WebauthnCredential>,
        max_per_user: u64,
    ) -> Result<Written<WebauthnCredential>, StoreError> {
        Ok(self.import_credential(change, max_per_user).await?)
    }

    async fn patch_webauthn_credential(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
        change: Change<CredentialPatch>,
        max_per_user: u64,
    ) -> Result<Written<WebauthnCredential>, StoreError> {
        let changed = repeat(|| self.change_credential(tenant_id, ext_id, &change, max_per_user));
        Ok(changed.await?)
    }

    async fn remove_webauthn_credential(
        &self,
        tenant_id: TenantId,
        change: Change<CredentialExtId>,
    ) -> Result<Written<()>, StoreError> {
        Ok(self.delete_credential(tenant_id, change).await?)
    }

    async fn webauthn_sessions(
        &self,
        tenant_id: TenantId,
        page: PageRequest<WebauthnSessionCursor>,
    ) -> Result<Page<WebauthnSession, WebauthnSessionCursor>, StoreError> {
        let query = webauthn_sessions(tenant_id, &page);
        let rows = self
            .list(&query, |row| webauthn_session(&mut Fields::new(row)))
            .await?;
        Ok(cut(rows, page.limit, session_cursor))
    }
}
