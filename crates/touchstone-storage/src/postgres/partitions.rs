//! Decides how verdict log and outbox are cut: by week of the time in the identifier. A week is made before its first row is
//! written, and dropped whole when nobody wants it any more.

use std::collections::BTreeSet;

use tokio_postgres::{Client, Error};
use touchstone_core::{EventId, Timestamp, VerdictId};

use super::locks;

/// The length of a part.
const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// A table that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    Verdicts,
    Events,
}

/// A part of a table, counted from 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Week {
    table: Table,
    number: i64,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Verdicts => "verdicts",
            Self::Events => "events",
        }
    }

    /// The first identifier that can be born at this instant.
    fn first_id_at(self, time: Timestamp) -> String {
        match self {
            Self::Verdicts => VerdictId::first_at(time).to_string(),
            Self::Events => EventId::first_at(time).to_string(),
        }
    }
}

impl Week {
    /// The week of an identifier, by its first 48 bits.
    pub(super) fn of_ulid(table: Table, ulid: [u8; 16]) -> Self {
        let unix_ms = ulid
            .iter()
            .take(6)
            .fold(0_i64, |high, byte| (high << 8) | i64::from(*byte));
        let number = unix_ms.div_euclid(WEEK_MS);
        Self { table, number }
    }

    fn at(table: Table, time: Timestamp) -> Self {
        let number = time.unix_ms().div_euclid(WEEK_MS);
        Self { table, number }
    }

    fn begins(self) -> Timestamp {
        Timestamp::from_unix_ms(self.number.saturating_mul(WEEK_MS))
    }

    fn following(self, weeks: i64) -> Self {
        let number = self.number.saturating_add(weeks);
        Self { number, ..self }
    }

    fn partition(self) -> String {
        format!("{}_week_{}", self.table.name(), self.number)
    }

    /// The texts are made of our own words, numbers and Crockford digits only.
    fn create_sql(self) -> String {
        format!(
            "CREATE TABLE IF NOT EXISTS {} PARTITION OF {} FOR VALUES FROM ('{}') TO ('{}');",
            self.partition(),
            self.table.name(),
            self.table.first_id_at(self.begins()),
            self.table.first_id_at(self.following(1).begins()),
        )
    }

    fn of_partition(table: Table, name: &str) -> Option<Self> {
        let number = name
            .strip_prefix(table.name())?
            .strip_prefix("_week_")?
            .parse()
            .ok()?;
        Some(Self { table, number })
    }
}

/// Makes the weeks that are missing, in a transaction of its own.
pub(super) async fn make(client: &Client, weeks: impl Iterator<Item = Week>) -> Result<(), Error> {
    let mut sql = format!(
        "BEGIN; SELECT pg_advisory_xact_lock({});",
        locks::PARTITIONS
    );
    for week in weeks {
        sql.push_str(&week.create_sql());
    }
    sql.push_str("COMMIT");
    run(client, &sql).await
}

/// Makes this week and the next two, and drops the weeks that end by `keep_from`.
pub(super) async fn arrange(
    client: &Client,
    now: Timestamp,
    keep_from: Timestamp,
) -> Result<(), Error> {
    let ahead: BTreeSet<Week> = [Table::Verdicts, Table::Events]
        .into_iter()
        .flat_map(|table| (0..=2).map(move |weeks| Week::at(table, now).following(weeks)))
        .collect();
    make(client, ahead.iter().copied()).await?;
    for table in [Table::Verdicts, Table::Events] {
        for week in stored(client, table).await? {
            if week.following(1).begins() <= keep_from && !ahead.contains(&week) {
                let partition = week.partition();
                let lock = locks::PARTITIONS;
                let sql = format!(
                    "BEGIN; SELECT pg_advisory_xact_lock({lock}); \
                     DROP TABLE IF EXISTS {partition}; COMMIT"
                );
                run(client, &sql).await?;
                tracing::info!(partition, "dropped");
            }
        }
    }
    Ok(())
}

async fn stored(client: &Client, table: Table) -> Result<Vec<Week>, Error> {
    let rows = client
        .query(
            "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid \
             WHERE i.inhparent = to_regclass($1::text) ORDER BY c.relname",
            &[&table.name()],
        )
        .await?;
    let mut weeks = Vec::new();
    for row in rows {
        let name: String = row.try_get(0)?;
        weeks.extend(Week::of_partition(table, &name));
    }
    Ok(weeks)
}

/// Runs statements that begin and end a transaction; after an error the connection is in none.
async fn run(client: &Client, sql: &str) -> Result<(), Error> {
    let result = client.batch_execute(sql).await;
    if result.is_err() && !client.is_closed() {
        let _ = client.batch_execute("ROLLBACK").await;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_lies_in_the_week_of_its_time() {
        let time = Timestamp::from_unix_ms(1_777_474_169_871);
        let id = VerdictId::first_at(time);
        let week = Week::of_ulid(Table::Verdicts, id.to_bytes());
        assert_eq!(week, Week::at(Table::Verdicts, time));
        assert!(week.begins() <= time && time < week.following(1).begins());
    }

    #[test]
    fn the_last_instant_of_a_week_and_the_first_of_the_next_are_apart() {
        let begins = Week::at(Table::Verdicts, Timestamp::from_unix_ms(1_777_474_169_871)).begins();
        let week_at = |time| Week::of_ulid(Table::Verdicts, VerdictId::first_at(time).to_bytes());
        assert_eq!(week_at(begins.plus_ms(-1)).following(1), week_at(begins));
    }

    #[test]
    fn a_partition_of_another_name_is_no_week() {
        for name in [
            "verdicts",
            "verdicts_week_",
            "verdicts_week_x",
            "events_week_1",
        ] {
            assert_eq!(Week::of_partition(Table::Verdicts, name), None, "{name}");
        }
        let week = Week::of_partition(Table::Verdicts, "verdicts_week_2938").unwrap();
        assert_eq!(week.partition(), "verdicts_week_2938");
    }
}
