//! No answer passes by accident: each part of it is wrong once.

use serde_json::json;

use super::*;

const SESSION: &str = "7fea6065-17fd-47d4-a5b0-85f513687c8d";

fn accepted() -> CeremonyAnswer {
    CeremonyAnswer {
        status: 200,
        reason: None,
        verdict_id: None,
        body: json!({"status": "ok", "errorMessage": "", "fido2SessionId": SESSION}),
    }
}

fn refused() -> CeremonyAnswer {
    let message = "user_not_verified: The user was not verified.";
    CeremonyAnswer {
        status: 400,
        reason: Some("user_not_verified".to_owned()),
        verdict_id: None,
        body: json!({"status": "failed", "errorMessage": message, "fido2SessionId": SESSION}),
    }
}

fn refusal_passes(answer: &CeremonyAnswer) -> bool {
    expect(answer, "user_not_verified", SESSION).is_ok()
}

#[test]
fn right_answers_pass() {
    assert!(expect(&accepted(), OK, SESSION).is_ok());
    assert!(refusal_passes(&refused()));
}

#[test]
fn an_acceptance_in_place_of_a_refusal_fails_and_the_other_way_round() {
    assert!(!refusal_passes(&accepted()));
    assert!(expect(&refused(), OK, SESSION).is_err());
}

#[test]
fn another_reason_fails() {
    let error = expect(&refused(), "signature_invalid", SESSION).unwrap_err();
    assert_eq!(error.to_string(), "user_not_verified");
}

#[test]
fn a_refusal_with_the_status_of_success_fails() {
    let answer = CeremonyAnswer {
        status: 200,
        ..refused()
    };
    assert!(!refusal_passes(&answer));
}

#[test]
fn a_refusal_without_its_header_fails() {
    let answer = CeremonyAnswer {
        reason: None,
        ..refused()
    };
    assert!(!refusal_passes(&answer));
}

#[test]
fn each_member_of_the_body_counts() {
    for (name, value) in [
        ("status", json!("ok")),
        ("errorMessage", json!("signature_invalid: The signature.")),
        ("errorMessage", json!("user_not_verified")),
        ("fido2SessionId", json!("")),
        ("fido2SessionId", json!(null)),
    ] {
        let mut answer = refused();
        answer.body[name] = value;
        assert!(!refusal_passes(&answer), "{answer:?}");
    }
}

#[test]
fn success_has_no_message() {
    let mut answer = accepted();
    answer.body["errorMessage"] = json!("something");
    assert!(expect(&answer, OK, SESSION).is_err());
}

#[test]
fn what_is_found_before_the_session_leaves_it_open() {
    assert_eq!(Phase::after(OK), Phase::Succeeded);
    assert_eq!(Phase::after("session_not_found"), Phase::Initialized);
    assert_eq!(Phase::after("origin_mismatch"), Phase::Failed);
}
