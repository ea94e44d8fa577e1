//! Decides how the verdicts and events of a batch are written, of whatever family.

use std::collections::BTreeSet;

use tokio_postgres::{Client, Statement};
use touchstone_core::ports::{Ending, NewEvent, VerdictHead};

use super::fault::Fault;
use super::partitions::{Table, Week};
use crate::rows::verdict_columns;

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

/// A verdict and the ending that is written.
pub(super) type LogRow<'b> = (&'b VerdictHead, &'b Ending);

/// The weeks in which rows may be written, whatever the ending.
pub(super) fn weeks<C>(
    head: &VerdictHead,
    ending: &Ending,
    conflicts: &[(C, Ending)],
) -> BTreeSet<Week> {
    let supplied = conflicts.iter().map(|(_, ending)| ending);
    let events = supplied.chain([ending]).flat_map(|ending| &ending.events);
    let mut weeks: BTreeSet<Week> = events
        .map(|event| Week::of_ulid(Table::Events, event.id.to_bytes()))
        .collect();
    weeks.insert(Week::of_ulid(Table::Verdicts, head.id.to_bytes()));
    weeks
}

/// Appends the verdicts and their events.
pub(super) async fn append(client: &Client, log: &Log, rows: &[LogRow<'_>]) -> Result<(), Fault> {
    if rows.is_empty() {
        return Ok(());
    }
    tokio::try_join!(
        biased;
        append_verdicts(client, &log.verdicts, rows),
        append_events(client, &log.events, rows),
    )?;
    Ok(())
}

async fn append_verdicts(
    client: &Client,
    statement: &Statement,
    rows: &[LogRow<'_>],
) -> Result<(), tokio_postgres::Error> {
    macro_rules! head {
        (|$head:ident| $value:expr) => {
            rows.iter().map(|($head, _)| $value).collect::<Vec<_>>()
        };
    }
    macro_rules! ending {
        (|$ending:ident| $value:expr) => {
            rows.iter().map(|(_, $ending)| $value).collect::<Vec<_>>()
        };
    }
    client
        .execute(
            statement,
            &[
                &head!(|head| head.id.to_string()),
                &head!(|head| head.tenant_id.to_string()),
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
                &ending!(|ending| ending.outcome.as_str()),
                &ending!(|ending| ending.reason.as_ref()),
                &ending!(|ending| ending.checks.as_str()),
            ],
        )
        .await?;
    Ok(())
}

async fn append_events(
    client: &Client,
    statement: &Statement,
    rows: &[LogRow<'_>],
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
