//! What the disk gives by itself: one row of about a kilobyte per transaction, durable, with nothing around it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio_postgres::{Client, NoTls};

const ROW: [u8; 700] = [7; 700];

/// Rows that one SQLite connection commits in the span.
pub fn sqlite(path: &Path, span: Duration) -> u64 {
    let connection = rusqlite::Connection::open(path).expect("a database");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             CREATE TABLE raw (n INTEGER PRIMARY KEY, value BLOB)",
        )
        .expect("a table");
    let mut insert = connection
        .prepare("INSERT INTO raw (value) VALUES ($1)")
        .expect("a statement");
    let ends = Instant::now() + span;
    let mut rows = 0;
    while Instant::now() < ends {
        insert.execute([ROW]).expect("a row");
        rows += 1;
    }
    rows
}

/// Runs statements in one transaction.
pub fn run_sqlite(path: &Path, statements: &[String]) {
    let mut connection = rusqlite::Connection::open(path).expect("the database");
    let transaction = connection.transaction().expect("a transaction");
    for statement in statements {
        transaction.execute(statement, []).expect("rows");
    }
    transaction.commit().expect("committed");
}

/// Runs statements, each in a transaction of its own.
pub async fn run_postgres(url: &str, statements: &[String]) {
    let client = connect(url).await;
    for statement in statements {
        client.batch_execute(statement).await.expect("rows");
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("PostgreSQL");
    tokio::spawn(connection);
    client
}

/// Rows that so many PostgreSQL connections commit in the span.
pub async fn postgres(url: &str, connections: u32, span: Duration) -> u64 {
    let table = "CREATE TABLE IF NOT EXISTS raw (n bigserial PRIMARY KEY, value bytea)";
    connect(url)
        .await
        .batch_execute(table)
        .await
        .expect("a table");
    let rows = Arc::new(AtomicU64::new(0));
    let mut running = Vec::new();
    for _ in 0..connections {
        let (client, rows) = (connect(url).await, Arc::clone(&rows));
        running.push(tokio::spawn(async move {
            let sql = "INSERT INTO raw (value) VALUES ($1)";
            let insert = client.prepare(sql).await.expect("a statement");
            let ends = Instant::now() + span;
            while Instant::now() < ends {
                client
                    .execute(&insert, &[&ROW.as_slice()])
                    .await
                    .expect("a row");
                rows.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    for task in running {
        task.await.expect("the task ends");
    }
    rows.load(Ordering::Relaxed)
}
