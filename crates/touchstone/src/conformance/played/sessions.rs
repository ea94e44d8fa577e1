//! Decides the cases in which a session is not the right one for a message that is.

use super::*;

/// How many times a message is posted at once.
const COPIES: usize = 8;

/// A message that was accepted, again: one after the other, and at once.
pub(super) async fn same_message_twice(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    let mut authenticator = Model::unattested().authenticator(stage);
    let started = stage.start_registration(&user, "none", "preferred").await?;
    let registration = authenticator.register(&started.options, stage.origin())?;
    let body = registration.message().to_string().into_bytes();
    let service = CeremonyService::RegistrationResult;
    let session_id = &started.session_id;
    judge(stage, service, session_id, body.clone(), OK).await?;
    expect(
        &stage.post(service, body).await?,
        "session_used",
        session_id,
    )?;
    stage.expect_status(session_id, Phase::Succeeded).await?;

    let started = stage.start_sign_in(&user, "preferred").await?;
    let assertion = authenticator.sign_in(&started.options, stage.origin())?;
    let body = assertion.message().to_string().into_bytes();
    let service = CeremonyService::AuthenticationResult;
    at_once(stage, service, &started.session_id, &body).await
}

/// One of the copies is accepted, and every other one is told that the session is used up.
async fn at_once(
    stage: &Stage,
    service: CeremonyService,
    session_id: &str,
    body: &[u8],
) -> anyhow::Result<()> {
    let mut posting = Vec::new();
    for _ in 0..COPIES {
        posting.push(stage.post_beside(service, body.to_vec()));
    }
    let mut accepted = 0_usize;
    for posted in posting {
        let answer = posted.await.context("a call was given up")??;
        if expect(&answer, OK, session_id).is_ok() {
            accepted = accepted.saturating_add(1);
        } else {
            expect(&answer, "session_used", session_id)?;
        }
    }
    ensure!(accepted == 1, "{accepted} of {COPIES} copies are accepted");
    stage.expect_status(session_id, Phase::Succeeded).await
}

/// The challenge of a registration in a sign-in, and the other way round.
pub(super) async fn other_ceremony(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    let mut authenticator = registered(stage, &Model::unattested(), &user).await?;
    let creation = stage.start_registration(&user, "none", "preferred").await?;
    let request = stage.start_sign_in(&user, "preferred").await?;
    let expected = "session_ceremony_mismatch";

    let mut options = request.options.clone();
    let challenge = member(&creation.options, "/challenge");
    put(&mut options, "/challenge", challenge.clone())?;
    let assertion = authenticator.sign_in(&options, stage.origin())?;
    let body = assertion.message().to_string().into_bytes();
    let service = CeremonyService::AuthenticationResult;
    judge(stage, service, &creation.session_id, body, expected).await?;

    let mut options = creation.options.clone();
    let challenge = member(&request.options, "/challenge");
    put(&mut options, "/challenge", challenge.clone())?;
    let mut other = Model::unattested().authenticator(stage);
    let registration = other.register(&options, stage.origin())?;
    let body = registration.message().to_string().into_bytes();
    let service = CeremonyService::RegistrationResult;
    judge(stage, service, &request.session_id, body, expected).await?;

    stage.sign_in(&mut authenticator, &user, "preferred").await
}
