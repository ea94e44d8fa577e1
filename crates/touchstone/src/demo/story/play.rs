//! Decides what the app of the Play store sends: a token that is opened here, one that Google opens, one for another nonce.

use touchstone_simulator::play::{Flaw, TokenType};

use crate::demo::teller::{ACCEPTED, Expected, Teller};

/// Tells it.
pub(super) async fn tell(teller: &mut Teller<'_>) -> anyhow::Result<()> {
    let app = teller.stage.devices.play.clone();
    teller.heading("gms", "Android, Play Integrity")?;
    teller
        .judge(
            "classic token, opened here with the app's keys",
            ACCEPTED,
            |nonce, now_ms| app.token(TokenType::Classic, nonce, now_ms),
        )
        .await?;
    teller
        .judge(
            "standard token, opened by Google (here: on loopback)",
            ACCEPTED,
            |nonce, now_ms| app.token(TokenType::Standard, nonce, now_ms),
        )
        .await?;
    teller
        .judge(
            "classic token for another nonce",
            Expected::refused("gms_nonce_mismatch"),
            |nonce, now_ms| app.flawed_token(Flaw::NonceOther, TokenType::Classic, nonce, now_ms),
        )
        .await
}
