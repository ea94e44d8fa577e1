//! Decides how a status list looks: never its entries.

use serde::Serialize;
use touchstone_core::Timestamp;
use touchstone_core::mobile::StatusListView;

use crate::admin::Answer;

#[derive(Debug, Serialize)]
struct StatusListShape {
    entries: u64,
    source: String,
    fetched_at: String,
    fresh_until: String,
    age_s: i64,
    stale: bool,
}

/// 200 with the list's particulars.
pub(super) fn one(list: StatusListView, now: Timestamp) -> Answer {
    Answer::ok(&StatusListShape {
        entries: list.entries,
        source: list.source,
        fetched_at: list.fetched_at.to_string(),
        fresh_until: list.fresh_until.to_string(),
        age_s: now.ms_since(list.fetched_at).div_euclid(1_000),
        stale: list.is_stale,
    })
}
