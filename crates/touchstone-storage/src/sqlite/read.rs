//! Decides how SQLite's columns and parameters meet the shared readers of rows.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Params, ToSql, params_from_iter};
use touchstone_core::ports::StoreError;

use super::fault::Fault;
use crate::rows::{ListQuery, Row, Value};

impl Row for rusqlite::Row<'_> {
    fn text(&self, index: usize) -> Option<Option<String>> {
        self.get(index).ok()
    }

    fn integer(&self, index: usize) -> Option<Option<i64>> {
        self.get(index).ok()
    }

    fn blob(&self, index: usize) -> Option<Option<Vec<u8>>> {
        self.get(index).ok()
    }

    fn flag(&self, index: usize) -> Option<Option<bool>> {
        self.get(index).ok()
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Integer(integer) => ValueRef::Integer(*integer),
            Self::Blob(blob) => ValueRef::Blob(blob),
        }))
    }
}

/// The rows, each read by `read`.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(read(row)?);
    }
    Ok(items)
}

/// The rows of a list.
pub(super) fn list<T>(
    connection: &Connection,
    query: &ListQuery,
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, Fault> {
    all(
        connection,
        &query.sql,
        params_from_iter(&query.values),
        read,
    )
}

/// The first row, when there is one.
pub(super) fn first<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Option<T>, Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement
        .query_row(params, |row| Ok(read(row)))
        .optional()?;
    found.transpose().map_err(Fault::from)
}

/// Whether the condition of a `SELECT EXISTS (...)` holds.
pub(super) fn holds(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<bool, Fault> {
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params, |row| row.get(0))?)
}

/// One number.
pub(super) fn number(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<u64, Fault> {
    let number: i64 = connection
        .prepare_cached(sql)?
        .query_row(params, |row| row.get(0))?;
    Ok(u64::try_from(number).unwrap_or(0))
}

/// Runs a statement; how many rows it changed.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<u64, Fault> {
    let rows = connection.prepare_cached(sql)?.execute(params)?;
    Ok(u64::try_from(rows).unwrap_or(u64::MAX))
}
