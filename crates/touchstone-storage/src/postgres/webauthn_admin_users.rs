//! Decides how an administrator writes users of passkeys in PostgreSQL; what is decided about is locked.

use deadpool_postgres::Transaction;
use touchstone_core::TenantId;
use touchstone_core::ports::{
    Change, Notice, RemovedCredentials, UniqueMember, WebauthnUser, WebauthnUserPatch, Written,
};

use super::fault::Fault;
use super::mobile_admin_write::count;
use super::read::{execute, first};
use super::{PostgresStore, webauthn_users};
use crate::rows::{
    COUNT_HANDLE, COUNT_USER_EXT_ID, DELETE_CREDENTIALS_OF_USER, DELETE_SESSIONS_OF_USER,
    DELETE_USER, Fields, UPDATE_USER, USER_BY_EXT_ID, patched_user, webauthn_user,
};

/// The user, locked against changes and against credentials being registered for it.
pub(super) async fn locked(
    transaction: &Transaction<'_>,
    tenant_id: TenantId,
    ext_id: &str,
) -> Result<Option<WebauthnUser>, Fault> {
    let locking = format!("{USER_BY_EXT_ID} FOR UPDATE");
    let tenant = tenant_id.to_string();
    first(transaction, &locking, &[&tenant, &ext_id], |row| {
        webauthn_user(&mut Fields::new(row))
    })
    .await
}

/// Writes what can change of a user: display name, state and time of the write.
pub(super) async fn update(
    transaction: &Transaction<'_>,
    user: &WebauthnUser,
) -> Result<(), Fault> {
    execute(
        transaction,
        UPDATE_USER,
        &[
            &user.display_name,
            &user.state.as_str(),
            &user.updated_at.unix_ms(),
            &user.tenant_id.to_string(),
            &user.ext_id,
        ],
    )
    .await?;
    Ok(())
}

/// The member that the user shares with a stored one.
async fn taken(transaction: &Transaction<'_>, user: &WebauthnUser) -> Result<UniqueMember, Fault> {
    let tenant = user.tenant_id.to_string();
    let others = count(transaction, COUNT_USER_EXT_ID, &[&tenant, &user.ext_id]).await?;
    if others > 0 {
        return Ok(UniqueMember::UserExtId);
    }
    let others = count(transaction, COUNT_HANDLE, &[&tenant, &user.handle]).await?;
    Ok(match others {
        0 => UniqueMember::Username,
        _ => UniqueMember::UserHandle,
    })
}

impl PostgresStore {
    pub(super) async fn insert_user(
        &self,
        change: Change<WebauthnUser>,
    ) -> Result<Written<WebauthnUser>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let user = change.value;
        if !webauthn_users::insert(&transaction, &user).await? {
            return Ok(Written::MemberTaken(taken(&transaction, &user).await?));
        }
        let notice = Notice::Tenant(user.tenant_id);
        self.commit_change(transaction, &change.audit, notice, user)
            .await
    }

    pub(super) async fn change_user(
        &self,
        tenant_id: TenantId,
        ext_id: &str,
        change: Change<WebauthnUserPatch>,
    ) -> Result<Written<WebauthnUser>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let Some(stored) = locked(&transaction, tenant_id, ext_id).await? else {
            return Ok(Written::NotFound);
        };
        let user = patched_user(stored, change.value, change.audit.created_at);
        update(&transaction, &user).await?;
        self.commit_change(transaction, &change.audit, Notice::Tenant(tenant_id), user)
            .await
    }

    /// Settlements lock several sessions in an order of their own, so this can meet one that waits for it.
    pub(super) async fn delete_user(
        &self,
        tenant_id: TenantId,
        change: &Change<String>,
    ) -> Result<Written<RemovedCredentials>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let (tenant, ext_id) = (tenant_id.to_string(), &change.value);
        // Sessions are locked first, as by settlements.
        execute(&transaction, DELETE_SESSIONS_OF_USER, &[&tenant, ext_id]).await?;
        if locked(&transaction, tenant_id, ext_id).await?.is_none() {
            return Ok(Written::NotFound);
        }
        let credentials =
            execute(&transaction, DELETE_CREDENTIALS_OF_USER, &[&tenant, ext_id]).await?;
        execute(&transaction, DELETE_USER, &[&tenant, ext_id]).await?;
        let removed = RemovedCredentials { credentials };
        self.commit_change(
            transaction,
            &change.audit,
            Notice::Tenant(tenant_id),
            removed,
        )
        .await
    }
}
