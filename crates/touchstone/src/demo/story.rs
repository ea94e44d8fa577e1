//! Decides what happens in the demo, in this order, and how each step must end. A step that ends otherwise fails the demo.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use data_encoding::BASE64;
use serde_json::{Value, json};
use touchstone_core::random_bytes;
use touchstone_outbound::RelyingPartyAnswer;
use touchstone_simulator::apple::{AssertionFlaw, ClientDataProfile, Flaw, Iphone};

use super::setup::Stage;
use crate::cli::Terminal;

const PROFILE: ClientDataProfile = ClientDataProfile::CborArray;

/// How a step must end.
struct Expected {
    status: u16,
    reason: &'static str,
}

const SESSION: Expected = Expected {
    status: 200,
    reason: "session",
};
const ACCEPTED: Expected = Expected {
    status: 200,
    reason: "accepted",
};
const USED: Expected = Expected {
    status: 409,
    reason: "session_already_used",
};
const FORGED: Expected = Expected {
    status: 200,
    reason: "apple_signature_invalid",
};

/// Tells it; whether every step ended as it must.
pub(super) async fn tell(stage: &Stage, terminal: Terminal) -> anyhow::Result<bool> {
    let mut teller = Teller {
        stage,
        terminal,
        number: 0,
        as_it_must: true,
    };
    let mut iphone = stage.iphone.clone();
    teller.title()?;

    let nonce = teller
        .init("a session for the iPhone's first visit")
        .await?;
    let token = teller.token(&mut iphone, &nonce, true);
    teller
        .verify(
            "attestation + assertion: a new device key",
            &nonce,
            &token,
            ACCEPTED,
        )
        .await?;

    let nonce = teller.init("a session for the second visit").await?;
    let token = teller.token(&mut iphone, &nonce, false);
    teller
        .verify(
            "assertion alone, by the registered key",
            &nonce,
            &token,
            ACCEPTED,
        )
        .await?;
    teller
        .verify("the very same request again", &nonce, &token, USED)
        .await?;

    let nonce = teller.init("a session for an attacker").await?;
    let flaw = Flaw::Assertion(AssertionFlaw::SignatureFlipped);
    let now_ms = stage.around.clock.now().unix_ms();
    let token = iphone.flawed_token(flaw, &nonce.server_nonce, PROFILE, false, now_ms);
    teller
        .verify(
            "assertion with one bit of its signature changed",
            &nonce,
            &token,
            FORGED,
        )
        .await?;
    Ok(teller.as_it_must)
}

/// A session, as the relying party sees it.
struct Session {
    reference: String,
    server_nonce: Vec<u8>,
}

struct Teller<'a> {
    stage: &'a Stage,
    terminal: Terminal,
    number: u32,
    as_it_must: bool,
}

impl Teller<'_> {
    fn title(&self) -> anyhow::Result<()> {
        if self.terminal.is_json() {
            return Ok(());
        }
        let address = self.stage.app.address;
        self.terminal.line(format!(
            "A server at http://{address}, a back end with an API key, a simulated iPhone with a test CA.\n\n{}",
            row("", "call", "what is sent", "HTTP", "verdict", "reason", "time"),
        ))
    }

    fn token(&self, iphone: &mut Iphone, session: &Session, attest: bool) -> Vec<u8> {
        let now_ms = self.stage.around.clock.now().unix_ms();
        iphone.token(&session.server_nonce, PROFILE, attest, now_ms)
    }

    async fn init(&mut self, sent: &str) -> anyhow::Result<Session> {
        let started = Instant::now();
        let answer = self.stage.relying_party.init().await?;
        self.step("init", sent, &answer, SESSION, started.elapsed())?;
        let member = |name: &str| answer.body.get(name).and_then(Value::as_str);
        let reference = member("sessionReference")
            .context("init gave no session")?
            .to_owned();
        let server_nonce = member("serverNonce").context("init gave no nonce")?;
        Ok(Session {
            reference,
            server_nonce: BASE64.decode(server_nonce.as_bytes())?,
        })
    }

    async fn verify(
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
        self.step("verify", sent, &answer, expected, started.elapsed())
    }

    fn step(
        &mut self,
        call: &str,
        sent: &str,
        answer: &RelyingPartyAnswer,
        expected: Expected,
        took: Duration,
    ) -> anyhow::Result<()> {
        self.number += 1;
        let reason = reason(answer);
        let verdict = match (call, answer.status, answer.body.get("isValid")) {
            ("init", 200, _) => "issued",
            (_, 200, Some(Value::Bool(true))) => "valid",
            (_, 200, Some(Value::Bool(false))) => "invalid",
            (_, 409, _) => "rejected",
            _ => "failed",
        };
        let as_it_must = answer.status == expected.status && reason == expected.reason;
        self.as_it_must &= as_it_must;
        let ms = took.as_secs_f64() * 1_000.0;
        if self.terminal.is_json() {
            return self.terminal.json_line(&json!({
                "step": self.number, "call": call, "sent": sent, "status": answer.status,
                "verdict": verdict, "reason": reason, "verdict_id": answer.verdict_id,
                "time_ms": ms, "as_expected": as_it_must,
            }));
        }
        let number = self.number.to_string();
        let status = answer.status.to_string();
        let mut line = row(
            &number,
            call,
            sent,
            &status,
            verdict,
            &reason,
            &format!("{ms:.1} ms"),
        );
        if !as_it_must {
            line.push_str(&format!(
                "   NOT AS EXPECTED: {} {}",
                expected.status, expected.reason
            ));
        }
        self.terminal.line(line)
    }
}

/// The reason code; the demo's tenant explains everything.
fn reason(answer: &RelyingPartyAnswer) -> String {
    let told = answer.body.get("reason").and_then(Value::as_str);
    let session = answer.body.get("sessionReference").map(|_| "session");
    told.or(session).unwrap_or("none").to_owned()
}

/// One aligned line.
fn row(
    number: &str,
    call: &str,
    sent: &str,
    status: &str,
    verdict: &str,
    reason: &str,
    time: &str,
) -> String {
    format!("{number:<3}{call:<8}{sent:<50}{status:<6}{verdict:<10}{reason:<26}{time}")
}

/// A nonce that the relying party chooses itself.
pub(super) fn own_nonce(stage: &Stage) -> String {
    BASE64.encode(&random_bytes::<32>(&*stage.around.random))
}
