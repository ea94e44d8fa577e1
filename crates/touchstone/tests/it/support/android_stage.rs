//! A stage with an Android app beside the Apple one, served on all three platforms, with Play keys and
//! a status list.

use std::ops::Deref;
use std::sync::Arc;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use touchstone_core::{Clock as _, ManualClock};
use touchstone_simulator::android::AndroidPhone;
use touchstone_simulator::play::PlayApp;

use super::{
    APP_ID, Admin, Answer, Engine, NOW, PACKAGE, Party, Place, SIGNER, Session, Setup, Stage,
    by_session, google_ca, play_app,
};

const APPS: &str = "/admin/v1/mobile/android-apps";
const STATUS_LIST: &str = "/admin/v1/mobile/status-list";

/// A server that judges Android apps. No issuer can be reached unless its setup names one.
pub struct AndroidStage {
    stage: Stage,
    /// The registered Android app.
    pub android_app: String,
}

impl Deref for AndroidStage {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl AndroidStage {
    /// With an empty store; the status list of the simulated CA is in force.
    pub async fn new(engine: Engine) -> Self {
        let stage = Self::set_up(Place::new(engine), &Setup::default()).await;
        stage.load_status_list(&google_ca().status_list()).await;
        stage
    }

    /// With this setup and no status list.
    pub async fn set_up(place: Place, setup: &Setup) -> Self {
        Self::under(Arc::new(ManualClock::new(NOW)), place, setup).await
    }

    /// The same under this clock.
    pub async fn under(clock: Arc<ManualClock>, place: Place, setup: &Setup) -> Self {
        place.configure(setup);
        let stage = Stage::under(clock, place, &json!({"apple_app_id": APP_ID})).await;
        let android_app = add_android_app(&stage.admin, &android_app(PACKAGE)).await;
        set_play_keys(&stage.admin, &android_app, &play_app()).await;
        Self { stage, android_app }
    }

    /// The same with the server stopped and started again.
    #[must_use]
    pub async fn restarted(self) -> Self {
        Self {
            stage: self.stage.restarted().await,
            ..self
        }
    }

    /// The clock's time.
    pub fn now_ms(&self) -> i64 {
        self.clock.now().unix_ms()
    }

    /// Puts this list in force, as an administrator brings it.
    pub async fn load_status_list(&self, list: &str) {
        let list = serde_json::from_str(list).unwrap();
        self.operator.put(STATUS_LIST, list).await;
    }

    /// Changes the Android app.
    pub async fn set_android_app(&self, members: Value) {
        let path = format!("{APPS}/{}", self.android_app);
        self.admin.patch(&path, members).await;
    }

    /// Gives the Android app this service account, or another one.
    pub async fn set_service_account(&self, account: &str) {
        set_service_account(&self.admin, &self.android_app, account).await;
    }

    /// Takes the Android app's Play keys away: Google opens every token.
    pub async fn clear_play_keys(&self) {
        let path = format!("{APPS}/{}/play-keys", self.android_app);
        self.admin.delete(&path).await;
    }

    /// Makes another tenant with the same Android app; its administrator, its app, its back end.
    pub async fn another_android_tenant(&self, name: &str) -> (Admin, String, Party) {
        let party = self.another_tenant(name).await;
        let admin = self.operator.of(name);
        let app = add_android_app(&admin, &android_app(PACKAGE)).await;
        set_play_keys(&admin, &app, &play_app()).await;
        (admin, app, party)
    }

    /// What becomes of the token that is made for a new session's nonce.
    pub async fn judge(&self, make: impl FnOnce(&[u8]) -> Vec<u8>) -> Answer {
        self.judge_for(&self.party, make).await
    }

    /// The same for this back end.
    pub async fn judge_for(&self, party: &Party, make: impl FnOnce(&[u8]) -> Vec<u8>) -> Answer {
        let session = party.init().await;
        let token = make(&session.nonce);
        party.verify(&by_session(&token, &session)).await
    }

    /// Has a chain with a proof of possession judged.
    pub async fn attest(&self, phone: &AndroidPhone) -> Answer {
        self.judge(|nonce| phone.token(nonce, true, true, self.now_ms()))
            .await
    }

    /// Has a proof of possession judged, without a chain.
    pub async fn prove(&self, phone: &AndroidPhone) -> Answer {
        self.judge(|nonce| phone.token(nonce, false, true, self.now_ms()))
            .await
    }

    /// Uses a session with a right chain, which must be accepted: so it was not used before.
    pub async fn attest_in(&self, session: &Session, phone: &AndroidPhone) -> Value {
        let token = phone.token(&session.nonce, true, true, self.now_ms());
        let answer = self.party.verify(&by_session(&token, session)).await;
        answer.assert_accepted_as("androidKeyDetails", "packageName")
    }

    /// The stored key of this phone; none when it is not registered.
    pub async fn stored_android_key(&self, phone: &AndroidPhone) -> Option<Value> {
        match self.admin.try_get(&android_key_path(phone)).await {
            Ok(key) => Some(key),
            Err(problem) => {
                assert_eq!(problem.status, 404);
                None
            }
        }
    }

    /// Refused with this class and this reason; nothing is told but the class.
    pub async fn assert_refused_for(&self, answer: &Answer, code: u32, text: &str, reason: &str) {
        answer.assert_refused(code, text);
        let expected = ("invalid".to_owned(), reason.to_owned());
        assert_eq!(self.reason(answer).await, expected);
    }

    /// Told that it could not be judged for this reason.
    pub async fn assert_undetermined_for(&self, answer: &Answer, reason: &str) {
        answer.assert_undetermined();
        let expected = ("undetermined".to_owned(), reason.to_owned());
        assert_eq!(self.reason(answer).await, expected);
    }

    /// Told of an internal error, for this reason.
    pub async fn assert_internal_for(&self, answer: &Answer, reason: &str) {
        answer.assert_internal_undetermined();
        let expected = ("undetermined".to_owned(), reason.to_owned());
        assert_eq!(self.reason(answer).await, expected);
    }
}

/// Where the admin API has this phone's key.
pub fn android_key_path(phone: &AndroidPhone) -> String {
    let key_id = BASE64URL_NOPAD.encode(&phone.key_id());
    format!("/admin/v1/mobile/device-keys/android-key/{key_id}")
}

/// An app of this package, served on all three platforms.
pub fn android_app(package: &str) -> Value {
    json!({
        "package_name": package,
        "signer_sha256": [HEXLOWER.encode(&SIGNER)],
        "services": ["gms", "hms", "android-key"],
    })
}

/// Registers an Android app; its id.
pub async fn add_android_app(admin: &Admin, app: &Value) -> String {
    let made = admin.post(APPS, app.clone()).await;
    made["id"].as_str().unwrap().to_owned()
}

/// Gives an Android app its Play keys.
pub async fn set_play_keys(admin: &Admin, app: &str, play: &PlayApp) {
    let keys = json!({
        "decryption_key": play.keys().decryption_key_base64(),
        "verification_key": play.keys().verification_key_base64(),
    });
    admin.put(&format!("{APPS}/{app}/play-keys"), keys).await;
}

/// Gives an Android app a service account: Google's JSON.
pub async fn set_service_account(admin: &Admin, app: &str, account: &str) {
    let account = serde_json::from_str(account).unwrap();
    admin
        .put(&format!("{APPS}/{app}/service-account"), account)
        .await;
}
