//! Decides what the app on the Huawei phone sends: a verdict on a sound phone, and on a rooted one.

use touchstone_simulator::huawei::Flaw;

use crate::demo::teller::{ACCEPTED, Expected, Teller};

/// Tells it.
pub(super) async fn tell(teller: &mut Teller<'_>) -> anyhow::Result<()> {
    let app = teller.stage.devices.huawei.clone();
    teller.heading("hms", "Huawei, SysIntegrity")?;
    teller
        .judge(
            "signed verdict on a sound phone",
            ACCEPTED,
            |nonce, now_ms| app.token(nonce, now_ms),
        )
        .await?;
    teller
        .judge(
            "signed verdict on a rooted phone",
            Expected::refused("hms_integrity_failed"),
            |nonce, now_ms| app.flawed_token(Flaw::IntegrityFailed, nonce, now_ms),
        )
        .await
}
