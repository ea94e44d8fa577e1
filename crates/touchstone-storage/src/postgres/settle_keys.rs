//! Decides which device keys of a batch are registered, advanced or touched (spec mobile.md 3.3, step 2).

use std::collections::{HashMap, HashSet};

use tokio_postgres::{Client, Error, Statement};
use touchstone_core::ports::{KeyChange, MobileConflict};

use super::settle_android_keys::AndroidKeys;
use super::settle_apple_keys::AppleKeys;
use super::settle_batch::Entry;

/// The statements.
pub(super) struct Keys {
    apple: AppleKeys,
    android: AndroidKeys,
}

impl Keys {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            apple: AppleKeys::prepare(client).await?,
            android: AndroidKeys::prepare(client).await?,
        })
    }
}

/// Entries that use a registered key.
pub(super) type Used<'b> = Vec<(&'b Entry<'b>, &'b [u8; 32])>;

/// Writes the keys of all that are clear; the verdicts of those that won.
pub(super) async fn write(
    client: &Client,
    keys: &Keys,
    entries: &[Entry<'_>],
) -> Result<HashSet<String>, Error> {
    let (apple, android) = tokio::try_join!(
        biased;
        keys.apple.write(client, entries),
        keys.android.write(client, entries),
    )?;
    let rows = apple.iter().chain(&android);
    rows.map(|row| row.try_get(0)).collect()
}

/// Changes the keys of those whose claim stands, and notes a conflict where that fails.
pub(super) async fn change(
    client: &Client,
    keys: &Keys,
    entries: &mut [Entry<'_>],
) -> Result<(), Error> {
    let won = write(client, keys, entries).await?;
    let (apple, android) = tokio::try_join!(
        biased;
        keys.apple.revocations(client, entries, &won),
        keys.android.revocations(client, entries, &won),
    )?;
    for entry in entries.iter_mut().filter(|entry| entry.is_clear()) {
        let Some(change) = &entry.settlement.key_change else {
            continue;
        };
        if won.contains(&entry.verdict_id) {
            continue;
        }
        entry.outcome = Ok(Some(match change {
            KeyChange::RegisterApple(_) | KeyChange::RegisterAndroid(_) => MobileConflict::KeyTaken,
            KeyChange::AdvanceApple { .. } => match apple.get(&entry.verdict_id) {
                None => MobileConflict::KeyUnknown,
                Some(true) => MobileConflict::KeyRevoked,
                Some(false) => MobileConflict::CounterReplay,
            },
            KeyChange::TouchAndroid { .. } => match android.get(&entry.verdict_id) {
                Some(true) => MobileConflict::KeyRevoked,
                // Registered since, by another node: it was unknown when it was used.
                None | Some(false) => MobileConflict::KeyUnknown,
            },
        }));
    }
    Ok(())
}

/// Whether the keys that these did not get are revoked; those that are not registered are missing in the answer.
pub(super) async fn revocations(
    client: &Client,
    statement: &Statement,
    lost: &Used<'_>,
) -> Result<HashMap<String, bool>, Error> {
    if lost.is_empty() {
        return Ok(HashMap::new());
    }
    let tenant_ids: Vec<&str> = lost.iter().map(|(e, _)| e.tenant_id.as_str()).collect();
    let key_ids: Vec<&[u8]> = lost.iter().map(|(_, key)| key.as_slice()).collect();
    let verdict_ids: Vec<&str> = lost.iter().map(|(e, _)| e.verdict_id.as_str()).collect();
    let rows = client
        .query(statement, &[&tenant_ids, &key_ids, &verdict_ids])
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}
