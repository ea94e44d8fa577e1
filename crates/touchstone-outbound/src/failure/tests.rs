//! What an upstream's text may say.

use touchstone_core::ports::UpstreamError;

use super::{message, refusal};

const TOKEN: &str = "eyJhbGciOiJBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIn0.c2VjcmV0LXNlY3JldC1zZWNyZXQ";

#[test]
fn googles_message_is_read_with_its_status() {
    let body = br#"{"error":{"code":403,"message":"API off","status":"PERMISSION_DENIED"}}"#;
    assert_eq!(message(body, &[]), "PERMISSION_DENIED: API off");
}

#[test]
fn the_message_of_a_token_endpoint_is_read() {
    let body = br#"{"error":"invalid_grant","error_description":"Account not found"}"#;
    assert_eq!(message(body, &[]), "invalid_grant: Account not found");
    assert_eq!(message(br#"{"error":"x"}"#, &[]), "x");
}

#[test]
fn what_is_no_json_is_shown_on_one_line_of_200_characters() {
    assert_eq!(message(b"<html>\r\n <b>no</b>\0", &[]), "<html> <b>no</b>");
    assert_eq!(
        message("é ".repeat(900).as_bytes(), &[]).chars().count(),
        200
    );
    assert_eq!(message(&[0xff; 3], &[]), "\u{fffd}\u{fffd}\u{fffd}");
    assert_eq!(message(b"", &[]), "");
}

#[test]
fn control_characters_are_removed() {
    let body = br#"{"error":{"message":"a\u001b[31m\u0007b\u0085c\nd"}}"#;
    assert_eq!(message(body, &[]), "a[31mbc d");
}

#[test]
fn a_word_that_holds_a_piece_of_a_secret_is_taken_out() {
    let cut = TOKEN.get(20..40).unwrap();
    for echo in [
        TOKEN.to_owned(),
        format!("token={TOKEN}"),
        format!("'{cut}'..."),
    ] {
        let body = serde_json::json!({"error": {"message": format!("bad {echo} here")}});
        let said = message(body.to_string().as_bytes(), &["other", TOKEN]);
        assert_eq!(said, "bad [redacted] here");
    }
}

#[test]
fn a_secret_across_the_cut_is_taken_out_too() {
    let before = "x".repeat(189);
    let said = message(format!("{before} {TOKEN}").as_bytes(), &[TOKEN]);
    assert_eq!(said, format!("{before} [redacted]"));
}

#[test]
fn a_secret_broken_by_control_characters_is_taken_out() {
    let (one, other) = TOKEN.split_at(12);
    let body = format!("bad {one}\t{other}");
    assert_eq!(message(body.as_bytes(), &[TOKEN]), "bad [redacted]");
}

#[test]
fn long_words_that_are_no_secret_stay() {
    let body = b"see https://console.developers.google.com/apis/api?project=1";
    let said = message(body, &[TOKEN]);
    assert_eq!(said.as_bytes(), body);
}

#[test]
fn a_refusal_is_about_the_evidence_only_where_evidence_was_sent() {
    let message = String::new;
    assert!(matches!(
        refusal(400, true, message()),
        UpstreamError::Refused { .. }
    ));
    assert!(matches!(
        refusal(400, false, message()),
        UpstreamError::Denied { status: 400, .. }
    ));
    for status in [401, 403, 404] {
        let denied = refusal(status, true, message());
        assert!(matches!(denied, UpstreamError::Denied { status: it, .. } if it == status));
    }
}

#[test]
fn other_answers_are_not_understood() {
    for status in [100, 201, 204, 301, 302, 304, 402, 405, 409, 418] {
        let error = refusal(status, true, "x".to_owned());
        let garbage = UpstreamError::Unavailable {
            cause: "garbage",
            retry_after_s: 5,
        };
        assert_eq!(error, garbage, "{status}");
    }
}
