//! Decides which devices the demo has: a new phone of each platform, with test CAs, and a Google on loopback that knows the app.

use anyhow::Context as _;
use touchstone_core::{Clock as _, Random, SystemClock, random_bytes};
use touchstone_simulator::android::{AndroidPhone, Provisioning, SecurityLevel};
use touchstone_simulator::apple::{Environment, Iphone};
use touchstone_simulator::google::ScriptedGoogle;
use touchstone_simulator::huawei::HuaweiApp;
use touchstone_simulator::play::PlayApp;
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Statement};

use crate::simulate::{App, HUAWEI_APP_ID, Memory, account};

/// The iPhone's app of the examples.
pub(super) const APPLE_APP_ID: &str = "TESTTEAM01.com.example.app";

/// The security key's model: an AAGUID of nobody's.
const MODEL: [u8; 16] = *b"touchstone-demo1";

/// What the demo's evidence comes from.
pub(super) struct Devices {
    /// The Android app on all of them.
    pub(super) app: App,
    pub(super) iphone: Iphone,
    pub(super) play: PlayApp,
    pub(super) huawei: HuaweiApp,
    pub(super) android: AndroidPhone,
    security_key_seed: [u8; 32],
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
            security_key_seed: random_bytes(random),
        })
    }

    /// A security key with an attestation certificate of its maker's.
    pub(super) fn security_key(&self, now_ms: i64) -> Authenticator {
        let chain = AttestationCa::new(self.security_key_seed).packed(MODEL, Algorithm::Es256);
        let statement = Statement::Packed(Packed::by(chain));
        Authenticator::new(self.security_key_seed, MODEL, statement, now_ms)
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
