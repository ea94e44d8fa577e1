//! Simulated Android phones, an app of the Play store, an app on Huawei's phones, and their test CAs.

use std::sync::OnceLock;

use touchstone_simulator::android::{AndroidPhone, GoogleCa, Provisioning, SecurityLevel};
use touchstone_simulator::huawei::{HuaweiApp, HuaweiCa};
use touchstone_simulator::play::PlayApp;

/// The Android app that every Android stage registers.
pub const PACKAGE: &str = "com.example.app";

/// Whose certificate has signed it.
pub const SIGNER: [u8; 32] = [0xA6; 32];

/// Its name at Huawei.
pub const HUAWEI_APP_ID: &str = "104529313";

/// The CA of all simulated Android phones.
pub fn google_ca() -> &'static GoogleCa {
    static CA: OnceLock<GoogleCa> = OnceLock::new();
    CA.get_or_init(|| GoogleCa::new([2; 32]))
}

/// The CA of all simulated Huawei tokens.
pub fn huawei_ca() -> &'static HuaweiCa {
    static CA: OnceLock<HuaweiCa> = OnceLock::new();
    CA.get_or_init(|| HuaweiCa::new([3; 32]))
}

/// A simulated phone with a key of its own, made by [`PACKAGE`]: provisioned remotely, in a TEE.
pub fn android_phone(seed: u16) -> AndroidPhone {
    android_phone_of(seed, Provisioning::Remote, SecurityLevel::Tee)
}

/// The same of another kind.
pub fn android_phone_of(
    seed: u16,
    provisioning: Provisioning,
    level: SecurityLevel,
) -> AndroidPhone {
    let [high, low] = seed.to_be_bytes();
    let mut bytes = [low; 32];
    bytes[0] = high;
    AndroidPhone::new(google_ca(), bytes, PACKAGE, SIGNER, provisioning, level)
}

/// [`PACKAGE`] in the Play store.
pub fn play_app() -> PlayApp {
    PlayApp::new([4; 32], PACKAGE, SIGNER)
}

/// [`PACKAGE`] on a Huawei phone.
pub fn huawei_app() -> HuaweiApp {
    HuaweiApp::new(huawei_ca(), [5; 32], PACKAGE, SIGNER, HUAWEI_APP_ID)
}
