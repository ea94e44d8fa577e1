//! How is a time written? Unix milliseconds into the forms that evidence carries.

use jiff::Timestamp;

pub(crate) const SECOND_MS: i64 = 1_000;
pub(crate) const MINUTE_MS: i64 = 60 * SECOND_MS;
pub(crate) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// The instant; a time outside the years -9999 to 9999 becomes the nearest one inside.
pub(crate) fn timestamp(unix_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(unix_ms).unwrap_or(if unix_ms < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// The time itself, or the end of the calendar, so that days can be added and taken away.
pub(crate) fn within_calendar(unix_ms: i64) -> i64 {
    timestamp(unix_ms).as_millisecond()
}

/// RFC 3339 in UTC with three fraction digits, as in a receipt.
pub(crate) fn rfc3339(unix_ms: i64) -> String {
    timestamp(unix_ms)
        .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_time_has_the_form_that_apple_writes() {
        assert_eq!(rfc3339(1_611_404_015_801), "2021-01-23T12:13:35.801Z");
    }

    #[test]
    fn a_time_beyond_the_calendar_is_held_at_its_end() {
        assert_eq!(timestamp(i64::MAX), Timestamp::MAX);
        assert_eq!(timestamp(i64::MIN), Timestamp::MIN);
    }
}
