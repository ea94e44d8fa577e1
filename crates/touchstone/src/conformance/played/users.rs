//! Decides the cases in which a credential is not the one that was asked for.

use super::{CeremonyService, Model, OK, Stage, Value, judge, member, put, registered};

/// A credential of another user although a user name was given.
pub(super) async fn credential_of_other(stage: &Stage) -> anyhow::Result<()> {
    let (jeff, mary) = (stage.new_user(), stage.new_user());
    let model = Model::unattested();
    registered(stage, &model, &jeff).await?;
    let mut of_mary = registered(stage, &model, &mary).await?;
    let asked_of_jeff = stage.start_sign_in(&jeff, "preferred").await?;
    let asked_of_mary = stage.start_sign_in(&mary, "preferred").await?;
    let mut options = asked_of_jeff.options.clone();
    let of_other = member(&asked_of_mary.options, "/allowCredentials");
    put(&mut options, "/allowCredentials", of_other.clone())?;
    let assertion = of_mary.sign_in(&options, stage.origin())?;
    let body = assertion.message().to_string().into_bytes();
    let session_id = &asked_of_jeff.session_id;
    let service = CeremonyService::AuthenticationResult;
    judge(stage, service, session_id, body, "credential_not_allowed").await?;
    let right = of_mary.sign_in(&asked_of_mary.options, stage.origin())?;
    let body = right.message().to_string().into_bytes();
    let session_id = &asked_of_mary.session_id;
    judge(stage, service, session_id, body, OK).await
}

/// Without a user name, and nothing says who it is.
pub(super) async fn user_handle_missing(stage: &Stage) -> anyhow::Result<()> {
    with_user_handle(stage, "user_handle_missing", |_other| Value::Null).await
}

/// Without a user name, and the handle is that of another user.
pub(super) async fn user_handle_of_other(stage: &Stage) -> anyhow::Result<()> {
    with_user_handle(stage, "user_handle_mismatch", |other| {
        member(other, "/user/id").clone()
    })
    .await
}

async fn with_user_handle(
    stage: &Stage,
    expected: &str,
    handle: impl Fn(&Value) -> Value,
) -> anyhow::Result<()> {
    let (jeff, mary) = (stage.new_user(), stage.new_user());
    registered(stage, &Model::unattested(), &mary).await?;
    let of_mary = stage.start_registration(&mary, "none", "preferred").await?;
    let mut authenticator = Model::unattested().authenticator(stage);
    authenticator.always_discoverable = true;
    let registering = stage.register(&mut authenticator, &jeff, "preferred");
    registering.await?;
    let service = CeremonyService::AuthenticationResult;
    let started = stage.start_sign_in("", "preferred").await?;
    let assertion = authenticator.sign_in(&started.options, stage.origin())?;
    let mut message = assertion.message();
    let handle = handle(&of_mary.options);
    put(&mut message, "/response/userHandle", handle)?;
    let body = message.to_string().into_bytes();
    judge(stage, service, &started.session_id, body, expected).await?;
    stage.sign_in(&mut authenticator, "", "preferred").await
}
