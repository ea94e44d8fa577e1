//! Decides which sessions and nonces of a batch are used up now, and which were before (spec mobile.md 3.3, step 1).

use std::collections::HashSet;

use tokio_postgres::{Client, Error, Row, Statement};
use touchstone_core::ports::{Claim, MobileConflict};

use super::settle_batch::{Entry, Marks};

/// The statements.
pub(super) struct Claims {
    marks: Statement,
    sessions: Statement,
    nonces: Statement,
}

impl Claims {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            marks: client
                .prepare(
                    "SELECT t.id, m.ended_by FROM tenants t \
                     LEFT JOIN prune_marks m ON m.tenant_id = t.id \
                     WHERE t.id = ANY ($1::text[])",
                )
                .await?,
            sessions: client
                .prepare(
                    "INSERT INTO session_uses \
                     (tenant_id, reference, verdict_id, used_at, expires_at) \
                     SELECT u.tenant_id, u.reference, u.verdict_id, u.used_at, u.expires_at \
                     FROM UNNEST($1::text[], $2::bytea[], $3::text[], $4::bigint[], \
                     $5::bigint[]) AS u (tenant_id, reference, verdict_id, used_at, expires_at) \
                     WHERE NOT EXISTS (SELECT 1 FROM prune_marks m \
                     WHERE m.tenant_id = u.tenant_id AND m.ended_by >= u.expires_at) \
                     ORDER BY u.tenant_id, u.reference \
                     ON CONFLICT (tenant_id, reference) DO NOTHING RETURNING verdict_id",
                )
                .await?,
            nonces: client
                .prepare(
                    "INSERT INTO nonce_uses AS n \
                     (tenant_id, sha256, verdict_id, used_at, expires_at) \
                     SELECT u.tenant_id, u.sha256, u.verdict_id, u.used_at, u.expires_at \
                     FROM UNNEST($1::text[], $2::bytea[], $3::text[], $4::bigint[], \
                     $5::bigint[]) AS u (tenant_id, sha256, verdict_id, used_at, expires_at) \
                     ORDER BY u.tenant_id, u.sha256 \
                     ON CONFLICT (tenant_id, sha256) DO UPDATE \
                     SET verdict_id = excluded.verdict_id, used_at = excluded.used_at, \
                     expires_at = excluded.expires_at \
                     WHERE n.expires_at <= excluded.used_at RETURNING verdict_id",
                )
                .await?,
        })
    }
}

/// The tenants that exist, with their prune marks.
pub(super) async fn prune_marks(
    client: &Client,
    claims: &Claims,
    tenant_ids: &[&str],
) -> Result<Marks, Error> {
    let rows = client.query(&claims.marks, &[&tenant_ids]).await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

/// Columns of the claims of one kind.
#[derive(Default)]
struct Columns<'b> {
    tenant_ids: Vec<&'b str>,
    values: Vec<&'b [u8]>,
    verdict_ids: Vec<&'b str>,
    used_at: Vec<i64>,
    expires_at: Vec<i64>,
}

impl<'b> Columns<'b> {
    fn push(&mut self, entry: &'b Entry<'_>, value: &'b [u8], expires_at_ms: i64) {
        self.tenant_ids.push(&entry.tenant_id);
        self.values.push(value);
        self.verdict_ids.push(&entry.verdict_id);
        self.used_at
            .push(entry.settlement.head.created_at.unix_ms());
        self.expires_at.push(expires_at_ms);
    }

    async fn insert(&self, client: &Client, statement: &Statement) -> Result<Vec<Row>, Error> {
        if self.tenant_ids.is_empty() {
            return Ok(Vec::new());
        }
        client
            .query(
                statement,
                &[
                    &self.tenant_ids,
                    &self.values,
                    &self.verdict_ids,
                    &self.used_at,
                    &self.expires_at,
                ],
            )
            .await
    }
}

/// Inserts the claims of all that are clear; the verdicts of those that won.
pub(super) async fn insert(
    client: &Client,
    claims: &Claims,
    entries: &[Entry<'_>],
) -> Result<HashSet<String>, Error> {
    let (mut sessions, mut nonces) = (Columns::default(), Columns::default());
    for entry in entries.iter().filter(|entry| entry.is_clear()) {
        match &entry.settlement.claim {
            Some(Claim::Session {
                reference,
                expires_at,
            }) => sessions.push(entry, reference, expires_at.unix_ms()),
            Some(Claim::Nonce { sha256, expires_at }) => {
                nonces.push(entry, sha256, expires_at.unix_ms());
            }
            None => {}
        }
    }
    let (sessions, nonces) = tokio::try_join!(
        biased;
        sessions.insert(client, &claims.sessions),
        nonces.insert(client, &claims.nonces),
    )?;
    sessions
        .iter()
        .chain(&nonces)
        .map(|row| row.try_get(0))
        .collect()
}

/// Uses up what is still free and notes a conflict where it is not.
pub(super) async fn use_up(
    client: &Client,
    claims: &Claims,
    entries: &mut [Entry<'_>],
    marks: &Marks,
) -> Result<(), Error> {
    let won = insert(client, claims, entries).await?;
    for entry in entries.iter_mut().filter(|entry| entry.is_clear()) {
        if let Some(claim) = entry.settlement.claim
            && !won.contains(&entry.verdict_id)
        {
            let mark = marks.get(&entry.tenant_id).copied().flatten();
            entry.outcome = Ok(Some(lost(claim, mark)));
        }
    }
    Ok(())
}

/// Why a claim was not won. The mark cannot move while we hold the lock that pruning takes.
fn lost(claim: Claim, mark: Option<i64>) -> MobileConflict {
    match (claim, mark) {
        (Claim::Session { expires_at, .. }, Some(mark)) if expires_at.unix_ms() <= mark => {
            MobileConflict::ClaimExpired
        }
        _ => MobileConflict::ClaimUsed,
    }
}
