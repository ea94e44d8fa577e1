//! An Android stage whose issuers are a scripted Google and Apple on loopback.

use std::ops::Deref;
use std::sync::Arc;

use touchstone_core::{Clock as _, ManualClock};
use touchstone_simulator::google::{Route, ScriptedGoogle, ServiceAccount};
use touchstone_simulator::play::TokenType;

use super::{AndroidStage, Answer, Engine, NOW, Party, Place, Setup, play_app};

/// A server, and whom it asks.
pub struct GoogleStage {
    stage: AndroidStage,
    /// Google and Apple.
    pub google: ScriptedGoogle,
}

impl Deref for GoogleStage {
    type Target = AndroidStage;

    fn deref(&self) -> &AndroidStage {
        &self.stage
    }
}

impl GoogleStage {
    /// With an empty store; Google knows the Android app and its service account.
    pub async fn new(engine: Engine) -> Self {
        Self::at(Place::new(engine), Setup::default()).await
    }

    /// With this setup, but for the issuers.
    pub async fn at(place: Place, setup: Setup) -> Self {
        let clock = Arc::new(ManualClock::new(NOW));
        let time = Arc::clone(&clock);
        let google = ScriptedGoogle::start(move || time.now().unix_ms()).await;
        let google = google.unwrap();
        google.add_app(&play_app());
        google.add_account(&account("acme"));
        let issuers = google.base_url();
        let stage = AndroidStage::under(clock, place, &Setup { issuers, ..setup }).await;
        stage.set_service_account(&account("acme").json()).await;
        Self { stage, google }
    }

    /// The same with the server stopped and started again.
    #[must_use]
    pub async fn restarted(self) -> Self {
        Self {
            stage: self.stage.restarted().await,
            ..self
        }
    }

    /// A right standard token for this nonce, made now: Google alone opens it.
    pub fn standard(&self, nonce: &[u8]) -> Vec<u8> {
        play_app().token(TokenType::Standard, nonce, self.now_ms())
    }

    /// Has a right standard token judged in a session of its own.
    pub async fn ask_google(&self) -> Answer {
        self.ask_google_for(&self.party).await
    }

    /// The same for this back end.
    pub async fn ask_google_for(&self, party: &Party) -> Answer {
        self.judge_for(party, |nonce| self.standard(nonce)).await
    }

    /// How many tokens Google was asked to decode, and how many access tokens it was asked for.
    pub fn calls(&self) -> (usize, usize) {
        let calls = |route| self.google.calls(route);
        (calls(Route::Decode), calls(Route::Token))
    }
}

/// A service account of this name.
pub fn account(name: &str) -> ServiceAccount {
    ServiceAccount::new(&format!("{name}@example.iam.gserviceaccount.com"))
}

/// An accepted Play token, whoever opened it.
#[track_caller]
pub fn accepted_by_google(answer: &Answer) -> serde_json::Value {
    answer.assert_accepted_as("googleTokenDetails", "packageName")
}
