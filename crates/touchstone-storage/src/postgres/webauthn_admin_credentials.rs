//! Decides how an administrator writes credentials in PostgreSQL; what is decided about is locked.

use touchstone_core::ports::{
    Change, CredentialEvidence, CredentialPatch, Notice, TrustRecord, WebauthnCredential, Written,
};
use touchstone_core::{CredentialExtId, TenantId};

use super::fault::Fault;
use super::mobile_admin_write::count;
use super::read::{all, execute, first};
use super::{PostgresStore, webauthn_admin_users, webauthn_credentials};
use crate::rows::{
    COUNT_ACTIVE_CREDENTIALS, COUNT_CREDENTIAL_ID, CREDENTIAL_BY_EXT_ID, DELETE_CREDENTIAL,
    EVIDENCE, Fields, TRUST_HISTORY, UPDATE_CREDENTIAL, activated, credential_evidence,
    patched_credential, trust_record, webauthn_credential,
};

/// Relying party `$2` of tenant `$1`, kept from being removed.
const KEEP_RP: &str = "SELECT 1 FROM webauthn_rps WHERE tenant_id = $1 AND id = $2 FOR KEY SHARE";

impl PostgresStore {
    /// What the credential was registered with, and what became of its trust.
    pub(super) async fn history(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
    ) -> Result<(Option<CredentialEvidence>, Vec<TrustRecord>), Fault> {
        let client = self.pool.get().await?;
        let (tenant, ext_id) = (tenant_id.to_string(), ext_id.to_string());
        let evidence = first(&client, EVIDENCE, &[&tenant, &ext_id], |row| {
            credential_evidence(&mut Fields::new(row))
        })
        .await?;
        let records = all(&client, TRUST_HISTORY, &[&tenant, &ext_id], trust_record).await?;
        Ok((evidence, records))
    }

    pub(super) async fn import_credential(
        &self,
        change: Change<WebauthnCredential>,
        max_per_user: u64,
    ) -> Result<Written<WebauthnCredential>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let credential = change.value;
        let (tenant_id, rp) = (credential.tenant_id, credential.rp.to_string());
        let (tenant, ext_id) = (tenant_id.to_string(), &credential.user_ext_id);
        let user = webauthn_admin_users::locked(&transaction, tenant_id, ext_id).await?;
        let rps = execute(&transaction, KEEP_RP, &[&tenant, &rp]).await?;
        let (Some(user), 1) = (user, rps) else {
            return Ok(Written::NotFound);
        };
        let id = &credential.credential_id;
        if count(&transaction, COUNT_CREDENTIAL_ID, &[&rp, id]).await? > 0 {
            return Ok(Written::Taken);
        }
        let active = count(
            &transaction,
            COUNT_ACTIVE_CREDENTIALS,
            &[&tenant, ext_id, &rp],
        )
        .await?;
        if active >= max_per_user {
            return Ok(Written::Full);
        }
        if !webauthn_credentials::insert(&transaction, &credential).await? {
            return Ok(Written::Taken);
        }
        if let Some(user) = activated(user, change.audit.created_at) {
            webauthn_admin_users::update(&transaction, &user).await?;
        }
        let notice = Notice::Tenant(tenant_id);
        self.commit_change(transaction, &change.audit, notice, credential)
            .await
    }

    pub(super) async fn change_credential(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
        change: Change<CredentialPatch>,
    ) -> Result<Written<WebauthnCredential>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let (tenant, ext_id) = (tenant_id.to_string(), ext_id.to_string());
        let locking = format!("{CREDENTIAL_BY_EXT_ID} FOR NO KEY UPDATE");
        let stored = first(&transaction, &locking, &[&tenant, &ext_id], |row| {
            webauthn_credential(&mut Fields::new(row))
        })
        .await?;
        let Some(stored) = stored else {
            return Ok(Written::NotFound);
        };
        let credential = patched_credential(stored, change.value);
        execute(
            &transaction,
            UPDATE_CREDENTIAL,
            &[
                &credential.user_friendly_name,
                &credential.state.as_str(),
                &tenant,
                &ext_id,
            ],
        )
        .await?;
        let notice = Notice::Tenant(tenant_id);
        self.commit_change(transaction, &change.audit, notice, credential)
            .await
    }

    pub(super) async fn delete_credential(
        &self,
        tenant_id: TenantId,
        change: Change<CredentialExtId>,
    ) -> Result<Written<()>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let (tenant, ext_id) = (tenant_id.to_string(), change.value.to_string());
        let removed = execute(&transaction, DELETE_CREDENTIAL, &[&tenant, &ext_id]).await?;
        if removed == 0 {
            return Ok(Written::NotFound);
        }
        self.commit_change(transaction, &change.audit, Notice::Tenant(tenant_id), ())
            .await
    }
}
