//! Decides whether an answer is the one that a case must have: status, body, headers, and what the status service says then (spec webauthn.md
//! 2.3, 3.1).

use anyhow::ensure;
use serde_json::Value;
use touchstone_outbound::{CeremonyAnswer, CeremonyService};

use super::case::OK;
use super::stage::Stage;

/// The reasons that are found before the session is: they leave it as it is (E1 to E19, C1 to C6, S1 to S3).
const BEFORE_THE_SESSION: [&str; 30] = [
    "body_malformed",
    "body_duplicate_member",
    "id_missing",
    "id_malformed",
    "id_too_long",
    "raw_id_mismatch",
    "type_missing",
    "type_malformed",
    "type_unsupported",
    "response_missing",
    "response_malformed",
    "client_data_missing",
    "client_data_malformed",
    "attestation_object_missing",
    "attestation_object_malformed",
    "authenticator_data_missing",
    "authenticator_data_malformed",
    "signature_missing",
    "signature_malformed",
    "user_handle_malformed",
    "optional_field_malformed",
    "client_data_not_json",
    "client_data_type_missing",
    "client_data_type_malformed",
    "client_data_type_mismatch",
    "challenge_missing",
    "challenge_malformed",
    "session_not_found",
    "session_expired",
    "session_used",
];

/// What the status service says of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Initialized,
    Succeeded,
    Failed,
}

impl Phase {
    /// What becomes of an open session by a result with this outcome.
    pub(super) fn after(outcome: &str) -> Self {
        match outcome {
            OK => Self::Succeeded,
            reason if BEFORE_THE_SESSION.contains(&reason) => Self::Initialized,
            _ => Self::Failed,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Initialized => "initialized",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }
}

/// Posts the result of an open session; the answer and the status then must be those of this outcome.
pub(super) async fn judge(
    stage: &Stage,
    service: CeremonyService,
    session_id: &str,
    body: Vec<u8>,
    expected: &str,
) -> anyhow::Result<()> {
    let phase = Phase::after(expected);
    stage.expect_status(session_id, Phase::Initialized).await?;
    let answer = stage.post(service, body).await?;
    let known = match phase {
        Phase::Initialized => "",
        _ => session_id,
    };
    expect(&answer, expected, known)?;
    let has_verdict = answer.verdict_id.is_some();
    ensure!(
        has_verdict == (phase != Phase::Initialized),
        "X-Touchstone-Verdict must stand with every result of a session, and only there"
    );
    stage.expect_status(session_id, phase).await
}

/// The answer must have this outcome and name this session.
pub(super) fn expect(
    answer: &CeremonyAnswer,
    expected: &str,
    session_id: &str,
) -> anyhow::Result<()> {
    let outcome = outcome(answer);
    ensure!(outcome == expected, "{}", told(answer));
    let (status, word) = match expected {
        OK => (200, "ok"),
        _ => (400, "failed"),
    };
    ensure!(
        answer.status == status,
        "HTTP {} in place of {status}",
        answer.status
    );
    ensure!(
        text(&answer.body, "/status") == word,
        "`status` is not {word:?}"
    );
    let message = text(&answer.body, "/errorMessage");
    let is_right = match expected {
        OK => message.is_empty(),
        reason => message.starts_with(&format!("{reason}: ")),
    };
    ensure!(is_right, "`errorMessage` is {message:?}");
    let named = answer.body.get("fido2SessionId").and_then(Value::as_str);
    ensure!(
        named == Some(session_id),
        "`fido2SessionId` is {named:?}, not {session_id:?}"
    );
    Ok(())
}

/// What the answer says: `ok`, or the reason.
fn outcome(answer: &CeremonyAnswer) -> &str {
    match (&answer.reason, text(&answer.body, "/status")) {
        (Some(reason), _) => reason,
        (None, "ok") => OK,
        (None, _) => "",
    }
}

/// The answer in a few words.
pub(super) fn told(answer: &CeremonyAnswer) -> String {
    match (outcome(answer), text(&answer.body, "/errorMessage")) {
        ("", "") => format!("HTTP {} without a reason", answer.status),
        ("", message) => message.to_owned(),
        (outcome, _) => outcome.to_owned(),
    }
}

/// A value in a body; `null` when there is none.
pub(super) fn member<'a>(body: &'a Value, pointer: &str) -> &'a Value {
    body.pointer(pointer).unwrap_or(&Value::Null)
}

/// A text in a body; empty when there is none.
pub(super) fn text<'a>(body: &'a Value, pointer: &str) -> &'a str {
    let found = body.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests;
