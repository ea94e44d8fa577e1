//! How refusals leave.

use std::borrow::Cow;

use touchstone_core::VerdictId;
use touchstone_core::webauthn::Telling;

use super::*;

fn refusal(is_client_error: bool, exposes_reason: bool) -> Refused {
    Refused::Failed(Box::new(Refusal {
        reason: "signature_invalid",
        sentence: Cow::Borrowed("The signature does not hold."),
        session_id: Some("0b9c".to_owned()),
        verdict_id: Some(
            "vdt_01KQCVG7B20000000000000002"
                .parse::<VerdictId>()
                .unwrap(),
        ),
        telling: Telling {
            is_client_error,
            exposes_reason,
        },
        format: None,
    }))
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap())
}

#[test]
fn a_protocol_failure_is_an_ordinary_answer_or_the_client_s_error() {
    assert_eq!(refusal(false, true).respond().status(), 200);
    assert_eq!(refusal(true, true).respond().status(), 400);
}

#[test]
fn the_reason_and_the_verdict_are_told_to_machines() {
    let response = refusal(false, true).respond();
    assert_eq!(
        header(&response, "x-touchstone-reason"),
        Some("signature_invalid")
    );
    let verdict = Some("vdt_01KQCVG7B20000000000000002");
    assert_eq!(header(&response, "x-touchstone-verdict"), verdict);
    assert_eq!(header(&response, "content-type"), Some("application/json"));
}

#[test]
fn a_reason_that_may_not_be_told_is_in_no_header() {
    let response = refusal(false, false).respond();
    assert_eq!(header(&response, "x-touchstone-reason"), None);
    assert!(header(&response, "x-touchstone-verdict").is_some());
}

#[test]
fn who_must_wait_is_told_how_long() {
    let limited = RateLimited { retry_after_s: 7 };
    let response = Refused::from(limited).respond();
    assert_eq!(
        (response.status().as_u16(), header(&response, "retry-after")),
        (429, Some("7"))
    );
    let response = Refused::Unavailable.respond();
    assert_eq!(
        (response.status().as_u16(), header(&response, "retry-after")),
        (503, Some("1"))
    );
}

#[test]
fn only_a_lost_or_full_store_is_said_to_come_back() {
    let lost = || Box::<dyn Error + Send + Sync>::from("lost");
    for (error, status) in [
        (StoreError::Unavailable(lost()), 503),
        (StoreError::Overloaded, 503),
        (StoreError::OutcomeUnknown(lost()), 500),
        (StoreError::Failed(lost()), 500),
        (StoreError::Corrupt { what: "x" }, 500),
    ] {
        assert_eq!(
            Refused::of_store(&error, "r").respond().status(),
            status,
            "{error}"
        );
    }
}
