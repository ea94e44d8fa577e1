//! Decides which sign-ins of a batch are noted, and which counters move: each step one statement for all.

use std::collections::{HashMap, HashSet};

use tokio_postgres::{Client, Error, Statement};
use touchstone_core::ports::{CredentialChange, CredentialUse, WebauthnConflict};

use super::fault::Fault;
use super::webauthn_settle_batch::Entry;
use crate::rows::{Fields, StoredUse, is_noted, stored_use, use_conflict, without_nul};

/// The statements.
pub(super) struct Uses {
    stored: Statement,
    advance: Statement,
    note: Statement,
    note_anomaly: Statement,
}

type Used<'b> = Vec<(&'b Entry<'b>, &'b CredentialUse)>;

/// Notes the uses `n`, without a condition.
macro_rules! note_sql {
    () => {
        "UPDATE webauthn_credentials c SET sign_count = GREATEST(c.sign_count, n.sign_count), \
         backup_eligible = COALESCE(c.backup_eligible, n.backup_eligible), \
         backup_state = n.backup_state, uv_initialized = c.uv_initialized OR n.user_verified, \
         last_used_at = n.at, last_user_agent = COALESCE(n.user_agent, c.last_user_agent) \
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bigint[], $5::boolean[], \
         $6::boolean[], $7::boolean[], $8::bigint[], $9::text[]) AS n (ext_id, tenant_id, rp, \
         sign_count, backup_eligible, backup_state, user_verified, at, user_agent) \
         WHERE c.ext_id = n.ext_id AND c.tenant_id = n.tenant_id AND c.rp = n.rp"
    };
}

