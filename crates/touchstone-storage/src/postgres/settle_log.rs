//! Decides how the verdicts and events of a batch are written (spec mobile.md 3.3, steps 3 and 4).

use tokio_postgres::{Client, Statement};
use touchstone_core::ports::{Ending, NewEvent, VerdictHead};

use super::fault::Fault;
use super::settle_batch::Entry;
use crate::rows::{ending_for, verdict_columns};

/// The statements.
pub(super) struct Log {
    verdicts: Statement,
    events: Statement,
}

impl Log {
    pub(super) async fn prepare(client: &Client) -> Result<Self, tokio_postgres::Error> {
        Ok(Self {
            verdicts: client
                .prepare(concat!(
                    "INSERT INTO verdicts (",
                    verdict_columns!(),
                    ") SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], \
                     $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bytea[], \
                     $11::bigint[], $12::text[], $13::bigint[], $14::text[], $15::text[], \
                     $16::text[])"
                ))
                .await?,
            events: client
                .prepare(
                    "INSERT INTO events (id, tenant_id, name, payload, created_at) \
                     SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], \
                     $5::bigint[])",
                )
                .await?,
        })
    }
}

/// Appends the verdict and the events of every entry that was not refused.
pub(super) async fn append(client: &Client, log: &Log, entries: &[Entry<'_>]) -> Result<(), Fault> {
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Ok(conflict) = entry.outcome {
            rows.push((entry, ending_for(entry.settlement, conflict)?));
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    tokio::try_join!(
        biased;
        append_verdicts(client, &log.verdicts, &rows),
        append_events(client, &log.events, &rows),
    )?;
    Ok(())
}

async fn append_verdicts(
    client: &Client,
    statement: &Statement,
    rows: &[(&Entry<'_>, &Ending)],
) -> Result<(), tokio_postgres::Error> {
    macro_rules! head {
        (|$head:ident| $value:expr) => {
            rows.iter()
                .map(|(entry, _)| {
                    let $head: &VerdictHead = &entry.settlement.head;
                    $value
                })
                .collect::<Vec<_>>()
        };
    }
    macro_rules! row {
        (|$entry:ident, $ending:ident| $value:expr) => {
            rows.iter()
                .map(|($entry, $ending)| $value)
                .collect::<Vec<_>>()
        };
    }
    client
        .execute(
            statement,
            &[
                &row!(|entry, _ending| entry.verdict_id.as_str()),
                &row!(|entry, _ending| entry.tenant_id.as_str()),
                &head!(|head| head.api_key_id.map(|id| id.to_string())),
                &head!(|head| head.noun.as_str()),
                &head!(|head| head.format.as_deref()),
                &head!(|head| head.subject.as_str()),
                &head!(|head| head.app_id.map(|id| id.to_string())),
                &head!(|head| head.policy.as_ref()),
                &head!(|head| head.facts.as_str()),
                &head!(|head| head.evidence_sha256.as_ref().map(|hash| hash.as_slice())),
                &head!(|head| i64::try_from(head.latency_us).unwrap_or(i64::MAX)),
                &head!(|head| head.request_id.as_str()),
                &head!(|head| head.created_at.unix_ms()),
                &row!(|_entry, ending| ending.outcome.as_str()),
                &row!(|_entry, ending| ending.reason.as_ref()),
                &row!(|_entry, ending| ending.checks.as_str()),
            ],
        )
        .await?;
    Ok(())
}

async fn append_events(
    client: &Client,
    statement: &Statement,
    rows: &[(&Entry<'_>, &Ending)],
) -> Result<(), tokio_postgres::Error> {
    let events: Vec<&NewEvent> = rows.iter().flat_map(|(_, ending)| &ending.events).collect();
    if events.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = events.iter().map(|event| event.id.to_string()).collect();
    let tenant_ids: Vec<String> = events
        .iter()
        .map(|event| event.tenant_id.to_string())
        .collect();
    let names: Vec<&str> = events.iter().map(|event| event.name.as_ref()).collect();
    let payloads: Vec<&str> = events.iter().map(|event| event.payload.as_str()).collect();
    let times: Vec<i64> = events
        .iter()
        .map(|event| event.created_at.unix_ms())
        .collect();
    client
        .execute(statement, &[&ids, &tenant_ids, &names, &payloads, &times])
        .await?;
    Ok(())
}
