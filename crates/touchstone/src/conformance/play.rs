//! Decides how a case is played: its messages one after the other, and beside each wrong one the right one, which must be accepted.

use anyhow::Context as _;
use touchstone_outbound::CeremonyService;

use super::case::{Case, OK, Registering, Script, SigningIn};
use super::judge::{Phase, judge};
use super::model::Model;
use super::stage::Stage;

/// What is said where the message without the fault is refused too.
const CONTROL: &str = "the same without the fault is refused too";

/// Plays it; an error says what the server did wrong.
pub(super) async fn play(stage: &Stage, case: &Case) -> anyhow::Result<()> {
    match &case.script {
        Script::Registrations(messages) => {
            for message in messages {
                message.play(stage, case.expected).await?;
            }
            Ok(())
        }
        Script::SignIns(messages) => {
            for message in messages {
                message.play(stage, case.expected).await?;
            }
            Ok(())
        }
        Script::Played(played) => played.play(stage).await,
    }
}

impl Registering {
    async fn play(&self, stage: &Stage, expected: &'static str) -> anyhow::Result<()> {
        let user = stage.new_user();
        let started = stage.start_registration(&user, self.attestation, self.user_verification);
        let started = started.await?;
        let mut authenticator = self.model.authenticator(stage);
        let draft = authenticator.register(&started.options, stage.origin())?;
        let service = CeremonyService::RegistrationResult;
        let session_id = &started.session_id;
        judge(stage, service, session_id, (self.make)(&draft), expected).await?;
        match Phase::after(expected) {
            Phase::Succeeded => {
                let signed_in = stage.sign_in(&mut authenticator, &user, self.user_verification);
                signed_in.await.context("the credential cannot sign in")
            }
            // The session is as it was: the right message still ends it.
            Phase::Initialized => {
                let body = draft.message().to_string().into_bytes();
                let judged = judge(stage, service, session_id, body, OK).await;
                judged.context(CONTROL)
            }
            Phase::Failed => self.control(stage).await.context(CONTROL),
        }
    }

    async fn control(&self, stage: &Stage) -> anyhow::Result<()> {
        let user = stage.new_user();
        let started = stage.start_registration(&user, self.attestation, self.user_verification);
        let started = started.await?;
        let mut authenticator = self.control.authenticator(stage);
        let draft = authenticator.register(&started.options, stage.origin())?;
        let body = draft.message().to_string().into_bytes();
        let service = CeremonyService::RegistrationResult;
        judge(stage, service, &started.session_id, body, OK).await
    }
}

impl SigningIn {
    async fn play(&self, stage: &Stage, expected: &'static str) -> anyhow::Result<()> {
        let user = stage.new_user();
        let mut authenticator = registered(stage, &self.model, &user).await?;
        let started = stage.start_sign_in(&user, self.user_verification).await?;
        let draft = authenticator.sign_in(&started.options, stage.origin())?;
        let service = CeremonyService::AuthenticationResult;
        let session_id = &started.session_id;
        judge(stage, service, session_id, (self.make)(&draft), expected).await?;
        if Phase::after(expected) == Phase::Initialized {
            let body = draft.message().to_string().into_bytes();
            let judged = judge(stage, service, session_id, body, OK).await;
            return judged.context(CONTROL);
        }
        let again = stage.sign_in(&mut authenticator, &user, self.user_verification);
        again.await.context(CONTROL)
    }
}

/// An authenticator of this model that holds a credential of this user.
pub(super) async fn registered(
    stage: &Stage,
    model: &Model,
    user: &str,
) -> anyhow::Result<touchstone_simulator::webauthn::Authenticator> {
    let mut authenticator = model.authenticator(stage);
    let registered = stage.register(&mut authenticator, user, "preferred");
    registered.await.context("no credential to sign in with")?;
    Ok(authenticator)
}
