//! Decides how a list is asked for: only the conditions that are wanted, placeholders in order of first use, one row more than
//! the page holds, so that the page knows whether others follow.

use std::fmt::Write as _;

use touchstone_core::ports::Page;

/// The most rows of one page.
const PAGE_ROWS_MAX: usize = 200;

/// A parameter of a statement that is put together.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Blob(Vec<u8>),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A statement that is put together from fixed texts; values are parameters only.
#[derive(Debug)]
pub(crate) struct ListQuery {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

impl ListQuery {
    /// `select` without conditions.
    pub(crate) fn new(select: &'static str) -> Self {
        let mut sql = String::with_capacity(512);
        sql.push_str(select);
        sql.push_str(" WHERE TRUE");
        Self {
            sql,
            values: Vec::new(),
        }
    }

    /// A condition without a parameter.
    pub(crate) fn condition(mut self, condition: &'static str) -> Self {
        let _ = write!(self.sql, " AND {condition}");
        self
    }

    /// A condition that calls `value` by the name `$1`; it comes before all others that have values.
    pub(crate) fn about(mut self, value: Value, condition: &'static str) -> Self {
        self.values.push(value);
        self.condition(condition)
    }

    /// `left` (such as `tenant_id =`) with the value behind it, when there is one.
    pub(crate) fn only<T: Into<Value>>(mut self, left: &'static str, value: Option<T>) -> Self {
        if let Some(value) = value {
            self.values.push(value.into());
            let _ = write!(self.sql, " AND {left} ${}", self.values.len());
        }
        self
    }

    /// Rows behind the pair, both columns descending.
    pub(crate) fn behind(mut self, columns: &'static str, pair: Option<(Value, Value)>) -> Self {
        if let Some((first, second)) = pair {
            self.values.extend([first, second]);
            let last = self.values.len();
            let _ = write!(self.sql, " AND ({columns}) < (${}, ${last})", last - 1);
        }
        self
    }

    /// The order, and how many rows at most.
    pub(crate) fn first(mut self, order: &'static str, rows: u32) -> Self {
        let _ = write!(self.sql, " ORDER BY {order} LIMIT {rows}");
        self
    }

    /// The order, and one row more than the page.
    pub(crate) fn page(mut self, order: &'static str, limit: usize) -> Self {
        let _ = write!(self.sql, " ORDER BY {order} LIMIT {}", page_rows(limit) + 1);
        self
    }
}

fn page_rows(limit: usize) -> usize {
    limit.clamp(1, PAGE_ROWS_MAX)
}

/// The page of `limit` rows, and where the next one begins when a further row was found.
pub(crate) fn cut<T, C>(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> C) -> Page<T, C> {
    let rows = page_rows(limit);
    let more = items.len() > rows;
    items.truncate(rows);
    let next = if more { items.last().map(cursor) } else { None };
    Page { items, next }
}
