//! A connection past the store: to hold writes up, to watch what is written, to change what no verb changes.

use std::path::Path;
use std::sync::Mutex;

use rusqlite::Connection;
use tokio_postgres::{Client, NoTls};

/// Settlements take this advisory lock shared; so whoever holds it holds them up.
const PRUNE_LOCK: i64 = 7_450_002;

pub enum Raw {
    Sqlite(Mutex<Connection>),
    Postgres(Client),
}

impl Raw {
    pub fn sqlite(path: &Path) -> Self {
        let connection = Connection::open(path).unwrap();
        // A commit of the store may just be under way.
        connection
            .busy_timeout(std::time::Duration::from_secs(10))
            .unwrap();
        Self::Sqlite(Mutex::new(connection))
    }

    pub async fn postgres(address: &str) -> Self {
        let (client, connection) = tokio_postgres::connect(address, NoTls).await.unwrap();
        tokio::spawn(connection);
        Self::Postgres(client)
    }

    /// Holds every settlement up until `release`.
    pub async fn hold_up(&self) {
        match self {
            Self::Sqlite(_) => self.run("BEGIN IMMEDIATE").await,
            Self::Postgres(_) => {
                self.run(&format!("SELECT pg_advisory_lock({PRUNE_LOCK})"))
                    .await;
            }
        }
    }

    pub async fn release(&self) {
        match self {
            Self::Sqlite(_) => self.run("ROLLBACK").await,
            Self::Postgres(_) => {
                self.run(&format!("SELECT pg_advisory_unlock({PRUNE_LOCK})"))
                    .await;
            }
        }
    }

    /// Holds up whatever opens or ends a ceremony until `release_ceremonies`.
    pub async fn hold_up_ceremonies(&self) {
        match self {
            Self::Sqlite(_) => self.run("BEGIN IMMEDIATE").await,
            Self::Postgres(_) => {
                self.run("BEGIN; LOCK TABLE webauthn_sessions IN EXCLUSIVE MODE")
                    .await;
            }
        }
    }

    pub async fn release_ceremonies(&self) {
        self.run("ROLLBACK").await;
    }

    pub async fn run(&self, sql: &str) {
        match self {
            Self::Sqlite(connection) => connection.lock().unwrap().execute_batch(sql).unwrap(),
            Self::Postgres(client) => client.batch_execute(sql).await.unwrap(),
        }
    }

    /// The first column of every row.
    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        match self {
            Self::Sqlite(connection) => {
                let connection = connection.lock().unwrap();
                let mut statement = connection.prepare(sql).unwrap();
                let rows = statement.query_map([], |row| row.get(0)).unwrap();
                rows.map(Result::unwrap).collect()
            }
            Self::Postgres(client) => {
                let rows = client.query(sql, &[]).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// From now on every move of a counter is noted, in the order in which they happen.
    pub async fn watch_counters(&self) {
        let sql = match self {
            Self::Sqlite(_) => {
                "CREATE TABLE moves (n INTEGER PRIMARY KEY, counter INTEGER); \
                 CREATE TRIGGER note AFTER UPDATE OF counter ON apple_keys BEGIN \
                 INSERT INTO moves (counter) VALUES (NEW.counter); END"
            }
            Self::Postgres(_) => {
                "CREATE TABLE moves (n bigserial PRIMARY KEY, counter bigint); \
                 CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS \
                 'BEGIN INSERT INTO moves (counter) VALUES (NEW.counter); RETURN NEW; END'; \
                 CREATE TRIGGER note AFTER UPDATE OF counter ON apple_keys \
                 FOR EACH ROW EXECUTE FUNCTION note()"
            }
        };
        self.run(sql).await;
    }

    /// The moves so far; the row's lock puts them in the order of their commits.
    pub async fn counter_moves(&self) -> Vec<i64> {
        self.numbers("SELECT counter FROM moves ORDER BY n").await
    }
}
