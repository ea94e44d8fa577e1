//! When a source is asked again.

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::metadata::Date;

use super::{DAY_MS, Jitter, MINUTE_MS, due_at, is_due};
use crate::ports::MdsSource;

const EARLY: Jitter = Jitter(0);
const LATE: Jitter = Jitter(u16::MAX);

fn now() -> Timestamp {
    "2026-05-01T12:00:00Z".parse().unwrap()
}

fn asked(fetched_at: Option<Timestamp>, reason: Option<&str>) -> MdsSource {
    MdsSource {
        url: "https://mds.example/".to_owned(),
        number: Some(1),
        next_update: None,
        etag: None,
        fetched_at,
        taken_over_at: fetched_at,
        asked_at: Some(now()),
        reason: reason.map(str::to_owned),
        entries: 0,
        skipped: 0,
    }
}

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

fn due(row: &MdsSource, next_update: &str, jitter: Jitter) -> String {
    due_at(row, day(next_update), jitter).unwrap().to_string()
}

#[test]
fn a_source_is_asked_within_an_hour_from_next_update_on() {
    let row = asked(Some(now()), None);
    assert_eq!(due(&row, "2026-05-20", EARLY), "2026-05-20T00:00:00.000Z");
    assert_eq!(due(&row, "2026-05-20", LATE), "2026-05-20T01:00:00.000Z");
}

#[test]
fn not_sooner_than_a_day_after_the_last_answer_and_not_later_than_thirty() {
    let row = asked(Some(now()), None);
    for (next_update, days) in [("2020-01-01", 1), ("2026-05-02", 1), ("2099-01-01", 30)] {
        let at = due_at(&row, day(next_update), EARLY).unwrap();
        assert_eq!(at.ms_since(now()), days * DAY_MS, "{next_update}");
    }
}

#[test]
fn a_failure_is_repeated_after_ten_minutes_give_or_take_one() {
    let row = asked(Some(now().plus_ms(-5 * DAY_MS)), Some("timeout"));
    for (jitter, minutes) in [(EARLY, 9), (LATE, 11)] {
        let at = due_at(&row, day("2099-01-01"), jitter).unwrap();
        assert_eq!(at.ms_since(now()), minutes * MINUTE_MS);
    }
}

#[test]
fn what_was_never_asked_or_brought_nothing_is_due_at_once() {
    let never = MdsSource {
        asked_at: None,
        ..asked(None, None)
    };
    assert!(is_due(&never, None, LATE, now()));
    assert!(is_due(&asked(Some(now()), None), None, LATE, now()));
}

#[test]
fn a_source_is_due_from_its_time_on() {
    let row = asked(Some(now()), None);
    let at = due_at(&row, day("2026-05-20"), LATE).unwrap();
    assert!(!is_due(&row, day("2026-05-20"), LATE, at.plus_ms(-1)));
    assert!(is_due(&row, day("2026-05-20"), LATE, at));
}

#[test]
fn what_was_asked_in_the_future_was_dated_by_a_wrong_clock() {
    let row = asked(Some(now()), None);
    let is_due_before = |ms: i64| is_due(&row, day("2026-05-20"), EARLY, now().plus_ms(-ms));
    assert!(!is_due_before(5 * MINUTE_MS));
    assert!(is_due_before(5 * MINUTE_MS + 1));
}
