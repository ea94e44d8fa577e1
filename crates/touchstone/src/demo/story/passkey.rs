//! Decides what happens with passkeys: a security key registers and signs in, a stranger's certificate, a replay and a forgery are refused.

use std::time::Instant;

use anyhow::Context as _;
use serde_json::{Value, json};
use touchstone_outbound::{CeremonyAnswer, CeremonyService};
use touchstone_simulator::webauthn::flaw::AssertionFlaw;
use touchstone_simulator::webauthn::{Assertion, Authenticator, Flaw};

use crate::demo::teller::{Expected, Teller};

/// Tells it.
pub(super) async fn tell(teller: &mut Teller<'_>) -> anyhow::Result<()> {
    let mut key = teller.stage.devices.security_key(teller.now_ms());
    let origin = teller.stage.passkeys.origin().to_owned();
    teller.heading("passkey", "Passkey, security key with attestation")?;
    let ask = json!({
        "username": "jeff", "displayName": "Jeff B", "attestation": "direct",
        "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
    });
    let options = teller
        .options(CeremonyService::RegistrationOptions, &ask)
        .await?;
    let registration = key.register(&options, &origin);
    let registration = registration.context("the security key does not register")?;
    let message = registration.message();
    let what = "attestation of a new passkey";
    let service = CeremonyService::RegistrationResult;
    teller.ceremony(service, what, &message, OK).await?;

    let service = CeremonyService::AuthenticationResult;
    let message = sign_in(teller, &mut key, "jeff").await?.message();
    teller
        .ceremony(service, "assertion of the passkey", &message, OK)
        .await?;
    let what = "the very same assertion again";
    teller
        .ceremony(service, what, &message, refused("session_used"))
        .await?;
    let message = sign_in(teller, &mut key, "").await?.message();
    let what = "assertion without a user name: the key knows whose it is";
    teller.ceremony(service, what, &message, OK).await?;
    let flaw = Flaw::Assertion(AssertionFlaw::SignatureFlipped);
    let flawed = sign_in(teller, &mut key, "jeff").await?.flawed(flaw);
    let message: Value = serde_json::from_slice(&flawed)?;
    let what = "assertion with one bit of its signature changed";
    teller
        .ceremony(service, what, &message, refused("signature_invalid"))
        .await
}

/// The key's answer to options for this user; an empty name names nobody.
async fn sign_in(
    teller: &Teller<'_>,
    key: &mut Authenticator,
    username: &str,
) -> anyhow::Result<Assertion> {
    let ask = json!({"username": username, "userVerification": "required"});
    let service = CeremonyService::AuthenticationOptions;
    let options = teller.options(service, &ask).await?;
    let assertion = key.sign_in(&options, teller.stage.passkeys.origin());
    assertion.context("the security key does not sign in")
}

/// The ceremony succeeds.
const OK: Expected = Expected {
    status: 200,
    reason: "accepted",
};

/// The ceremony fails for this reason: an ordinary answer in the profile `nevis`.
const fn refused(reason: &'static str) -> Expected {
    Expected::refused(reason)
}

impl Teller<'_> {
    /// Options, not worth a line.
    async fn options(&self, service: CeremonyService, ask: &Value) -> anyhow::Result<Value> {
        let answer = self.stage.passkeys.call(service, ask).await?;
        Ok(answer.body)
    }

    /// Has the result of a ceremony judged.
    async fn ceremony(
        &mut self,
        service: CeremonyService,
        sent: &str,
        message: &Value,
        expected: Expected,
    ) -> anyhow::Result<()> {
        let started = Instant::now();
        let answer = self.stage.passkeys.call(service, message).await?;
        let took = started.elapsed();
        self.tell_ceremony(sent, expected, took, &answer)
    }
}

/// The reason code: `accepted` where the answer tells none.
pub(in crate::demo) fn reason(answer: &CeremonyAnswer) -> String {
    let ok = answer.body.get("status").and_then(Value::as_str) == Some("ok");
    match (&answer.reason, ok) {
        (Some(reason), _) => reason.clone(),
        (None, true) => "accepted".to_owned(),
        (None, false) => "none".to_owned(),
    }
}
