//! Decides how a simulated ceremony is held with the server: options are asked for, the result is posted, and the answer is told beside the one
//! that the message must have.

use anyhow::Context as _;
use serde_json::{Value, json};
use touchstone_outbound::{BaseUrl, CeremonyAnswer, CeremonyService, Passkeys};
use touchstone_simulator::webauthn::Flaw;

use super::Asked;
use crate::cli::{Ending, Terminal};

/// The reason of an answer that refuses nothing.
const ACCEPTED: &str = "accepted";

/// What a server has answered to a result.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) reason: String,
    expected: &'static str,
    answer: CeremonyAnswer,
}

/// The client.
pub(super) fn client(asked: &Asked) -> anyhow::Result<Passkeys> {
    let base = BaseUrl::parse(&asked.url);
    let base = base.with_context(|| format!("the server's address {}", asked.url))?;
    let origin = asked.origin.clone();
    let origin = origin.unwrap_or_else(|| base.to_string());
    Ok(Passkeys::new(base, &origin)?)
}

/// The options; a refusal of them is told as it is.
pub(super) async fn options(
    client: &Passkeys,
    service: CeremonyService,
    ask: &Value,
) -> anyhow::Result<Value> {
    let answer = call(client, service, ask.to_string().into_bytes()).await?;
    let reason = reason(&answer);
    if reason == ACCEPTED {
        return Ok(answer.body);
    }
    let message = answer.body.get("errorMessage").and_then(Value::as_str);
    let message = message.unwrap_or("no answer of the ceremonies");
    anyhow::bail!("the server gives no options ({}): {message}", answer.status);
}

/// Posts a result; what must answer it is that of its flaw.
pub(super) async fn post(
    client: &Passkeys,
    service: CeremonyService,
    body: Vec<u8>,
    flaw: Option<Flaw>,
) -> anyhow::Result<Told> {
    let answer = call(client, service, body).await?;
    Ok(Told {
        reason: reason(&answer),
        expected: flaw.map_or(ACCEPTED, Flaw::expected_reason),
        answer,
    })
}

async fn call(
    client: &Passkeys,
    service: CeremonyService,
    body: Vec<u8>,
) -> anyhow::Result<CeremonyAnswer> {
    let answer = client.call_raw(service, body).await;
    answer.context("the server cannot be reached")
}

/// The code: from its header, else from the message, which a relying party may hush.
fn reason(answer: &CeremonyAnswer) -> String {
    if answer.body.get("status").and_then(Value::as_str) == Some("ok") {
        return ACCEPTED.to_owned();
    }
    let message = answer.body.get("errorMessage").and_then(Value::as_str);
    let of_message = message.and_then(|message| message.split_once(": "));
    let of_message = of_message.map(|(code, _)| code.to_owned());
    let reason = answer.reason.clone().or(of_message);
    reason.unwrap_or_else(|| format!("http_{}", answer.status))
}

impl Told {
    /// Whether the server took the message.
    pub(super) fn is_accepted(&self) -> bool {
        self.reason == ACCEPTED
    }

    /// Prints it.
    pub(super) fn tell(&self, terminal: Terminal) -> anyhow::Result<Ending> {
        let body = &self.answer.body;
        let told = json!({
            "reason": self.reason,
            "expected_reason": self.expected,
            "http_status": self.answer.status,
            "verdict_id": self.answer.verdict_id,
            "message": body.get("errorMessage"),
            "session_id": body.get("fido2SessionId"),
        });
        terminal.either(&told, || self.text())?;
        Ok(if self.reason == self.expected {
            Ending::Done
        } else {
            Ending::Refused
        })
    }

    fn text(&self) -> String {
        let mut text = self.reason.clone();
        if let Some(verdict_id) = &self.answer.verdict_id {
            text.push_str(&format!("  (touchstone verdict show {verdict_id})"));
        }
        if self.reason != self.expected {
            text.push_str(&format!("\nbut {} must answer this message", self.expected));
        }
        text.push('\n');
        text
    }
}
