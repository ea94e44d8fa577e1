//! Decides which credentials a batch registers, and whose users become active by it: each step one statement for all.

use std::collections::{HashMap, HashSet};

use tokio_postgres::{Client, Error, Statement};
use touchstone_core::ports::{CredentialChange, NewCredential, WebauthnConflict};

use super::fault::Fault;
use super::webauthn_credentials::{
    INSERT_CREDENTIALS, INSERT_EVIDENCE, insert_credentials, insert_evidence,
};
use super::webauthn_settle_batch::Entry;
use crate::rows::{owner_conflict, stored_owner, without_nul};

/// The statements.
pub(super) struct Registrations {
    lock_owners: Statement,
    owners: Statement,
    activate: Statement,
    insert: Statement,
    insert_evidence: Statement,
}

type New<'b> = Vec<(&'b Entry<'b>, &'b NewCredential)>;

impl Registrations {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            lock_owners: client
                .prepare(
                    "SELECT 1 FROM UNNEST($1::text[], $2::text[]) AS n (tenant_id, ext_id) \
                     JOIN webauthn_users w ON w.tenant_id = n.tenant_id AND w.ext_id = n.ext_id \
                     ORDER BY w.tenant_id, w.ext_id FOR NO KEY UPDATE OF w",
                )
                .await?,
            owners: client
                .prepare(
                    "SELECT w.state, (SELECT COUNT(*) FROM webauthn_credentials c \
                     WHERE c.tenant_id = n.tenant_id AND c.user_ext_id = n.ext_id \
                     AND c.rp = n.rp AND c.state = 'active'), EXISTS (SELECT 1 \
                     FROM webauthn_credentials c WHERE c.tenant_id = n.tenant_id \
                     AND c.user_ext_id = n.ext_id), n.credential_ext_id \
                     FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[]) \
                     AS n (tenant_id, ext_id, rp, credential_ext_id) JOIN webauthn_users w \
                     ON w.tenant_id = n.tenant_id AND w.ext_id = n.ext_id",
                )
                .await?,
            activate: client
                .prepare(
                    "UPDATE webauthn_users w SET state = 'active', \
                     display_name = n.display_name, updated_at = n.at \
                     FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bigint[]) \
                     AS n (tenant_id, ext_id, display_name, at) \
                     WHERE w.tenant_id = n.tenant_id AND w.ext_id = n.ext_id \
                     AND w.state <> 'disabled'",
                )
                .await?,
            insert: client.prepare(INSERT_CREDENTIALS).await?,
            insert_evidence: client.prepare(INSERT_EVIDENCE).await?,
        })
    }

    /// Writes the credentials of all that are clear; the `ext_id` of those that were inserted. The users come first: their locks make that
    /// credentials are counted by one transaction at a time.
    pub(super) async fn write(
        &self,
        client: &Client,
        entries: &[Entry<'_>],
    ) -> Result<HashSet<String>, Fault> {
        let new = registrations(entries);
        let ((), inserted, ()) = tokio::try_join!(
            biased;
            self.activate(client, &new),
            self.insert(client, &new),
            self.keep_evidence(client, &new),
        )?;
        Ok(inserted)
    }

    /// Registers those that are clear and notes a conflict where something is in the way.
    pub(super) async fn register(
        &self,
        client: &Client,
        entries: &mut [Entry<'_>],
    ) -> Result<(), Fault> {
        let conflicts = self
            .owner_conflicts(client, &registrations(entries))
            .await?;
        note(entries, &conflicts);
        let new = registrations(entries);
        let inserted = self.insert(client, &new).await?;
        let taken = new
            .iter()
            .map(|(_, new)| new.credential.ext_id.to_string())
            .filter(|ext_id| !inserted.contains(ext_id))
            .map(|ext_id| (ext_id, WebauthnConflict::CredentialTaken))
            .collect();
        note(entries, &taken);
        let new = registrations(entries);
        tokio::try_join!(
            biased;
            self.activate(client, &new),
            self.keep_evidence(client, &new),
        )?;
        Ok(())
    }

    /// Locks the users, then counts: what others committed before is seen.
    async fn owner_conflicts(
        &self,
        client: &Client,
        new: &New<'_>,
    ) -> Result<HashMap<String, WebauthnConflict>, Fault> {
        if new.is_empty() {
            return Ok(HashMap::new());
        }
        let tenant_ids: Vec<String> = tenant_ids(new);
        let users = users(new);
        let rps: Vec<String> = new
            .iter()
            .map(|(_, n)| n.credential.rp.to_string())
            .collect();
        let ext_ids: Vec<String> = new
            .iter()
            .map(|(_, new)| new.credential.ext_id.to_string())
            .collect();
        client
            .query(&self.lock_owners, &[&tenant_ids, &users])
            .await?;
        let rows = client
            .query(&self.owners, &[&tenant_ids, &users, &rps, &ext_ids])
            .await?;
        let mut owners = HashMap::new();
        for row in &rows {
            owners.insert(row.try_get::<_, String>(3)?, stored_owner(row)?);
        }
        let conflicts = new.iter().zip(ext_ids).filter_map(|((_, new), ext_id)| {
            let conflict = owner_conflict(owners.get(&ext_id), new)?;
            Some((ext_id, conflict))
        });
        Ok(conflicts.collect())
    }

    async fn activate(&self, client: &Client, new: &New<'_>) -> Result<(), Fault> {
        if new.is_empty() {
            return Ok(());
        }
        let display_names: Vec<String> = new
            .iter()
            .map(|(_, new)| without_nul(&new.display_name).into_owned())
            .collect();
        let at: Vec<i64> = new
            .iter()
            .map(|(entry, _)| entry.settlement.head.created_at.unix_ms())
            .collect();
        client
            .execute(
                &self.activate,
                &[&tenant_ids(new), &users(new), &display_names, &at],
            )
            .await?;
        Ok(())
    }

    async fn insert(&self, client: &Client, new: &New<'_>) -> Result<HashSet<String>, Fault> {
        let credentials: Vec<_> = new
            .iter()
            .map(|(_, new)| (&new.credential, Some((new.max_per_user, new.first_only))))
            .collect();
        let rows = insert_credentials(client, &self.insert, &credentials).await?;
        let ext_ids: Result<_, Error> = rows.iter().map(|row| row.try_get(0)).collect();
        Ok(ext_ids?)
    }

    async fn keep_evidence(&self, client: &Client, new: &New<'_>) -> Result<(), Fault> {
        let evidence: Vec<_> = new
            .iter()
            .map(|(_, new)| (new.credential.ext_id, &new.evidence))
            .collect();
        insert_evidence(client, &self.insert_evidence, &evidence).await
    }
}

/// The registrations that are clear, in the order of their users.
fn registrations<'b>(entries: &'b [Entry<'b>]) -> New<'b> {
    let mut new = New::new();
    for entry in entries.iter().filter(|entry| entry.is_clear()) {
        if let Some(CredentialChange::Register(registered)) = &entry.settlement.change {
            new.push((entry, registered));
        }
    }
    new.sort_unstable_by_key(|(_, new)| (new.credential.tenant_id, &new.credential.user_ext_id));
    new
}

fn tenant_ids(new: &New<'_>) -> Vec<String> {
    new.iter()
        .map(|(_, new)| new.credential.tenant_id.to_string())
        .collect()
}

fn users<'b>(new: &New<'b>) -> Vec<&'b str> {
    new.iter()
        .map(|(_, new)| new.credential.user_ext_id.as_str())
        .collect()
}

/// Notes what is in the way of these credentials.
fn note(entries: &mut [Entry<'_>], conflicts: &HashMap<String, WebauthnConflict>) {
    for entry in entries.iter_mut().filter(|entry| entry.is_clear()) {
        if let Some(ext_id) = entry.credential() {
            entry.conflict = conflicts.get(&ext_id.to_string()).copied();
        }
    }
}
