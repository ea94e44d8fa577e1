//! Decides how relying parties are written in PostgreSQL, with their claims on the whole server; what is decided about is locked.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{
    Change, Notice, RemovedCredentials, UniqueMember, Versioned, WebauthnRp, Written,
};
use touchstone_core::{RpId, TenantId};

use super::fault::Fault;
use super::mobile_admin_write::{count, lock};
use super::read::{execute, first};
use super::{PostgresStore, locks};
use crate::rows::{
    COUNT_CREDENTIALS_OF_RP, COUNT_RPS, COUNT_RPS_NAMED, DELETE_CREDENTIALS_OF_RP, DELETE_RP,
    DELETE_SESSIONS_OF_RP, INSERT_RP, RP_BY_ID, UPDATE_RP, rp_claims, version_after,
    version_number, webauthn_rp, words_json,
};

/// What another one has: the RP ID in the tenant, or an origin or a host anywhere. Until the transaction ends no other node asks.
async fn taken(
    transaction: &Transaction<'_>,
    rp: &WebauthnRp,
) -> Result<Option<UniqueMember>, Fault> {
    lock(transaction, locks::LIMITS).await?;
    let (tenant, id) = (rp.tenant_id.to_string(), rp.id.to_string());
    if count(transaction, COUNT_RPS_NAMED, &[&tenant, &rp.rp_id, &id]).await? > 0 {
        return Ok(Some(UniqueMember::RpId));
    }
    for (statements, claims) in rp_claims(rp) {
        for claim in claims {
            if count(transaction, statements.count_elsewhere, &[claim, &id]).await? > 0 {
                return Ok(Some(statements.member));
            }
        }
    }
    Ok(None)
}

/// Puts the claims in the place of those that are stored.
async fn claim(transaction: &Transaction<'_>, rp: &WebauthnRp) -> Result<(), Fault> {
    let id = rp.id.to_string();
    for (statements, claims) in rp_claims(rp) {
        execute(transaction, statements.delete, &[&id]).await?;
        for claim in claims {
            execute(transaction, statements.insert, &[claim, &id]).await?;
        }
    }
    Ok(())
}

/// What stands against removing the relying party, or how many credentials it has.
async fn removable(
    transaction: &Transaction<'_>,
    by_id: &str,
    rp: [&String; 2],
    with_credentials: bool,
    if_version: Option<u64>,
) -> Result<Result<u64, Written<RemovedCredentials>>, Fault> {
    let [tenant, id] = rp;
    let Some(stored) = first(transaction, by_id, &[tenant, id], webauthn_rp).await? else {
        return Ok(Err(Written::NotFound));
    };
    if version_after(stored.version, if_version).is_none() {
        return Ok(Err(Written::VersionDiffers));
    }
    let credentials = count(transaction, COUNT_CREDENTIALS_OF_RP, &[tenant, id]).await?;
    if credentials > 0 && !with_credentials {
        return Ok(Err(Written::InUse(credentials)));
    }
    Ok(Ok(credentials))
}

impl PostgresStore {
    pub(super) async fn insert_rp(
        &self,
        change: Change<WebauthnRp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<WebauthnRp>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let rp = change.value;
        if let Some(member) = taken(&transaction, &rp).await? {
            return Ok(Written::MemberTaken(member));
        }
        let tenant = rp.tenant_id.to_string();
        if count(&transaction, COUNT_RPS, &[&tenant]).await? >= max_per_tenant {
            return Ok(Written::Full);
        }
        execute(
            &transaction,
            INSERT_RP,
            &[
                &rp.id.to_string(),
                &tenant,
                &rp.rp_id,
                &rp.rp_name,
                &words_json(&rp.origins),
                &words_json(&rp.hosts),
                &rp.profile,
                &rp.policy,
                &rp.created_at.unix_ms(),
                &rp.updated_at.unix_ms(),
            ],
        )
        .await?;
        claim(&transaction, &rp).await?;
        let (value, version) = (rp, 1);
        let stored = Versioned { value, version };
        self.commit_change(transaction, &change.audit, Notice::Everything, stored)
            .await
    }

    pub(super) async fn replace_rp(
        &self,
        change: Change<WebauthnRp>,
    ) -> Result<Written<Versioned<WebauthnRp>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let wanted = change.value;
        let (tenant, id) = (wanted.tenant_id.to_string(), wanted.id.to_string());
        // The lock of the claims first, as everywhere.
        let taken = taken(&transaction, &wanted).await?;
        let locking = format!("{RP_BY_ID} FOR NO KEY UPDATE");
        let stored = first(&transaction, &locking, &[&tenant, &id], webauthn_rp).await?;
        let Some(stored) = stored else {
            return Ok(Written::NotFound);
        };
        let Some(version) = version_after(stored.version, change.if_version) else {
            return Ok(Written::VersionDiffers);
        };
        if let Some(member) = taken {
            return Ok(Written::MemberTaken(member));
        }
        execute(
            &transaction,
            UPDATE_RP,
            &[
                &wanted.rp_id,
                &wanted.rp_name,
                &words_json(&wanted.origins),
                &words_json(&wanted.hosts),
                &wanted.profile,
                &wanted.policy,
                &wanted.updated_at.unix_ms(),
                &version_number(version),
                &id,
                &tenant,
            ],
        )
        .await?;
        claim(&transaction, &wanted).await?;
        let value = WebauthnRp {
            created_at: stored.value.created_at,
            ..wanted
        };
        let stored = Versioned { value, version };
        self.commit_change(transaction, &change.audit, Notice::Everything, stored)
            .await
    }

    /// Settlements lock several sessions in an order of their own, so this can meet one that waits for it.
    pub(super) async fn delete_rp(
        &self,
        tenant_id: TenantId,
        with_credentials: bool,
        change: &Change<RpId>,
    ) -> Result<Written<RemovedCredentials>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let (tenant, id) = (tenant_id.to_string(), change.value.to_string());
        let (rp, if_version) = ([&tenant, &id], change.if_version);
        // Sessions are locked first, as by settlements; so what hinders is asked before that, and
        // again of the locked row.
        let found = removable(&transaction, RP_BY_ID, rp, with_credentials, if_version).await?;
        if let Err(hindrance) = found {
            return Ok(hindrance);
        }
        execute(&transaction, DELETE_SESSIONS_OF_RP, &[&tenant, &id]).await?;
        let locking = format!("{RP_BY_ID} FOR UPDATE");
        let found = removable(&transaction, &locking, rp, with_credentials, if_version).await?;
        if let Err(hindrance) = found {
            return Ok(hindrance);
        }
        let credentials = execute(&transaction, DELETE_CREDENTIALS_OF_RP, &[&tenant, &id]).await?;
        execute(&transaction, DELETE_RP, &[&tenant, &id]).await?;
        let removed = RemovedCredentials { credentials };
        self.commit_change(transaction, &change.audit, Notice::Everything, removed)
            .await
    }
}
