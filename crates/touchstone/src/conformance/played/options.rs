//! Decides what options must hold (groups A and M, and what a registration changes in them).

use data_encoding::BASE64URL_NOPAD;

use super::*;

/// The least bytes of a challenge.
const CHALLENGE_BYTES_MIN: usize = 16;

pub(super) async fn complete_creation(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    let ask = json!({
        "username": user, "displayName": "Jeff B", "attestation": "direct",
        "authenticatorSelection": {"userVerification": "preferred", "residentKey": "required"},
        "extensions": {"example.extension": "passed on"},
    });
    let started = stage.start(CeremonyService::RegistrationOptions, &ask);
    let options = started.await?.options;
    says(&options, "/errorMessage", "")?;
    says(&options, "/user/name", &user)?;
    says(&options, "/user/displayName", "Jeff B")?;
    says(&options, "/attestation", "direct")?;
    says(&options, "/authenticatorSelection/residentKey", "required")?;
    says(&options, "/extensions/example.extension", "passed on")?;
    for pointer in ["/fido2SessionId", "/user/id", "/rp/id", "/rp/name"] {
        ensure!(!text(&options, pointer).is_empty(), "{pointer} is missing");
    }
    challenge(&options)?;
    ensure!(
        member(&options, "/timeout").is_u64(),
        "/timeout is no number"
    );
    ensure!(
        *member(&options, "/excludeCredentials") == json!([]),
        "a new user has credentials"
    );
    let offered = member(&options, "/pubKeyCredParams").as_array();
    let offered = offered.context("/pubKeyCredParams is no array")?;
    let mut algorithms = offered.iter();
    ensure!(!offered.is_empty(), "no algorithm is offered");
    ensure!(
        algorithms.all(|one| text(one, "/type") == "public-key" && member(one, "/alg").is_i64()),
        "/pubKeyCredParams is malformed"
    );
    Ok(())
}

pub(super) async fn attestation_none(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    let started = stage.start_registration(&user, "none", "preferred");
    says(&started.await?.options, "/attestation", "none")
}

pub(super) async fn two_creation_challenges(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    let first = stage
        .start_registration(&user, "direct", "preferred")
        .await?;
    let second = stage
        .start_registration(&user, "direct", "preferred")
        .await?;
    differ(&first.options, &second.options)
}

pub(super) async fn user_verification(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    let started = stage
        .start_registration(&user, "direct", "required")
        .await?;
    let pointer = "/authenticatorSelection/userVerification";
    says(&started.options, pointer, "required")
}

pub(super) async fn excluded(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    let authenticator = registered(stage, &super::super::catalogue::full(), &user).await?;
    let started = stage
        .start_registration(&user, "direct", "preferred")
        .await?;
    named(
        &authenticator,
        member(&started.options, "/excludeCredentials"),
    )
}

pub(super) async fn complete_request(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    let authenticator = registered(stage, &Model::unattested(), &user).await?;
    let ask = json!({
        "username": user, "userVerification": "discouraged",
        "extensions": {"example.extension": "passed on"},
    });
    let started = stage.start(CeremonyService::AuthenticationOptions, &ask);
    let options = started.await?.options;
    says(&options, "/errorMessage", "")?;
    says(&options, "/userVerification", "discouraged")?;
    says(&options, "/extensions/example.extension", "passed on")?;
    for pointer in ["/fido2SessionId", "/rpId"] {
        ensure!(!text(&options, pointer).is_empty(), "{pointer} is missing");
    }
    challenge(&options)?;
    ensure!(
        member(&options, "/timeout").is_u64(),
        "/timeout is no number"
    );
    named(&authenticator, member(&options, "/allowCredentials"))
}

pub(super) async fn two_request_challenges(stage: &Stage) -> anyhow::Result<()> {
    let user = stage.new_user();
    registered(stage, &Model::unattested(), &user).await?;
    let first = stage.start_sign_in(&user, "preferred").await?;
    let second = stage.start_sign_in(&user, "preferred").await?;
    differ(&first.options, &second.options)
}

fn says(options: &Value, pointer: &str, expected: &str) -> anyhow::Result<()> {
    let said = options.pointer(pointer).and_then(Value::as_str);
    ensure!(
        said == Some(expected),
        "{pointer} is {said:?}, not {expected:?}"
    );
    Ok(())
}

fn challenge(options: &Value) -> anyhow::Result<Vec<u8>> {
    let challenge = text(options, "/challenge").as_bytes();
    let challenge = BASE64URL_NOPAD.decode(challenge);
    let challenge = challenge.context("/challenge is not base64url")?;
    ensure!(
        challenge.len() >= CHALLENGE_BYTES_MIN,
        "/challenge has {} bytes",
        challenge.len()
    );
    Ok(challenge)
}

fn differ(first: &Value, second: &Value) -> anyhow::Result<()> {
    ensure!(
        challenge(first)? != challenge(second)?,
        "the challenge is that of the last options"
    );
    Ok(())
}

/// Exactly the credential that the authenticator holds.
fn named(
    authenticator: &touchstone_simulator::webauthn::Authenticator,
    list: &Value,
) -> anyhow::Result<()> {
    let held = authenticator.credentials.iter();
    let held: Vec<String> = held
        .map(|credential| BASE64URL_NOPAD.encode(&credential.id))
        .collect();
    let items = list.as_array().context("no list of credentials")?;
    let named: Vec<&str> = items.iter().map(|item| text(item, "/id")).collect();
    ensure!(named == held, "{named:?} are named, not {held:?}");
    ensure!(
        items.iter().all(|item| text(item, "/type") == "public-key"),
        "a credential has no type"
    );
    Ok(())
}
