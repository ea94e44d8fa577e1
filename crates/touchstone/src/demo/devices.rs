//! Decides which devices the demo has: a new phone of each platform, with test CAs, and a Google on loopback that knows the app.

use anyhow::Context as _;
use touchstone_core::{Clock as _, Random, SystemClock, random_bytes};
use touchstone_simulator::android::{AndroidPhone, Provisioning, SecurityLevel};
use touchstone_simulator::apple::{Environment, Iphone};
use touchstone_simulator::google::ScriptedGoogle;
use touchstone_simulator::huawei::HuaweiApp;
use touchstone_simulator::play::PlayApp;

use crate::simulate::{App, HUAWEI_APP_ID, Memory, account};

/// The iPhone's app of the examples.
pub(super) const APPLE_APP_ID: &str = "TESTTEAM01.com.example.app";

/// What the demo's evidence comes from.
pub(super) struct Devices {
    /// The Android app on all of them.
    pub(super) app: App,
    pub(super) iphone: Iphone,
    pub(super) play: PlayApp,
    pub(super) huawei: HuaweiApp,
    pub(super) android: AndroidPhone,
}

impl Devices {
    /// New ones, whose CAs are those of this memory.
    pub(super) fn new(memory: &Memory, random: &dyn Random) -> anyhow::Result<Self> {
        let app = App::example()?;
        let environment = Environment::Production;
        let iphone = Iphone::new(
            &memory.ca(),
            random_bytes(random),
            APPLE_APP_ID,
            environment,
        );
        let android = AndroidPhone::new(
            &memory.google_ca(),
            random_bytes(random),
            &app.package,
            app.signer_sha256.0,
            Provisioning::Remote,
            SecurityLevel::Tee,
        );
        Ok(Self {
            iphone,
            play: memory.play_app(&app),
            huawei: memory.huawei_app(&app, HUAWEI_APP_ID),
            android,
            app,
        })
    }
}

/// Google on loopback, until it is dropped.
pub(super) async fn google(memory: &Memory, devices: &Devices) -> anyhow::Result<ScriptedGoogle> {
    let google = ScriptedGoogle::start(|| SystemClock.now().unix_ms()).await;
    let google = google.context("cannot listen on loopback")?;
    google.add_app(&devices.play);
    google.add_account(&account());
    google.set_status_list(&memory.google_ca().status_list());
    Ok(google)
}
