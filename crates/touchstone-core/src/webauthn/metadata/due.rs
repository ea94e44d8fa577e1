//! Decides when a source is asked again (spec webauthn.md section 7): from `nextUpdate` on, spread over an hour, one to thirty days after the
//! last answer; ten minutes after a failure, give or take one.

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::metadata::Date;

use crate::ports::MdsSource;
use crate::{Random, random_bytes};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
const SPREAD_MS: i64 = 60 * MINUTE_MS;
const RETRY_MS: i64 = 10 * MINUTE_MS;
const PAUSE_MIN_MS: i64 = DAY_MS;
const PAUSE_MAX_MS: i64 = 30 * DAY_MS;
/// How far ahead of this node's clock another node's may be: what was asked later was dated by a clock that has been corrected since.
const AHEAD_MAX_MS: i64 = 5 * MINUTE_MS;

/// Where in its span a node asks, so that not all ask at once: 0 to 65,535.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Jitter(u16);

impl Jitter {
    pub(super) fn draw(random: &dyn Random) -> Self {
        Self(u16::from_be_bytes(random_bytes(random)))
    }

    /// That part of a span.
    fn of(self, span_ms: i64) -> i64 {
        // A span of an hour times 65,535 is far below 2^63.
        span_ms.saturating_mul(i64::from(self.0)) / i64::from(u16::MAX)
    }
}

/// When the source is asked next; `next_update` is that of the BLOB at hand. `None` = at once.
pub(super) fn due_at(
    row: &MdsSource,
    next_update: Option<Date>,
    jitter: Jitter,
) -> Option<Timestamp> {
    let asked_at = row.asked_at?;
    if row.reason.is_some() {
        let spread_ms = jitter.of(2 * MINUTE_MS) - MINUTE_MS;
        return Some(asked_at.plus_ms(RETRY_MS + spread_ms));
    }
    let wanted = next_update?.start().plus_ms(jitter.of(SPREAD_MS));
    let fetched_at = row.fetched_at?;
    let (first, last) = (
        fetched_at.plus_ms(PAUSE_MIN_MS),
        fetched_at.plus_ms(PAUSE_MAX_MS),
    );
    Some(wanted.clamp(first, last))
}

/// Whether the source is to be asked at `now`.
pub(super) fn is_due(
    row: &MdsSource,
    next_update: Option<Date>,
    jitter: Jitter,
    now: Timestamp,
) -> bool {
    let is_of_the_future = row
        .asked_at
        .is_some_and(|asked_at| asked_at.ms_since(now) > AHEAD_MAX_MS);
    is_of_the_future || due_at(row, next_update, jitter).is_none_or(|due_at| due_at <= now)
}

#[cfg(test)]
mod tests;
