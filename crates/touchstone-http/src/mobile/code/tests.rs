//! The table as printed.

use super::*;

fn of(outcome: Outcome, reason: &str) -> (u32, u16, &'static str) {
    let code = of_verdict(outcome, reason);
    (code.number, code.status.as_u16(), code.message)
}

#[test]
fn a_reason_that_nobody_knows_is_an_internal_error_and_never_a_success() {
    for outcome in [Outcome::Invalid, Outcome::Rejected, Outcome::Undetermined] {
        for reason in ["", "accepted", "no_such_reason"] {
            assert_eq!(of(outcome, reason), (268_505_088, 500, "Internal error"));
        }
    }
}

#[test]
fn reasons_of_undetermined_verdicts_have_their_row() {
    let later = (268_505_095, 503, "Temporarily unavailable");
    assert_eq!(of(Outcome::Undetermined, "upstream_unavailable"), later);
    assert_eq!(of(Outcome::Undetermined, "status_list_stale"), later);
    let internal = (268_505_088, 500, "Internal error");
    assert_eq!(of(Outcome::Undetermined, "upstream_denied"), internal);
    assert_eq!(of(Outcome::Undetermined, "not_configured"), internal);
}

#[test]
fn reasons_of_rejected_verdicts_have_their_row() {
    for (reason, number, message) in [
        ("session_unknown", 268_509_184, "Session unknown"),
        ("session_expired", 268_509_185, "Session expired"),
        ("session_already_used", 268_509_186, "Session already used"),
        ("nonce_already_used", 268_509_186, "Session already used"),
    ] {
        assert_eq!(of(Outcome::Rejected, reason), (number, 409, message));
    }
}

#[test]
fn every_class_of_refused_evidence_has_its_row_and_its_low_byte() {
    for (reason, number, message) in [
        (
            "token_malformed",
            268_513_280,
            "Attestation token malformed",
        ),
        (
            "token_service_unsupported",
            268_513_281,
            "Platform not supported",
        ),
        (
            "apple_app_not_allowed",
            268_513_282,
            "Application not allowed",
        ),
        ("apple_nonce_mismatch", 268_513_283, "Nonce mismatch"),
        (
            "apple_chain_untrusted",
            268_513_284,
            "Attestation not authentic",
        ),
        (
            "apple_counter_replay",
            268_513_285,
            "Device key not acceptable",
        ),
        ("apple_cert_expired", 268_513_286, "Attestation not fresh"),
        (
            "apple_jailbroken",
            268_513_287,
            "Device integrity insufficient",
        ),
        ("apple_key_revoked", 268_513_289, "Revoked"),
    ] {
        assert_eq!(of(Outcome::Invalid, reason), (number, 200, message));
        let class = ErrorClass::of_reason(reason).unwrap();
        assert_eq!(number & 0xff, u32::from(class.low_byte()));
    }
    let policy = refused(ErrorClass::PolicyNotMet);
    assert_eq!(
        (policy.number, policy.message),
        (268_513_288, "Policy not met")
    );
}

#[test]
fn accepted_evidence_is_zero() {
    assert_eq!(of(Outcome::Valid, "accepted"), (0, 200, ""));
}

#[test]
fn the_rows_of_the_request_have_the_printed_numbers() {
    for (code, number, status) in [
        (INTERNAL, 268_505_088, 500),
        (MALFORMED, 268_505_089, 400),
        (NOT_FOUND, 268_505_090, 404),
        (METHOD_NOT_ALLOWED, 268_505_091, 405),
        (UNSUPPORTED_MEDIA_TYPE, 268_505_092, 415),
        (TOO_LARGE, 268_505_093, 413),
        (TOO_MANY_REQUESTS, 268_505_094, 429),
        (TEMPORARILY_UNAVAILABLE, 268_505_095, 503),
    ] {
        assert_eq!((code.number, code.status.as_u16()), (number, status));
    }
}
