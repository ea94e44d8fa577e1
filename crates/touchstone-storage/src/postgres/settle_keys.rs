//! Decides which device keys of a batch are registered or advanced (spec mobile.md 3.3, step 2).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use tokio_postgres::{Client, Error, Row, Statement};
use touchstone_core::ports::{AppleKeyChange, MobileConflict, NewAppleKey};

use super::settle_batch::Entry;
use crate::rows::without_nul;

/// The statements.
pub(super) struct Keys {
    register: Statement,
    advance: Statement,
    state: Statement,
}

impl Keys {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            register: client
                .prepare(
                    "INSERT INTO apple_keys (tenant_id, key_id, app_id, public_key, environment, \
                     counter, registered_at, last_used_at, receipt_type, model, version, \
                     verdict_id, receipt) \
                     SELECT u.tenant_id, u.key_id, u.app_id, u.public_key, u.environment, \
                     u.counter, u.at, u.at, u.receipt_type, u.model, u.version, u.verdict_id, \
                     u.receipt FROM UNNEST($1::text[], $2::bytea[], $3::text[], $4::bytea[], \
                     $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], \
                     $10::text[], $11::text[], $12::bytea[]) AS u (tenant_id, key_id, app_id, \
                     public_key, environment, counter, at, receipt_type, model, version, \
                     verdict_id, receipt) ORDER BY u.tenant_id, u.key_id \
                     ON CONFLICT (tenant_id, key_id) DO NOTHING RETURNING verdict_id",
                )
                .await?,
            advance: client
                .prepare(
                    "UPDATE apple_keys k SET counter = u.counter, last_used_at = u.at \
                     FROM UNNEST($1::text[], $2::bytea[], $3::bigint[], $4::bigint[], \
                     $5::text[]) AS u (tenant_id, key_id, counter, at, verdict_id) \
                     WHERE k.tenant_id = u.tenant_id AND k.key_id = u.key_id \
                     AND k.counter < u.counter AND k.revoked_at IS NULL RETURNING u.verdict_id",
                )
                .await?,
            state: client
                .prepare(
                    "SELECT u.verdict_id, k.revoked_at IS NOT NULL \
                     FROM UNNEST($1::text[], $2::bytea[], $3::text[]) \
                     AS u (tenant_id, key_id, verdict_id) JOIN apple_keys k \
                     ON k.tenant_id = u.tenant_id AND k.key_id = u.key_id",
                )
                .await?,
        })
    }
}

type Register<'b> = Vec<(&'b Entry<'b>, &'b NewAppleKey)>;
type Advance<'b> = Vec<(&'b Entry<'b>, &'b [u8; 32], u32)>;

