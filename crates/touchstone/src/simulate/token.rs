//! Decides how a simulated token is printed: alone for people to paste, with what is known of it for programs.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::flaws::Flawed;
use crate::cli::Terminal;

/// Prints it; `more` are members for programs.
pub(super) fn print(
    token: &[u8],
    flaw: Option<impl Flawed>,
    more: Value,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let token = BASE64.encode(token);
    let reason = flaw.map(|flaw| {
        let [_check, reason, _what] = flaw.facts();
        reason
    });
    let mut value = json!({ "attestation_token": token, "expected_reason": reason });
    if let (Some(value), Value::Object(more)) = (value.as_object_mut(), more) {
        value.extend(more);
    }
    terminal.either(&value, || format!("{token}\n"))
}
