//! CPU per verification, over the bare cryptography inside it from the same run. Goal: at most 1.3
//! times. What has no cryptography inside stands beside one P-256 verification, or beside the
//! general reader of its notation.

mod android;
mod apple;
mod huawei;
mod play;
mod status_list;

/// When everything is judged: 2026-04-29T14:50:00Z, in unix milliseconds.
const NOW_MS: i64 = 1_777_474_200_000;
/// The app on Android.
const PACKAGE: &str = "com.example.app";
/// Whose certificate has signed it.
const SIGNER: [u8; 32] = [0xA6; 32];
/// What the evidence is bound to.
const FINAL_NONCE: [u8; 32] = [5; 32];

pub fn run() -> anyhow::Result<()> {
    println!(
        "evidence alone, microseconds per call (lower quartile of {} rounds; goal: at most 1.30 times the bare \
         cryptography)",
        crate::measure::ROUNDS
    );
    apple::run()?;
    play::run()?;
    huawei::run()?;
    android::run()?;
    status_list::run()
}
