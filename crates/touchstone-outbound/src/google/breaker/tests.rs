//! The breaker over time, which is moved by hand.

use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::time::advance;
use touchstone_core::ports::UpstreamError;

use super::{Breaker, Turn};
use crate::failure::unavailable;

type Ended = Result<(), UpstreamError>;

fn trouble() -> Ended {
    Err(unavailable("timeout"))
}

fn open() -> Arc<Breaker> {
    let breaker = Arc::new(Breaker::new());
    for _ in 0..5 {
        breaker.enter().unwrap().end(&trouble());
    }
    breaker
}

fn wait(breaker: &Arc<Breaker>) -> Option<u32> {
    breaker.enter().err()
}

#[tokio::test(start_paused = true)]
async fn five_troubles_in_a_row_open_it() {
    for cause in ["rate_limited", "server_error", "timeout", "connect"] {
        let breaker = Arc::new(Breaker::new());
        for _ in 0..5 {
            let ended: Ended = Err(unavailable(cause));
            breaker.enter().unwrap().end(&ended);
        }
        assert_eq!(wait(&breaker), Some(10), "{cause}");
    }
}

#[tokio::test(start_paused = true)]
async fn four_troubles_do_not_open_it_and_any_answer_starts_over() {
    let refused = |status| UpstreamError::Denied {
        status,
        message: String::new(),
    };
    let message = String::new();
    for answer in [
        Ok(()),
        Err(UpstreamError::Refused { message }),
        Err(refused(401)),
        Err(refused(403)),
    ] {
        let breaker = Arc::new(Breaker::new());
        for _ in 0..3 {
            for _ in 0..4 {
                breaker.enter().unwrap().end(&trouble());
            }
            breaker.enter().unwrap().end(&answer);
        }
        assert_eq!(wait(&breaker), None, "{answer:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_tells_nothing_counts_neither_way() {
    for nothing in [
        UpstreamError::Unusable("x"),
        unavailable("garbage"),
        unavailable("busy"),
    ] {
        let nothing: Ended = Err(nothing);
        let breaker = Arc::new(Breaker::new());
        for _ in 0..4 {
            breaker.enter().unwrap().end(&trouble());
            for _ in 0..6 {
                breaker.enter().unwrap().end(&nothing);
            }
        }
        assert_eq!(wait(&breaker), None, "{nothing:?}");
        breaker.enter().unwrap().end(&trouble());
        assert_eq!(wait(&breaker), Some(10), "{nothing:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_counts_neither_way() {
    let breaker = Arc::new(Breaker::new());
    for _ in 0..4 {
        breaker.enter().unwrap().end(&trouble());
        for _ in 0..6 {
            drop(breaker.enter().unwrap());
        }
    }
    breaker.enter().unwrap().end(&trouble());
    assert_eq!(wait(&breaker), Some(10));
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_tells_nothing_lets_the_next_call_find_out() {
    for nothing in [UpstreamError::Unusable("x"), unavailable("garbage")] {
        let nothing: Ended = Err(nothing);
        let breaker = open();
        advance(Duration::from_secs(10)).await;
        for _ in 0..6 {
            let probe = breaker.enter().unwrap();
            assert_eq!(wait(&breaker), Some(1), "{nothing:?}");
            probe.end(&nothing);
        }
        breaker.enter().unwrap().end(&trouble());
        assert_eq!(wait(&breaker), Some(10), "{nothing:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_open_for_ten_seconds() {
    let breaker = open();
    advance(Duration::from_millis(9_001)).await;
    assert_eq!(wait(&breaker), Some(1));
    advance(Duration::from_millis(998)).await;
    assert_eq!(wait(&breaker), Some(1));
    advance(Duration::from_millis(1)).await;
    assert_eq!(wait(&breaker), None);
}

#[tokio::test(start_paused = true)]
async fn one_call_finds_out_while_the_others_wait() {
    let breaker = open();
    advance(Duration::from_secs(10)).await;
    let probe = breaker.enter().unwrap();
    assert_eq!(wait(&breaker), Some(1));
    advance(Duration::from_secs(60)).await;
    assert_eq!(wait(&breaker), Some(1));
    probe.end(&Ok(()));
    let turns: Vec<Turn> = (0..10).map(|_| breaker.enter().unwrap()).collect();
    drop(turns);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_fails_opens_it_again() {
    let breaker = open();
    advance(Duration::from_secs(10)).await;
    breaker.enter().unwrap().end(&trouble());
    assert_eq!(wait(&breaker), Some(10));
    advance(Duration::from_secs(10)).await;
    breaker.enter().unwrap().end(&Ok(()));
    for _ in 0..4 {
        breaker.enter().unwrap().end(&trouble());
    }
    assert_eq!(wait(&breaker), None);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_given_up_lets_the_next_call_find_out() {
    let breaker = open();
    advance(Duration::from_secs(10)).await;
    drop(breaker.enter().unwrap());
    let second = breaker.enter().unwrap();
    assert_eq!(wait(&breaker), Some(1));
    second.end(&Ok(()));
    assert_eq!(wait(&breaker), None);
}

#[tokio::test(start_paused = true)]
async fn late_answers_of_calls_from_before_do_not_move_it() {
    let breaker = Arc::new(Breaker::new());
    let late: Vec<Turn> = (0..3).map(|_| breaker.enter().unwrap()).collect();
    for _ in 0..5 {
        breaker.enter().unwrap().end(&trouble());
    }
    advance(Duration::from_secs(4)).await;
    for (turn, ended) in late.into_iter().zip([Ok(()), trouble(), trouble()]) {
        turn.end(&ended);
    }
    assert_eq!(wait(&breaker), Some(6));
}

#[tokio::test(start_paused = true)]
async fn open_breakers_are_shown_until_they_close_or_are_forgotten() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let shown = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let is_shown = |number: u32| {
        let line = format!("touchstone_upstream_breaker_open {number}");
        let text = shown.render();
        assert!(text.lines().any(|it| it == line), "{line} not in {text}");
    };
    let (first, second) = (open(), open());
    is_shown(2);
    advance(Duration::from_secs(10)).await;
    first.enter().unwrap().end(&trouble());
    is_shown(2);
    drop(second);
    is_shown(1);
    advance(Duration::from_secs(10)).await;
    first.enter().unwrap().end(&Ok(()));
    is_shown(0);
    drop(first);
    is_shown(0);
}
