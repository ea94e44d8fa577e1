//! Decides in which words an upstream's failure is told, and what its own words may say: bounded, on one line, and without what it
//! was sent.

use serde_json::Value;
use touchstone_core::ports::UpstreamError;

/// After how long a repeat makes sense (spec mobile.md 7.1).
const RETRY_AFTER_S: u32 = 5;
/// How much of an upstream's text is kept.
const MAX_MESSAGE_CHARACTERS: usize = 200;
/// How much of it is looked at: the secrets are taken out before it is cut.
const MAX_SCANNED_CHARACTERS: usize = 400;
/// Whoever repeats this many bytes of a secret in a row has repeated the secret.
const MAX_REPEATED_BYTES: usize = 16;

pub(crate) const RATE_LIMITED: &str = "rate_limited";
pub(crate) const SERVER_ERROR: &str = "server_error";
pub(crate) const TIMEOUT: &str = "timeout";
pub(crate) const CONNECT: &str = "connect";
pub(crate) const GARBAGE: &str = "garbage";
pub(crate) const BREAKER_OPEN: &str = "breaker_open";
pub(crate) const BUSY: &str = "busy";
/// For metrics alone: nobody is there to be told.
pub(crate) const ABANDONED: &str = "abandoned";

/// The upstream gave no answer that can be used.
pub(crate) fn unavailable(cause: &'static str) -> UpstreamError {
    UpstreamError::Unavailable {
        cause,
        retry_after_s: RETRY_AFTER_S,
    }
}

/// An answer that is neither success nor a passing trouble. 400 is about what was sent where `evidence` was sent, else about us.
pub(crate) fn refusal(status: u16, evidence: bool, message: String) -> UpstreamError {
    match status {
        400 if evidence => UpstreamError::Refused { message },
        400 | 401 | 403 | 404 => UpstreamError::Denied { status, message },
        _ => unavailable(GARBAGE),
    }
}

/// One word for metrics.
pub(crate) fn result_word<T>(result: &Result<T, UpstreamError>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(UpstreamError::Refused { .. }) => "refused",
        Err(UpstreamError::Denied { .. }) => "denied",
        Err(UpstreamError::Unavailable { cause, .. }) => cause,
        Err(UpstreamError::Unusable(_)) => "unusable",
    }
}

/// What an answer says of its own refusal: Google's `error.message`, OAuth's `error_description` (RFC 6749 section 5.2), else the
/// beginning of the text. Whatever holds a piece of `secrets` is taken out.
pub(crate) fn message(body: &[u8], secrets: &[&str]) -> String {
    let text = said(body).unwrap_or_else(|| String::from_utf8_lossy(body).into_owned());
    let line: String = text
        .chars()
        .map(|character| if character == '\n' { ' ' } else { character })
        .filter(|character| !character.is_control())
        .take(MAX_SCANNED_CHARACTERS)
        .collect();
    let words = line.split_whitespace().map(|word| {
        let tells = secrets.iter().any(|secret| repeats(word, secret));
        if tells { "[redacted]" } else { word }
    });
    let clean = words.collect::<Vec<_>>().join(" ");
    clean.chars().take(MAX_MESSAGE_CHARACTERS).collect()
}

fn said(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let error = body.get("error")?;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let parts = if error.is_string() {
        [text(Some(error)), text(body.get("error_description"))]
    } else {
        [text(error.get("status")), text(error.get("message"))]
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}

fn repeats(word: &str, secret: &str) -> bool {
    let starts = 0..=word.len().saturating_sub(MAX_REPEATED_BYTES);
    starts
        .filter_map(|start| word.get(start..start.saturating_add(MAX_REPEATED_BYTES)))
        .any(|piece| secret.contains(piece))
}

#[cfg(test)]
mod tests;
