//! Decides how a tenant's own statements become entries: away from the threads that serve requests, for each can have a megabyte.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task::spawn_blocking;
use touchstone_evidence::webauthn::metadata::{Entry, EntryError};

use super::super::Models;
use crate::ports::{LocalStatement, StatementHead, StoreError};
use crate::{TenantId, World};

/// A statement that was read.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    entry: Arc<Entry>,
    sha256: [u8; 32],
    /// How long its text is.
    pub(super) bytes: u32,
}

/// Every statement of the tenant; those of `before` that are still the same are not read again.
pub(super) async fn read(
    world: &World,
    tenant_id: TenantId,
    before: &BTreeMap<[u8; 16], Parsed>,
) -> Result<BTreeMap<[u8; 16], Parsed>, StoreError> {
    let heads = world.store.statement_heads(tenant_id).await?;
    let known = |head: &StatementHead| {
        let known = before.get(&head.aaguid)?;
        (known.sha256 == head.sha256).then(|| known.clone())
    };
    let mut parsed = BTreeMap::new();
    let mut others = Vec::new();
    for head in heads {
        match known(&head) {
            Some(known) => drop(parsed.insert(head.aaguid, known)),
            None => others.push(head.aaguid),
        }
    }
    if !others.is_empty() {
        let stored = world.store.local_statements(tenant_id, &others).await?;
        let read = spawn_blocking(move || stored.into_iter().map(parse).collect());
        let read: Result<Vec<_>, StoreError> = read.await.map_err(interrupted)?;
        parsed.extend(read?);
    }
    Ok(parsed)
}

/// The statements by the models that they are about.
pub(super) fn models(parsed: &BTreeMap<[u8; 16], Parsed>) -> Models {
    let mut models = Models::default();
    for one in parsed.values() {
        models.take(Arc::clone(&one.entry), one.sha256);
    }
    models
}

/// A statement was read when it was written: one that cannot be read now is not passed by, for nobody knows against what it spoke.
fn parse(stored: LocalStatement) -> Result<([u8; 16], Parsed), StoreError> {
    let entry = Entry::parse_local(stored.json.as_bytes());
    let entry = entry.map_err(|_| StoreError::Corrupt {
        what: "webauthn_statements.json",
    })?;
    let parsed = Parsed {
        entry: Arc::new(entry),
        sha256: stored.head.sha256,
        bytes: u32::try_from(stored.json.len()).unwrap_or(u32::MAX),
    };
    Ok((stored.head.aaguid, parsed))
}

/// The entry that a statement's text is.
pub(in crate::webauthn) async fn parse_apart(
    json: String,
) -> Result<Result<Entry, EntryError>, StoreError> {
    let read = spawn_blocking(move || Entry::parse_local(json.as_bytes()));
    read.await.map_err(interrupted)
}

fn interrupted(error: tokio::task::JoinError) -> StoreError {
    StoreError::Failed(Box::new(error))
}
