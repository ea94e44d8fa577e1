//! Decides what Android phones send of their keys: a chain, a proof of possession alone, and three chains that must not pass.

use touchstone_simulator::android::Flaw;

use crate::demo::teller::{ACCEPTED, Expected, Teller};

const REFUSED: [(&str, Flaw); 3] = [
    ("chain of a phone whose boot loader is open", Flaw::Unlocked),
    (
        "chain with a forged extension below an app's own key",
        Flaw::Extended,
    ),
    (
        "chain whose attestation certificate Google has revoked",
        Flaw::Revoked,
    ),
];

/// Tells it.
pub(super) async fn tell(teller: &mut Teller<'_>) -> anyhow::Result<()> {
    let phone = teller.stage.devices.android.clone();
    teller.heading("android-key", "Android, Key Attestation")?;
    teller
        .judge(
            "chain of a new key, remotely provisioned, and a proof",
            ACCEPTED,
            |nonce, now_ms| phone.token(nonce, true, true, now_ms),
        )
        .await?;
    teller
        .judge(
            "proof of possession of the known key",
            ACCEPTED,
            |nonce, now_ms| phone.token(nonce, false, true, now_ms),
        )
        .await?;
    for (sent, flaw) in REFUSED {
        teller
            .judge(
                sent,
                Expected::refused(flaw.expected_reason()),
                |nonce, now_ms| phone.flawed_token(flaw, nonce, true, true, now_ms),
            )
            .await?;
    }
    Ok(())
}
