//! Decides how the suite speaks with the server: options, results and status, each user and authenticator a new one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use touchstone_core::{Clock, Random, random_bytes};
use touchstone_outbound::{CallError, CeremonyAnswer, CeremonyService, Passkeys};
use touchstone_simulator::webauthn::Authenticator;

use super::judge::{self, Phase};

/// The server and what was asked of it so far.
pub(super) struct Stage {
    passkeys: Passkeys,
    clock: Arc<dyn Clock>,
    run: [u8; 16],
    made: AtomicU64,
}

/// A ceremony that was started.
pub(super) struct Started {
    /// The reply with the options.
    pub(super) options: Value,
    /// Its session.
    pub(super) session_id: String,
}

impl Stage {
    pub(super) fn new(passkeys: Passkeys, clock: Arc<dyn Clock>, random: &dyn Random) -> Self {
        Self {
            passkeys,
            clock,
            run: random_bytes(random),
            made: AtomicU64::new(0),
        }
    }

    pub(super) fn origin(&self) -> &str {
        self.passkeys.origin()
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.clock.now().unix_ms()
    }

    fn new_number(&self) -> u64 {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    /// A seed that no authenticator had.
    pub(super) fn new_seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        let number = self.new_number().to_be_bytes();
        let bytes = self.run.into_iter().chain(number);
        for (place, byte) in seed.iter_mut().zip(bytes) {
            *place = byte;
        }
        seed
    }

    /// A name that no user had.
    pub(super) fn new_user(&self) -> String {
        let run = data_encoding::HEXLOWER.encode(&self.run);
        format!("conformance-{run}-{}", self.new_number())
    }

    /// Calls a service as it is.
    pub(super) async fn call(
        &self,
        service: CeremonyService,
        body: &Value,
    ) -> anyhow::Result<CeremonyAnswer> {
        let answer = self.passkeys.call(service, body).await;
        answer.context("the server cannot be reached")
    }

    /// Posts a result as it is.
    pub(super) async fn post(
        &self,
        service: CeremonyService,
        body: Vec<u8>,
    ) -> anyhow::Result<CeremonyAnswer> {
        let answer = self.passkeys.call_raw(service, body).await;
        answer.context("the server cannot be reached")
    }

    /// The same beside all else.
    pub(super) fn post_beside(
        &self,
        service: CeremonyService,
        body: Vec<u8>,
    ) -> JoinHandle<Result<CeremonyAnswer, CallError>> {
        let passkeys = self.passkeys.clone();
        tokio::spawn(async move { passkeys.call_raw(service, body).await })
    }

    /// Starts a ceremony; the options must be had.
    pub(super) async fn start(
        &self,
        service: CeremonyService,
        ask: &Value,
    ) -> anyhow::Result<Started> {
        let answer = self.call(service, ask).await?;
        ensure!(
            answer.status == 200 && judge::text(&answer.body, "/status") == "ok",
            "options are refused: {}",
            judge::told(&answer)
        );
        Ok(Started {
            session_id: judge::text(&answer.body, "/fido2SessionId").to_owned(),
            options: answer.body,
        })
    }

    /// Starts a registration of this user.
    pub(super) async fn start_registration(
        &self,
        user: &str,
        attestation: &str,
        user_verification: &str,
    ) -> anyhow::Result<Started> {
        let ask = json!({
            "username": user, "displayName": "Conformance", "attestation": attestation,
            "authenticatorSelection": {"userVerification": user_verification},
        });
        self.start(CeremonyService::RegistrationOptions, &ask).await
    }

    /// Starts a sign-in of this user; an empty name names nobody.
    pub(super) async fn start_sign_in(
        &self,
        user: &str,
        user_verification: &str,
    ) -> anyhow::Result<Started> {
        let ask = json!({"username": user, "userVerification": user_verification});
        let service = CeremonyService::AuthenticationOptions;
        self.start(service, &ask).await
    }

    /// Registers a right credential of this user; it must be accepted.
    pub(super) async fn register(
        &self,
        authenticator: &mut Authenticator,
        user: &str,
        user_verification: &str,
    ) -> anyhow::Result<()> {
        let started = self.start_registration(user, "direct", user_verification);
        let started = started.await?;
        let registration = authenticator.register(&started.options, self.origin())?;
        let body = registration.message().to_string().into_bytes();
        let service = CeremonyService::RegistrationResult;
        judge::judge(self, service, &started.session_id, body, super::case::OK).await
    }

    /// Signs this user in with a right message; it must be accepted.
    pub(super) async fn sign_in(
        &self,
        authenticator: &mut Authenticator,
        user: &str,
        user_verification: &str,
    ) -> anyhow::Result<()> {
        let started = self.start_sign_in(user, user_verification).await?;
        let assertion = authenticator.sign_in(&started.options, self.origin())?;
        let body = assertion.message().to_string().into_bytes();
        let service = CeremonyService::AuthenticationResult;
        judge::judge(self, service, &started.session_id, body, super::case::OK).await
    }

    /// What the status service says of a session must be this.
    pub(super) async fn expect_status(&self, session_id: &str, phase: Phase) -> anyhow::Result<()> {
        let ask = json!({"fido2SessionId": session_id});
        let answer = self.call(CeremonyService::Status, &ask).await?;
        let told = judge::text(&answer.body, "/status");
        ensure!(
            answer.status == 200 && told == phase.word(),
            "the status service says {told:?} ({}), not {:?}",
            answer.status,
            phase.word()
        );
        let user_id = judge::text(&answer.body, "/userId");
        ensure!(
            phase != Phase::Succeeded || !user_id.is_empty(),
            "the status service names no user"
        );
        Ok(())
    }
}
