//! Decides which device keys of iPhones a batch registers and which counters it moves: each step one statement for all.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use tokio_postgres::{Client, Error, Row, Statement};
use touchstone_core::ports::{KeyChange, NewAppleKey};

use super::settle_batch::Entry;
use super::settle_keys;
use crate::rows::without_nul;

/// The statements.
pub(super) struct AppleKeys {
    register: Statement,
    advance: Statement,
    revocations: Statement,
}

type Register<'b> = Vec<(&'b Entry<'b>, &'b NewAppleKey)>;
type Advance<'b> = Vec<(&'b Entry<'b>, &'b [u8; 32], u32)>;

impl AppleKeys {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            register: client
                .prepare(
                    "INSERT INTO apple_keys (tenant_id, key_id, app_id, public_key, environment, \
                     counter, registered_at, last_used_at, receipt_type, model, version, \
                     verdict_id, receipt, receipt_due_at) \
                     SELECT u.tenant_id, u.key_id, u.app_id, u.public_key, u.environment, \
                     u.counter, u.at, u.at, u.receipt_type, u.model, u.version, u.verdict_id, \
                     u.receipt, u.receipt_due_at FROM UNNEST($1::text[], $2::bytea[], \
                     $3::text[], $4::bytea[], $5::text[], $6::bigint[], $7::bigint[], \
                     $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[], \
                     $13::bigint[]) AS u (tenant_id, key_id, app_id, public_key, environment, \
                     counter, at, receipt_type, model, version, verdict_id, receipt, \
                     receipt_due_at) ORDER BY u.tenant_id, u.key_id \
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
            revocations: client
                .prepare(
                    "SELECT u.verdict_id, k.revoked_at IS NOT NULL \
                     FROM UNNEST($1::text[], $2::bytea[], $3::text[]) \
                     AS u (tenant_id, key_id, verdict_id) JOIN apple_keys k \
                     ON k.tenant_id = u.tenant_id AND k.key_id = u.key_id",
                )
                .await?,
        })
    }

    /// Writes the keys of all that are clear; the verdicts of those that won.
    pub(super) async fn write(
        &self,
        client: &Client,
        entries: &[Entry<'_>],
    ) -> Result<Vec<Row>, Error> {
        let (new, used) = by_key(entries);
        let (mut registered, advanced) = tokio::try_join!(
            biased;
            register(client, &self.register, &new),
            advance(client, &self.advance, &used),
        )?;
        registered.extend(advanced);
        Ok(registered)
    }

    /// As `settle_keys::revocations`, of those that did not win.
    pub(super) async fn revocations(
        &self,
        client: &Client,
        entries: &[Entry<'_>],
        won: &HashSet<String>,
    ) -> Result<HashMap<String, bool>, Error> {
        let (_, used) = by_key(entries);
        let lost = used
            .into_iter()
            .filter(|(entry, ..)| !won.contains(&entry.verdict_id))
            .map(|(entry, key_id, _)| (entry, key_id))
            .collect();
        settle_keys::revocations(client, &self.revocations, &lost).await
    }
}

/// The changes of either kind, in the order of their keys.
fn by_key<'b>(entries: &'b [Entry<'b>]) -> (Register<'b>, Advance<'b>) {
    let (mut new, mut used) = (Register::new(), Advance::new());
    for entry in entries.iter().filter(|entry| entry.is_clear()) {
        match &entry.settlement.key_change {
            Some(KeyChange::RegisterApple(key)) => new.push((entry, key)),
            Some(KeyChange::AdvanceApple { key_id, counter }) => {
                used.push((entry, key_id, *counter));
            }
            Some(KeyChange::RegisterAndroid(_) | KeyChange::TouchAndroid { .. }) | None => {}
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
                &column!(|_entry, key| key.receipt_due_at.map(|at| at.unix_ms())),
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
