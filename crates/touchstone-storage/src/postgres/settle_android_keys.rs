//! Decides which device keys of Android phones a batch registers and whose use it notes: each step one statement for all.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use tokio_postgres::{Client, Error, Row, Statement};
use touchstone_core::ports::{KeyChange, NewAndroidKey};

use super::settle_batch::Entry;
use super::settle_keys::{self, Used};
use crate::rows::{without_nul, words_json};

/// The statements.
pub(super) struct AndroidKeys {
    register: Statement,
    touch: Statement,
    revocations: Statement,
}

type Register<'b> = Vec<(&'b Entry<'b>, &'b NewAndroidKey)>;

impl AndroidKeys {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            register: client
                .prepare(
                    "INSERT INTO android_keys (tenant_id, key_id, app_id, registered_at, \
                     last_used_at, model, version, verdict_id, spki, serials, facts) \
                     SELECT u.tenant_id, u.key_id, u.app_id, u.at, u.at, u.model, u.version, \
                     u.verdict_id, u.spki, u.serials, u.facts FROM UNNEST($1::text[], \
                     $2::bytea[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], \
                     $8::bytea[], $9::text[], $10::text[]) AS u (tenant_id, key_id, app_id, at, \
                     model, version, verdict_id, spki, serials, facts) \
                     ORDER BY u.tenant_id, u.key_id \
                     ON CONFLICT (tenant_id, key_id) DO NOTHING RETURNING verdict_id",
                )
                .await?,
            touch: client
                .prepare(
                    "UPDATE android_keys k SET last_used_at = u.at \
                     FROM UNNEST($1::text[], $2::bytea[], $3::bigint[], $4::text[]) \
                     AS u (tenant_id, key_id, at, verdict_id) \
                     WHERE k.tenant_id = u.tenant_id AND k.key_id = u.key_id \
                     AND k.revoked_at IS NULL RETURNING u.verdict_id",
                )
                .await?,
            revocations: client
                .prepare(
                    "SELECT u.verdict_id, k.revoked_at IS NOT NULL \
                     FROM UNNEST($1::text[], $2::bytea[], $3::text[]) \
                     AS u (tenant_id, key_id, verdict_id) JOIN android_keys k \
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
        let (mut registered, touched) = tokio::try_join!(
            biased;
            register(client, &self.register, &new),
            touch(client, &self.touch, &used),
        )?;
        registered.extend(touched);
        Ok(registered)
    }

    /// As `settle_keys::revocations`, of those that did not win.
    pub(super) async fn revocations(
        &self,
        client: &Client,
        entries: &[Entry<'_>],
        won: &HashSet<String>,
    ) -> Result<HashMap<String, bool>, Error> {
        let (_, mut lost) = by_key(entries);
        lost.retain(|(entry, _)| !won.contains(&entry.verdict_id));
        settle_keys::revocations(client, &self.revocations, &lost).await
    }
}

/// The changes of either kind, in the order of their keys.
fn by_key<'b>(entries: &'b [Entry<'b>]) -> (Register<'b>, Used<'b>) {
    let (mut new, mut used) = (Register::new(), Used::new());
    for entry in entries.iter().filter(|entry| entry.is_clear()) {
        match &entry.settlement.key_change {
            Some(KeyChange::RegisterAndroid(key)) => new.push((entry, key)),
            Some(KeyChange::TouchAndroid { key_id }) => used.push((entry, key_id)),
            Some(KeyChange::RegisterApple(_) | KeyChange::AdvanceApple { .. }) | None => {}
        }
    }
    used.sort_unstable_by_key(|(entry, key_id)| (&entry.tenant_id, *key_id));
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
                &column!(|entry, _key| entry.settlement.head.created_at.unix_ms()),
                &column!(|_entry, key| Cow::into_owned(without_nul(&key.model))),
                &column!(|_entry, key| Cow::into_owned(without_nul(&key.version))),
                &column!(|entry, _key| entry.verdict_id.as_str()),
                &column!(|_entry, key| key.spki.as_slice()),
                &column!(|_entry, key| words_json(&key.serials)),
                &column!(|_entry, key| key.facts.as_str()),
            ],
        )
        .await
}

async fn touch(client: &Client, statement: &Statement, used: &Used<'_>) -> Result<Vec<Row>, Error> {
    if used.is_empty() {
        return Ok(Vec::new());
    }
    let tenant_ids: Vec<&str> = used.iter().map(|(e, _)| e.tenant_id.as_str()).collect();
    let key_ids: Vec<&[u8]> = used.iter().map(|(_, key)| key.as_slice()).collect();
    let at: Vec<i64> = used
        .iter()
        .map(|(entry, _)| entry.settlement.head.created_at.unix_ms())
        .collect();
    let verdict_ids: Vec<&str> = used.iter().map(|(e, _)| e.verdict_id.as_str()).collect();
    client
        .query(statement, &[&tenant_ids, &key_ids, &at, &verdict_ids])
        .await
}
