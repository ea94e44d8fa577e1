//! Decides how a part of a list is asked for: `limit` 1 to 200 (50), and `cursor` as the last part gave it.

use std::fmt::Display;
use std::str::FromStr;

use touchstone_core::Timestamp;
use touchstone_core::ports::PageRequest;

use super::params::Params;
use crate::admin::error::Refused;

const LIMIT_DEFAULT: usize = 50;
const LIMIT_MAX: usize = 200;

/// The names of these parameters.
pub(in crate::admin) const PAGE: [&str; 2] = ["limit", "cursor"];

/// The wanted part of a list.
pub(in crate::admin) fn page<C: FromStr>(params: &Params) -> Result<PageRequest<C>, Refused> {
    let [limit, cursor] = PAGE;
    let in_range = |text: &str| {
        let limit = text.parse().ok()?;
        (1..=LIMIT_MAX).contains(&limit).then_some(limit)
    };
    let limit = params
        .read(limit, "1 to 200", in_range)?
        .unwrap_or(LIMIT_DEFAULT);
    let after = params.read(cursor, "the next_cursor of an earlier answer", |text| {
        text.parse().ok()
    })?;
    Ok(PageRequest { limit, after })
}

/// The cursor of a list by time: the milliseconds, a dot, and what tells rows of one time apart.
pub(in crate::admin) fn time_cursor(at: Timestamp, row: impl Display) -> String {
    format!("{}.{row}", at.unix_ms())
}

/// Reads what [`time_cursor`] wrote.
pub(in crate::admin) fn of_time_cursor(text: &str) -> Option<(Timestamp, &str)> {
    let (unix_ms, row) = text.split_once('.')?;
    Some((Timestamp::from_unix_ms(unix_ms.parse().ok()?), row))
}
