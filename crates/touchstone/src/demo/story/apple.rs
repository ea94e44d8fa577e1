//! Decides what the iPhone sends: a new key, the same key again, the same request again, a forgery.

use touchstone_simulator::apple::{AssertionFlaw, ClientDataProfile, Flaw};

use crate::demo::teller::{ACCEPTED, Expected, Teller};

const PROFILE: ClientDataProfile = ClientDataProfile::CborArray;

/// Tells it.
pub(super) async fn tell(teller: &mut Teller<'_>) -> anyhow::Result<()> {
    let mut iphone = teller.stage.devices.iphone.clone();
    teller.heading("apple", "iPhone, App Attest")?;
    let session = teller
        .init("a back end asks for a session; its nonce goes to the app")
        .await?;
    let token = iphone.token(&session.nonce, PROFILE, true, teller.now_ms());
    teller
        .verify(
            "attestation and assertion of a new key",
            &session,
            &token,
            ACCEPTED,
        )
        .await?;

    let session = teller.session().await?;
    let token = iphone.token(&session.nonce, PROFILE, false, teller.now_ms());
    teller
        .verify("assertion of the known key", &session, &token, ACCEPTED)
        .await?;
    let used = Expected {
        status: 409,
        reason: "session_already_used",
    };
    teller
        .verify("the very same request again", &session, &token, used)
        .await?;

    let flaw = Flaw::Assertion(AssertionFlaw::SignatureFlipped);
    teller
        .judge(
            "assertion with one bit of its signature changed",
            Expected::refused("apple_signature_invalid"),
            |nonce, now_ms| iphone.flawed_token(flaw, nonce, PROFILE, false, now_ms),
        )
        .await
}
