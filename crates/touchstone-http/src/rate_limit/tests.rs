//! Buckets under a clock that is moved by hand.

use touchstone_core::SystemRandomSource;

use super::*;

const T: Timestamp = Timestamp::from_unix_ms(1_777_474_169_871);

fn api_key() -> ApiKeyId {
    ApiKeyId::new(T, &SystemRandomSource::new())
}

fn taken(limits: &RateLimits, key: ApiKeyId, rate: u32, now: Timestamp, times: u32) -> u32 {
    let ok = |_: &u32| limits.take(key, rate, now).is_ok();
    u32::try_from((0..times).filter(ok).count()).unwrap()
}

#[test]
fn the_request_after_a_second_s_worth_is_refused_and_told_to_wait_a_second() {
    let (limits, key) = (RateLimits::default(), api_key());
    assert_eq!(taken(&limits, key, 3, T, 3), 3);
    let refused = limits.take(key, 3, T);
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
    assert!(limits.0.lock().unwrap().is_empty());
}

#[test]
fn buckets_are_bounded_in_number_and_full_ones_make_room() {
    let limits = RateLimits::default();
    let random = SystemRandomSource::new();
    for _ in 0..BUCKETS_MAX {
        limits.take(ApiKeyId::new(T, &random), 1, T).unwrap();
    }
    let late = ApiKeyId::new(T, &random);
    assert!(limits.take(late, 1, T).is_err());
    assert_eq!(limits.take(late, 1, T.plus_s(2)), Ok(()));
    assert_eq!(limits.0.lock().unwrap().len(), 1);
}
