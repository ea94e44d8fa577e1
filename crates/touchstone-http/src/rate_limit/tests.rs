//! Buckets under a clock that is moved by hand.

use touchstone_core::{ApiKeyId, SystemRandomSource};

use super::*;

const T: Timestamp = Timestamp::from_unix_ms(1_777_474_169_871);

fn api_key() -> ApiKeyId {
    ApiKeyId::new(T, &SystemRandomSource::new())
}

fn taken(
    limits: &RateLimits<ApiKeyId>,
    key: ApiKeyId,
    rate: u32,
    now: Timestamp,
    times: u32,
) -> u32 {
    let ok = |_: &u32| limits.take(key, Rate::per_second(rate), now).is_ok();
    u32::try_from((0..times).filter(ok).count()).unwrap()
}

#[test]
fn the_request_after_a_second_s_worth_is_refused_and_told_to_wait_a_second() {
    let (limits, key) = (RateLimits::default(), api_key());
    assert_eq!(taken(&limits, key, 3, T, 3), 3);
    let refused = limits.take(key, Rate::per_second(3), T);
    assert_eq!(refused, Err(RateLimited { retry_after_s: 1 }));
}

#[test]
fn a_refused_request_takes_no_token() {
    let (limits, key) = (RateLimits::default(), api_key());
    assert_eq!(taken(&limits, key, 2, T, 50), 2);
    assert_eq!(taken(&limits, key, 2, T.plus_ms(500), 5), 1);
}

#[test]
fn the_bucket_never_holds_more_than_one_second_s_worth() {
    let (limits, key) = (RateLimits::default(), api_key());
    assert_eq!(taken(&limits, key, 2, T, 2), 2);
    assert_eq!(taken(&limits, key, 2, T.plus_s(3_600), 10), 2);
}

#[test]
fn one_key_s_bucket_is_not_another_s() {
    let limits = RateLimits::default();
    assert_eq!(taken(&limits, api_key(), 1, T, 9), 1);
    assert_eq!(taken(&limits, api_key(), 1, T, 9), 1);
}

#[test]
fn a_changed_rate_holds_at_once() {
    let (limits, key) = (RateLimits::default(), api_key());
    assert_eq!(taken(&limits, key, 1, T, 9), 1);
    assert_eq!(taken(&limits, key, 5, T, 9), 5);
}

#[test]
fn a_clock_set_back_by_days_locks_nobody_out() {
    let (limits, key) = (RateLimits::default(), api_key());
    assert_eq!(taken(&limits, key, 2, T, 9), 2);
    assert_eq!(taken(&limits, key, 2, T.plus_s(-172_800), 9), 2);
}

#[test]
fn calls_that_began_a_little_earlier_get_no_new_bucket() {
    let (limits, key) = (RateLimits::default(), api_key());
    assert_eq!(taken(&limits, key, 2, T, 9), 2);
    assert_eq!(taken(&limits, key, 2, T.plus_ms(-3), 9), 0);
}

#[test]
fn zero_is_no_limit() {
    let (limits, key) = (RateLimits::default(), api_key());
    assert_eq!(taken(&limits, key, 0, T, 10_000), 10_000);
    assert!(limits.0.lock().unwrap().by_key.is_empty());
}

#[test]
fn buckets_are_bounded_in_number_and_full_ones_make_room() {
    let limits = RateLimits::default();
    let random = SystemRandomSource::new();
    let rate = Rate::per_second(1);
    for _ in 0..BUCKETS_MAX {
        limits.take(ApiKeyId::new(T, &random), rate, T).unwrap();
    }
    let late = ApiKeyId::new(T, &random);
    assert!(limits.take(late, rate, T).is_err());
    assert_eq!(limits.take(late, rate, T.plus_s(2)), Ok(()));
    assert_eq!(limits.0.lock().unwrap().by_key.len(), 1);
}

#[test]
fn a_burst_is_taken_at_once_and_comes_back_at_the_rate() {
    let (limits, key) = (RateLimits::default(), 7_u8);
    let rate = Rate::new(2, 5);
    let taken = |now: Timestamp| {
        let ok = |_: &u8| limits.take(key, rate, now).is_ok();
        (0..9).filter(ok).count()
    };
    assert_eq!(taken(T), 5);
    assert_eq!(taken(T.plus_s(1)), 2);
    assert_eq!(taken(T.plus_s(100)), 5);
}

#[test]
fn who_looks_takes_nothing_and_sees_an_empty_bucket_until_it_fills() {
    let (limits, key) = (RateLimits::default(), 7_u8);
    let rate = Rate::new(2, 2);
    let empty = Err(RateLimited { retry_after_s: 1 });
    for _ in 0..9 {
        assert_eq!(limits.look(&key, rate, T), Ok(()));
    }
    limits.take(key, rate, T).unwrap();
    assert_eq!(limits.look(&key, rate, T), Ok(()));
    limits.take(key, rate, T).unwrap();
    assert_eq!(limits.look(&key, rate, T), empty);
    assert_eq!(limits.look(&key, rate, T.plus_ms(499)), empty);
    assert_eq!(limits.look(&key, rate, T.plus_ms(500)), Ok(()));
    assert_eq!(limits.look(&8, rate, T), Ok(()));
    assert_eq!(limits.look(&key, None, T), Ok(()));
}

#[test]
fn a_bucket_with_a_burst_is_kept_until_it_is_full() {
    let rate = Rate::new(50, 200).unwrap();
    let bucket = Bucket::new(rate, T);
    assert!(!bucket.is_full(T.plus_ms(4_000)));
    assert!(bucket.is_full(T.plus_ms(4_001)));
}

#[test]
fn a_flood_of_newcomers_has_no_bucket_looked_at_twice_in_a_moment() {
    let limits = RateLimits::default();
    let rate = Rate::per_second(1);
    for key in 0..BUCKETS_MAX {
        limits.take(key, rate, T).unwrap();
    }
    assert!(limits.take(BUCKETS_MAX, rate, T).is_err());
    assert_eq!(limits.0.lock().unwrap().swept_at, Some(T));
    let soon = T.plus_ms(SWEEP_EVERY_MS - 1);
    assert!(limits.take(BUCKETS_MAX, rate, soon).is_err());
    assert_eq!(limits.0.lock().unwrap().swept_at, Some(T));
}