/// Writes the keys of all that are clear; the verdicts of those that won.
pub(super) async fn write(
    client: &Client,
    keys: &Keys,
    entries: &[Entry<'_>],
) -> Result<HashSet<String>, Error> {
    let (new, used) = by_key(entries);
    let (registered, advanced) = tokio::try_join!(
        biased;
        register(client, &keys.register, &new),
        advance(client, &keys.advance, &used),
    )?;
    registered
        .iter()
        .chain(&advanced)
        .map(|row| row.try_get(0))
        .collect()
}

/// Changes the keys of those whose claim stands, and notes a conflict where that fails.
pub(super) async fn change(
    client: &Client,
    keys: &Keys,
    entries: &mut [Entry<'_>],
) -> Result<(), Error> {
    let won = write(client, keys, entries).await?;
    let conflicts = {
        let (_, mut lost) = by_key(entries);
        lost.retain(|(entry, ..)| !won.contains(&entry.verdict_id));
        state(client, &keys.state, &lost).await?
    };
    for entry in entries.iter_mut().filter(|entry| entry.is_clear()) {
        let Some(change) = &entry.settlement.key_change else {
            continue;
        };
        if won.contains(&entry.verdict_id) {
            continue;
        }
        entry.outcome = Ok(Some(match change {
            AppleKeyChange::Register(_) => MobileConflict::KeyTaken,
            AppleKeyChange::Advance { .. } => match conflicts.get(&entry.verdict_id) {
                None => MobileConflict::KeyUnknown,
                Some(true) => MobileConflict::KeyRevoked,
                Some(false) => MobileConflict::CounterReplay,
            },
        }));
    }
    Ok(())
}

/// The changes of either kind, in the order of their keys.
fn by_key<'b>(entries: &'b [Entry<'b>]) -> (Register<'b>, Advance<'b>) {
    let (mut new, mut used) = (Register::new(), Advance::new());
    for entry in entries.iter().filter(|entry| entry.is_clear()) {
        match &entry.settlement.key_change {
            Some(AppleKeyChange::Register(key)) => new.push((entry, key)),
            Some(AppleKeyChange::Advance { key_id, counter }) => {
                used.push((entry, key_id, *counter));
            }
            None => {}
        }
    }
    used.sort_unstable_by_key(|(entry, key_id, _)| (&entry.tenant_id, *key_id));
    (new, used)
}

async fn register(
    client: &Client,
    statement: &Statement,
    new: &Register<'_>,
) -> Result<Vec<Row>, Error> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    macro_rules! column {
        (|$entry:ident, $key:ident| $value:expr) => {
            new.iter().map(|($entry, $key)| $value).collect::<Vec<_>>()
        };
    }
    client
        .query(
            statement,
            &[
                &column!(|entry, _key| entry.tenant_id.as_str()),
                &column!(|_entry, key| key.key_id.as_slice()),
                &column!(|_entry, key| key.app_id.to_string()),
                &column!(|_entry, key| key.public_key.as_slice()),
                &column!(|_entry, key| key.environment.as_str()),
                &column!(|_entry, key| i64::from(key.counter)),
                &column!(|entry, _key| entry.settlement.head.created_at.unix_ms()),
                &column!(|_entry, key| key.receipt_type.as_deref()),
                &column!(|_entry, key| Cow::into_owned(without_nul(&key.model))),
                &column!(|_entry, key| Cow::into_owned(without_nul(&key.version))),
                &column!(|entry, _key| entry.verdict_id.as_str()),
                &column!(|_entry, key| key.receipt.as_deref()),
            ],
        )
        .await
}

async fn advance(
    client: &Client,
    statement: &Statement,
    used: &Advance<'_>,
) -> Result<Vec<Row>, Error> {
    if used.is_empty() {
        return Ok(Vec::new());
    }
    let tenant_ids: Vec<&str> = used.iter().map(|(e, ..)| e.tenant_id.as_str()).collect();
    let key_ids: Vec<&[u8]> = used.iter().map(|(_, key, _)| key.as_slice()).collect();
    let counters: Vec<i64> = used.iter().map(|(.., n)| i64::from(*n)).collect();
    let at: Vec<i64> = used
        .iter()
        .map(|(entry, ..)| entry.settlement.head.created_at.unix_ms())
        .collect();
    let verdict_ids: Vec<&str> = used.iter().map(|(e, ..)| e.verdict_id.as_str()).collect();
    client
        .query(
            statement,
            &[&tenant_ids, &key_ids, &counters, &at, &verdict_ids],
        )
        .await
}

/// Whether the keys that were not advanced are revoked; those that are not registered are missing in the answer.
async fn state(
    client: &Client,
    statement: &Statement,
    lost: &Advance<'_>,
) -> Result<HashMap<String, bool>, Error> {
    if lost.is_empty() {
        return Ok(HashMap::new());
    }
    let tenant_ids: Vec<&str> = lost.iter().map(|(e, ..)| e.tenant_id.as_str()).collect();
    let key_ids: Vec<&[u8]> = lost.iter().map(|(_, key, _)| key.as_slice()).collect();
    let verdict_ids: Vec<&str> = lost.iter().map(|(e, ..)| e.verdict_id.as_str()).collect();
    let rows = client
        .query(statement, &[&tenant_ids, &key_ids, &verdict_ids])
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}
