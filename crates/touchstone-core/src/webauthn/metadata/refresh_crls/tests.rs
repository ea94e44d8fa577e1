//! When a list is fetched again.

use touchstone_evidence::Timestamp;

use super::{DAY_MS, MINUTE_MS, RETRY_MS, due_at, retry_ms};

fn pause_minutes(left_minutes: Option<i64>) -> i64 {
    let now = Timestamp::from_unix_s(1_800_000_000);
    let next_update = left_minutes.map(|minutes| now.plus_ms(minutes * MINUTE_MS));
    due_at(next_update, now).ms_since(now) / MINUTE_MS
}

#[test]
fn a_list_is_fetched_before_it_ends_and_daily_at_least() {
    assert_eq!(pause_minutes(Some(10 * 60)), 9 * 60);
    assert_eq!(pause_minutes(Some(120)), 90);
    assert_eq!(pause_minutes(Some(8)), 6);
    assert_eq!(pause_minutes(Some(30 * 24 * 60)), DAY_MS / MINUTE_MS);
    assert_eq!(pause_minutes(None), DAY_MS / MINUTE_MS - 60);
}

#[test]
fn a_list_that_has_ended_is_not_asked_for_all_the_time() {
    for left in [4, 0, -1, -100_000] {
        assert_eq!(pause_minutes(Some(left)), 5, "{left}");
    }
}

#[test]
fn an_address_that_fails_is_asked_hourly_and_after_a_day_daily() {
    let now = Timestamp::from_unix_s(1_800_000_000);
    let after = |failing_ms: i64| retry_ms(Some(now.plus_ms(-failing_ms)), now);
    assert_eq!(retry_ms(None, now), RETRY_MS);
    assert_eq!(after(DAY_MS - 1), RETRY_MS);
    assert_eq!(after(DAY_MS), DAY_MS);
    assert_eq!(after(-DAY_MS), RETRY_MS, "the clock went back");
}
