//! Decides how a step of the demo is made and shown: what is sent, the answer as the back end gets it, the reason. A step that ends otherwise
//! than it must fails the demo.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use data_encoding::BASE64;
use serde_json::{Value, json};
use touchstone_core::random_bytes;
use touchstone_outbound::{CeremonyAnswer, RelyingPartyAnswer};

use super::setup::Stage;
use super::story::passkey;
use crate::cli::Terminal;

/// How a step must end.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    pub(super) status: u16,
    pub(super) reason: &'static str,
}

const SESSION: Expected = Expected {
    status: 200,
    reason: "session",
};

/// The evidence is believed.
pub(super) const ACCEPTED: Expected = Expected {
    status: 200,
    reason: "accepted",
};

impl Expected {
    /// The evidence is not believed, for this reason.
    pub(super) const fn refused(reason: &'static str) -> Self {
        Self {
            status: 200,
            reason,
        }
    }
}

/// A session, as the relying party sees it.
pub(super) struct Session {
    reference: String,
    pub(super) nonce: Vec<u8>,
}

/// A step that was made.
struct Step<'a> {
    call: &'a str,
    sent: &'a str,
    expected: Expected,
    took: Duration,
}

/// Tells step after step.
pub(super) struct Teller<'a> {
    pub(super) stage: &'a Stage,
    terminal: Terminal,
    platform: &'static str,
    number: u32,
    as_expected: bool,
}

impl<'a> Teller<'a> {
    pub(super) fn new(stage: &'a Stage, terminal: Terminal) -> Self {
        Self {
            stage,
            terminal,
            platform: "",
            number: 0,
            as_expected: true,
        }
    }

    pub(super) fn title(&self) -> anyhow::Result<()> {
        if self.terminal.is_json() {
            return Ok(());
        }
        let address = self.stage.app.address;
        let columns = row("", "what is sent", "HTTP", "verdict", "reason", "time");
        self.terminal.line(format!(
            "A server at http://{address}, a back end with an API key, simulated phones with test CAs.\n\
             Every token is made for the nonce of a session of its own. Below each step: the answer.\n\n{columns}"
        ))
    }

    /// From here on it is about this platform.
    pub(super) fn heading(&mut self, platform: &'static str, name: &str) -> anyhow::Result<()> {
        self.platform = platform;
        match self.terminal.is_json() {
            true => Ok(()),
            false => self.terminal.line(format!("\n{name}")),
        }
    }

    /// Whether every step ended as it must.
    pub(super) fn all_as_expected(&self) -> bool {
        self.as_expected
    }

    /// The time, in unix milliseconds.
    pub(super) fn now_ms(&self) -> i64 {
        self.stage.around.clock.now().unix_ms()
    }

    /// A session, told of.
    pub(super) async fn init(&mut self, sent: &str) -> anyhow::Result<Session> {
        let started = Instant::now();
        let answer = self.stage.relying_party.init().await?;
        let step = Step {
            call: "init",
            sent,
            expected: SESSION,
            took: started.elapsed(),
        };
        self.tell(&step, &answer)?;
        session(&answer)
    }

    /// A session, not worth a line.
    pub(super) async fn session(&self) -> anyhow::Result<Session> {
        session(&self.stage.relying_party.init().await?)
    }

    /// Has a token judged in this session.
    pub(super) async fn verify(
        &mut self,
        sent: &str,
        session: &Session,
        token: &[u8],
        expected: Expected,
    ) -> anyhow::Result<()> {
        let request = json!({
            "attestationToken": BASE64.encode(token),
            "sessionReference": session.reference,
        });
        let started = Instant::now();
        let answer = self.stage.relying_party.verify(&request).await?;
        let step = Step {
            call: "verify",
            sent,
            expected,
            took: started.elapsed(),
        };
        self.tell(&step, &answer)
    }

    /// Has a token judged that is made for the nonce of a new session, now.
    pub(super) async fn judge(
        &mut self,
        sent: &str,
        expected: Expected,
        make: impl FnOnce(&[u8], i64) -> Vec<u8>,
    ) -> anyhow::Result<()> {
        let session = self.session().await?;
        let token = make(&session.nonce, self.now_ms());
        self.verify(sent, &session, &token, expected).await
    }

