//! Decides what happens in the demo, in this order: every platform is believed once, and what is wrong is refused.

mod android_key;
mod apple;
mod huawei;
pub(super) mod passkey;
mod play;

use super::setup::Stage;
use super::teller::Teller;
use crate::cli::Terminal;

/// Tells it; whether every step ended as it must.
pub(super) async fn tell(stage: &Stage, terminal: Terminal) -> anyhow::Result<bool> {
    let mut teller = Teller::new(stage, terminal);
    teller.title()?;
    apple::tell(&mut teller).await?;
    play::tell(&mut teller).await?;
    huawei::tell(&mut teller).await?;
    android_key::tell(&mut teller).await?;
    passkey::tell(&mut teller).await?;
    Ok(teller.all_as_expected())
}
