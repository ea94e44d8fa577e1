//! Decides how a part of a list is asked for: `limit` 1 to 200 (50), and `cursor` as the last part gave it.

use std::str::FromStr;

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