    fn tell(&mut self, step: &Step<'_>, answer: &RelyingPartyAnswer) -> anyhow::Result<()> {
        self.line(step, &reason(answer), verdict(step.call, answer), answer)
    }

    /// How a ceremony ended.
    pub(super) fn tell_ceremony(
        &mut self,
        sent: &str,
        expected: Expected,
        took: Duration,
        answer: &CeremonyAnswer,
    ) -> anyhow::Result<()> {
        let reason = passkey::reason(answer);
        let verdict = match (reason.as_str(), &answer.verdict_id) {
            ("accepted", _) => "valid",
            (_, Some(_)) => "invalid",
            (_, None) => "rejected",
        };
        let step = Step {
            call: "ceremony",
            sent,
            expected,
            took,
        };
        let answer = RelyingPartyAnswer {
            status: answer.status,
            verdict_id: answer.verdict_id.clone(),
            body: answer.body.clone(),
        };
        self.line(&step, &reason, verdict, &answer)
    }

    fn line(
        &mut self,
        step: &Step<'_>,
        reason: &str,
        verdict: &str,
        answer: &RelyingPartyAnswer,
    ) -> anyhow::Result<()> {
        self.number += 1;
        let expected = step.expected;
        let as_expected = answer.status == expected.status && reason == expected.reason;
        self.as_expected &= as_expected;
        let ms = step.took.as_secs_f64() * 1_000.0;
        if self.terminal.is_json() {
            return self.terminal.json_line(&json!({
                "step": self.number, "platform": self.platform, "call": step.call,
                "sent": step.sent, "status": answer.status, "verdict": verdict, "reason": reason,
                "verdict_id": answer.verdict_id, "answer": answer.body, "time_ms": ms,
                "as_expected": as_expected,
            }));
        }
        let mut line = row(
            &self.number.to_string(),
            step.sent,
            &answer.status.to_string(),
            verdict,
            reason,
            &format!("{ms:.1} ms"),
        );
        if !as_expected {
            let Expected { status, reason } = expected;
            line.push_str(&format!("   NOT AS EXPECTED: {status} {reason}"));
        }
        self.terminal.line(format!("{line}\n    {}", answer.body))
    }
}

fn session(answer: &RelyingPartyAnswer) -> anyhow::Result<Session> {
    ensure!(answer.status == 200, "init answered {}", answer.status);
    let member = |name: &str| answer.body.get(name).and_then(Value::as_str);
    let reference = member("sessionReference").context("init gave no session")?;
    let nonce = member("serverNonce").context("init gave no nonce")?;
    Ok(Session {
        reference: reference.to_owned(),
        nonce: BASE64.decode(nonce.as_bytes())?,
    })
}

fn verdict(call: &str, answer: &RelyingPartyAnswer) -> &'static str {
    match (call, answer.status, answer.body.get("isValid")) {
        ("init", 200, _) => "issued",
        (_, 200, Some(Value::Bool(true))) => "valid",
        (_, 200, Some(Value::Bool(false))) => "invalid",
        (_, 409, _) => "rejected",
        _ => "failed",
    }
}

/// The reason code; the demo's tenant explains it.
fn reason(answer: &RelyingPartyAnswer) -> String {
    let told = answer.body.get("reason").and_then(Value::as_str);
    let session = answer.body.get("sessionReference").map(|_| "session");
    told.or(session).unwrap_or("none").to_owned()
}

/// One aligned line.
fn row(number: &str, sent: &str, status: &str, verdict: &str, reason: &str, time: &str) -> String {
    format!("{number:>3} {sent:<57}{status:<6}{verdict:<10}{reason:<25}{time}")
}

/// A nonce that the relying party chooses itself.
pub(super) fn own_nonce(stage: &Stage) -> String {
    BASE64.encode(&random_bytes::<32>(&*stage.around.random))
}