impl Uses {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            stored: client
                .prepare(
                    "SELECT c.state, c.sign_count, w.state, c.ext_id \
                     FROM UNNEST($1::text[], $2::text[], $3::text[]) AS n (ext_id, tenant_id, rp) \
                     JOIN webauthn_credentials c ON c.ext_id = n.ext_id \
                     AND c.tenant_id = n.tenant_id AND c.rp = n.rp JOIN webauthn_users w \
                     ON w.tenant_id = c.tenant_id AND w.ext_id = c.user_ext_id \
                     ORDER BY c.ext_id FOR NO KEY UPDATE OF c",
                )
                .await?,
            advance: client
                .prepare(concat!(
                    note_sql!(),
                    " AND c.state = 'active' AND (n.sign_count > c.sign_count \
                     OR (n.sign_count = 0 AND c.sign_count = 0)) \
                     AND EXISTS (SELECT 1 FROM webauthn_users w \
                     WHERE w.tenant_id = c.tenant_id AND w.ext_id = c.user_ext_id \
                     AND w.state <> 'disabled') RETURNING c.ext_id"
                ))
                .await?,
            note: client
                .prepare(concat!(note_sql!(), " RETURNING c.ext_id"))
                .await?,
            note_anomaly: client
                .prepare(
                    "UPDATE webauthn_credentials c SET counter_anomaly_at = n.at \
                     FROM UNNEST($1::text[], $2::bigint[]) AS n (ext_id, at) \
                     WHERE c.ext_id = n.ext_id",
                )
                .await?,
        })
    }

    /// Notes the uses that nothing is in the way of; the `ext_id` of their credentials.
    pub(super) async fn advance(
        &self,
        client: &Client,
        entries: &[Entry<'_>],
    ) -> Result<HashSet<String>, Fault> {
        write(client, &self.advance, &uses(entries)).await
    }

    /// Notes what may be noted, and a conflict where something is in the way.
    pub(super) async fn note(
        &self,
        client: &Client,
        entries: &mut [Entry<'_>],
    ) -> Result<(), Fault> {
        let stored = self.stored(client, &uses(entries)).await?;
        for entry in entries.iter_mut().filter(|entry| entry.is_clear()) {
            if let Some(CredentialChange::Use(used)) = &entry.settlement.change {
                entry.conflict = use_conflict(stored.get(&used.ext_id.to_string()), used);
            }
        }
        let all = all_uses(entries);
        let regressed: Used<'_> = all
            .iter()
            .filter(|(entry, _)| entry.conflict == Some(WebauthnConflict::CounterRegressed))
            .copied()
            .collect();
        let noted: Used<'_> = all
            .into_iter()
            .filter(|(entry, used)| is_noted(used, entry.conflict))
            .collect();
        tokio::try_join!(
            biased;
            self.note_anomalies(client, &regressed),
            write(client, &self.note, &noted),
        )?;
        Ok(())
    }

    /// The credentials as they are stored, and locks them.
    async fn stored(
        &self,
        client: &Client,
        used: &Used<'_>,
    ) -> Result<HashMap<String, StoredUse>, Fault> {
        if used.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = client
            .query(
                &self.stored,
                &[&ext_ids(used), &tenant_ids(used), &rps(used)],
            )
            .await?;
        let mut stored = HashMap::new();
        for row in &rows {
            let mut fields = Fields::new(row);
            let found = stored_use(&mut fields)?;
            stored.insert(fields.text("webauthn_credentials.ext_id")?, found);
        }
        Ok(stored)
    }

    async fn note_anomalies(&self, client: &Client, regressed: &Used<'_>) -> Result<(), Fault> {
        if regressed.is_empty() {
            return Ok(());
        }
        client
            .execute(
                &self.note_anomaly,
                &[&ext_ids(regressed), &times(regressed)],
            )
            .await?;
        Ok(())
    }
}

/// The uses whose sessions were open, in the order of their credentials.
fn all_uses<'b>(entries: &'b [Entry<'b>]) -> Used<'b> {
    let mut used = Used::new();
    for entry in entries.iter().filter(|entry| !entry.is_used) {
        if let Some(CredentialChange::Use(change)) = &entry.settlement.change {
            used.push((entry, change));
        }
    }
    used.sort_unstable_by_key(|(_, used)| used.ext_id);
    used
}

/// Those of them that are clear.
fn uses<'b>(entries: &'b [Entry<'b>]) -> Used<'b> {
    let mut used = all_uses(entries);
    used.retain(|(entry, _)| entry.is_clear());
    used
}

fn ext_ids(used: &Used<'_>) -> Vec<String> {
    used.iter()
        .map(|(_, used)| used.ext_id.to_string())
        .collect()
}

fn tenant_ids(used: &Used<'_>) -> Vec<String> {
    used.iter()
        .map(|(entry, _)| entry.settlement.head.tenant_id.to_string())
        .collect()
}

fn rps(used: &Used<'_>) -> Vec<String> {
    used.iter().map(|(_, used)| used.rp.to_string()).collect()
}

fn times(used: &Used<'_>) -> Vec<i64> {
    used.iter()
        .map(|(entry, _)| entry.settlement.head.created_at.unix_ms())
        .collect()
}

async fn write(
    client: &Client,
    statement: &Statement,
    used: &Used<'_>,
) -> Result<HashSet<String>, Fault> {
    if used.is_empty() {
        return Ok(HashSet::new());
    }
    macro_rules! column {
        (|$used:ident| $value:expr) => {
            used.iter().map(|(_, $used)| $value).collect::<Vec<_>>()
        };
    }
    let rows = client
        .query(
            statement,
            &[
                &ext_ids(used),
                &tenant_ids(used),
                &rps(used),
                &column!(|used| i64::from(used.sign_count)),
                &column!(|used| used.backup_eligible),
                &column!(|used| used.backup_state),
                &column!(|used| used.user_verified),
                &times(used),
                &column!(|used| {
                    let agent = used.user_agent.as_deref();
                    agent.map(|agent| without_nul(agent).into_owned())
                }),
            ],
        )
        .await?;
    let ext_ids: Result<_, Error> = rows.iter().map(|row| row.try_get(0)).collect();
    Ok(ext_ids?)
}
