//! Decides how PostgreSQL's columns and parameters meet the shared readers of rows.

use deadpool_postgres::GenericClient;
use tokio_postgres::types::ToSql;
use touchstone_core::ports::StoreError;

use super::PostgresStore;
use super::fault::Fault;
use crate::rows::{ListQuery, Row, Value};

impl Row for tokio_postgres::Row {
    fn text(&self, index: usize) -> Option<Option<String>> {
        self.try_get(index).ok()
    }

    fn integer(&self, index: usize) -> Option<Option<i64>> {
        self.try_get(index).ok()
    }

    fn blob(&self, index: usize) -> Option<Option<Vec<u8>>> {
        self.try_get(index).ok()
    }

    fn flag(&self, index: usize) -> Option<Option<bool>> {
        self.try_get(index).ok()
    }
}

pub(super) type Params<'p> = &'p [&'p (dyn ToSql + Sync)];

/// The rows, each read by `read`.
pub(super) async fn all<T>(
    client: &impl GenericClient,
    sql: &str,
    params: Params<'_>,
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, Fault> {
    let statement = client.prepare_cached(sql).await?;
    let rows = client.query(&statement, params).await?;
    let items: Result<Vec<T>, StoreError> = rows.iter().map(|row| read(row)).collect();
    Ok(items?)
}

/// The first row, when there is one.
pub(super) async fn first<T>(
    client: &impl GenericClient,
    sql: &str,
    params: Params<'_>,
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Option<T>, Fault> {
    let statement = client.prepare_cached(sql).await?;
    let row = client.query_opt(&statement, params).await?;
    Ok(row.map(|row| read(&row)).transpose()?)
}

/// Runs a statement; how many rows it changed.
pub(super) async fn execute(
    client: &impl GenericClient,
    sql: &str,
    params: Params<'_>,
) -> Result<u64, Fault> {
    let statement = client.prepare_cached(sql).await?;
    Ok(client.execute(&statement, params).await?)
}

impl PostgresStore {
    /// The rows of a list.
    pub(super) async fn list<T>(
        &self,
        query: &ListQuery,
        read: impl Fn(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, Fault> {
        let client = self.pool.get().await?;
        let params: Vec<&(dyn ToSql + Sync)> = query
            .values
            .iter()
            .map(|value| -> &(dyn ToSql + Sync) {
                match value {
                    Value::Text(text) => text,
                    Value::Integer(integer) => integer,
                    Value::Blob(blob) => blob,
                }
            })
            .collect();
        all(&client, &query.sql, &params, read).await
    }

    /// As the free function, on a connection of the pool.
    pub(super) async fn first<T>(
        &self,
        sql: &str,
        params: Params<'_>,
        read: impl Fn(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, Fault> {
        let client = self.pool.get().await?;
        first(&client, sql, params, read).await
    }

    /// As the free function, in a transaction of its own.
    pub(super) async fn execute(&self, sql: &str, params: Params<'_>) -> Result<u64, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let rows = execute(&transaction, sql, params).await?;
        super::write::commit(transaction).await?;
        Ok(rows)
    }
}
