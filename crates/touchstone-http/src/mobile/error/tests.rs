//! Errors of the core as the relying party hears them: a full queue is a 503, everything else the constant 500.

use touchstone_core::sealed::SealError;
use touchstone_core::{Clock, ManualClock, SystemRandomSource, Timestamp, VerdictId};

use super::*;

const T: Timestamp = Timestamp::from_unix_ms(1_777_474_200_000);

fn unavailable() -> StoreError {
    StoreError::Unavailable("postgres://user:secret@host".into())
}

fn settle(source: StoreError) -> VerifyError {
    let now = ManualClock::new(T).now();
    let verdict_id = VerdictId::new(now, &SystemRandomSource::new());
    VerifyError::Settle { verdict_id, source }
}

#[test]
fn a_store_that_fails_or_whose_commit_is_in_doubt_is_an_internal_error_everywhere() {
    let in_doubt = || StoreError::OutcomeUnknown("reset".into());
    for error in [
        VerifyError::Lookup(unavailable()),
        VerifyError::Policy(PolicyError::Store(unavailable())),
        VerifyError::Policy(PolicyError::Unreadable("settings")),
        VerifyError::NoTenant,
        settle(unavailable()),
        settle(in_doubt()),
        settle(StoreError::Corrupt {
            what: "verdict.outcome",
        }),
    ] {
        assert_eq!(
            ApiError::of_verify(&error, "req_1"),
            ApiError::Internal,
            "{error:?}"
        );
    }
    for error in [
        InitError::Policy(PolicyError::Store(unavailable())),
        InitError::Sealed(SealError::KeyUnknown),
        InitError::NoTenant,
    ] {
        assert_eq!(
            ApiError::of_init(&error, "req_1"),
            ApiError::Internal,
            "{error:?}"
        );
    }
}

#[test]
fn a_full_queue_is_a_503() {
    for error in [
        VerifyError::Lookup(StoreError::Overloaded),
        VerifyError::SessionKeysIncomplete,
        VerifyError::Policy(PolicyError::Store(StoreError::Overloaded)),
        settle(StoreError::Overloaded),
    ] {
        assert_eq!(
            ApiError::of_verify(&error, "req_1"),
            ApiError::TemporarilyUnavailable
        );
    }
    let error = InitError::Policy(PolicyError::Store(StoreError::Overloaded));
    assert_eq!(
        ApiError::of_init(&error, "req_1"),
        ApiError::TemporarilyUnavailable
    );
}

#[tokio::test]
async fn an_internal_error_has_the_constant_body_and_nothing_else() {
    use http_body_util::BodyExt;
    let response = ApiError::Internal.into_response();
    assert_eq!(response.status(), 500);
    assert_eq!(response.headers().len(), 1);
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(
        bytes,
        r#"{"statusCode":268505088,"errorMessage":"Internal error"}"#
    );
}
