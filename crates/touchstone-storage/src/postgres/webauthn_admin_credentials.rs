//! Decides how an administrator writes credentials in PostgreSQL; what is decided about is locked.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{
    Change, CredentialEvidence, CredentialPatch, CredentialState, Notice, TrustRecord,
    UniqueMember, WebauthnCredential, Written,
};
use touchstone_core::{CredentialExtId, TenantId};

use super::fault::Fault;
use super::mobile_admin_write::count;
use super::read::{Params, all, execute, first};
use super::{PostgresStore, webauthn_admin_users, webauthn_credentials};
use crate::rows::{
    COUNT_ACTIVE_CREDENTIALS, COUNT_CREDENTIAL_EXT_ID, COUNT_CREDENTIAL_ID, CREDENTIAL_BY_EXT_ID,
    DELETE_CREDENTIAL, EVIDENCE, Fields, TRUST_HISTORY, UPDATE_CREDENTIAL, activated,
    becomes_active, credential_evidence, patched_credential, trust_record, webauthn_credential,
};

/// Relying party `$2` of tenant `$1`, kept from being removed.
const KEEP_RP: &str = "SELECT 1 FROM webauthn_rps WHERE tenant_id = $1 AND id = $2 FOR KEY SHARE";

/// The member that the credential shares with a stored one.
async fn taken(
    transaction: &Transaction<'_>,
    credential: &WebauthnCredential,
) -> Result<Option<UniqueMember>, Fault> {
    let (rp, id) = (credential.rp.to_string(), &credential.credential_id);
    if count(transaction, COUNT_CREDENTIAL_ID, &[&rp, id]).await? > 0 {
        return Ok(Some(UniqueMember::CredentialId));
    }
    let ext_id = credential.ext_id.to_string();
    let others = count(transaction, COUNT_CREDENTIAL_EXT_ID, &[&ext_id]).await?;
    Ok((others > 0).then_some(UniqueMember::CredentialExtId))
}

/// Whether the credential's user, who is locked, has as many active ones at its relying party as it may.
async fn has_all(
    transaction: &Transaction<'_>,
    credential: &WebauthnCredential,
    max_per_user: u64,
) -> Result<bool, Fault> {
    let (tenant, rp) = (credential.tenant_id.to_string(), credential.rp.to_string());
    let of_user: Params<'_> = &[&tenant, &credential.user_ext_id, &rp];
    let active = count(transaction, COUNT_ACTIVE_CREDENTIALS, of_user).await?;
    Ok(active >= max_per_user)
}

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
        if let Some(member) = taken(&transaction, &credential).await? {
            return Ok(Written::MemberTaken(member));
        }
        if credential.state == CredentialState::Active
            && has_all(&transaction, &credential, max_per_user).await?
        {
            return Ok(Written::Full);
        }
        if !webauthn_credentials::insert(&transaction, &credential).await? {
            // Another transaction was faster; what it wrote is seen by now.
            let member = taken(&transaction, &credential).await?;
            let member = member.unwrap_or(UniqueMember::CredentialId);
            return Ok(Written::MemberTaken(member));
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
        change: &Change<CredentialPatch>,
        max_per_user: u64,
    ) -> Result<Written<WebauthnCredential>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let (tenant, ext_id) = (tenant_id.to_string(), ext_id.to_string());
        let find = async |sql: &str| {
            first(&transaction, sql, &[&tenant, &ext_id], |row| {
                webauthn_credential(&mut Fields::new(row))
            })
            .await
        };
        // Its user first, as everywhere: under that lock credentials are counted.
        let owner = find(CREDENTIAL_BY_EXT_ID).await?;
        if let (Some(owned), Some(false)) = (&owner, change.value.suspended) {
            webauthn_admin_users::locked(&transaction, tenant_id, &owned.user_ext_id).await?;
        }
        let locking = format!("{CREDENTIAL_BY_EXT_ID} FOR NO KEY UPDATE");
        let Some(stored) = find(&locking).await? else {
            return Ok(Written::NotFound);
        };
        let before = stored.state;
        let credential = patched_credential(stored, change.value.clone());
        if becomes_active(before, credential.state)
            && has_all(&transaction, &credential, max_per_user).await?
        {
            return Ok(Written::Full);
        }
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
