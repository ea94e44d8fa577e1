//! How does a test speak with the scripted server? It runs on loopback, until it is dropped.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::apple_team::AppleTeam;
use super::script::{RecordedRequest, Route};
use super::service_account::ServiceAccount;
use super::state::State;
use crate::play::PlayApp;
use crate::scripted::{Behaviour, serve};

/// The running server. Dropping it closes every connection.
pub struct ScriptedGoogle {
    state: Arc<State>,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl ScriptedGoogle {
    /// Starts on a free port of loopback; `now` gives the time in unix milliseconds.
    ///
    /// # Errors
    /// No port can be had.
    pub async fn start(now: impl Fn() -> i64 + Send + Sync + 'static) -> io::Result<Self> {
        Self::start_at(0, now).await
    }

    /// Starts on this port of loopback.
    ///
    /// # Errors
    /// The port cannot be had.
    pub async fn start_at(
        port: u16,
        now: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State::new(now));
        let serving = tokio::spawn(serve(listener, Arc::clone(&state)));
        Ok(Self {
            state,
            address,
            serving,
        })
    }

    /// `http://127.0.0.1:port`, without a path: the base of decode and of Apple's data.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where access tokens are given out.
    #[must_use]
    pub fn token_url(&self) -> String {
        format!("{}/token", self.base_url())
    }

    /// Where the status list is.
    #[must_use]
    pub fn status_url(&self) -> String {
        format!("{}/attestation/status", self.base_url())
    }

    /// Makes an account known; others get no access tokens.
    pub fn add_account(&self, account: &ServiceAccount) {
        self.state.known().accounts.push(account.clone());
    }

    /// Makes an app known; tokens of others are not found.
    pub fn add_app(&self, app: &PlayApp) {
        let package = app.package().to_owned();
        self.state.known().apps.insert(package, app.clone());
    }

    /// Makes a team known; others are not authorized.
    pub fn add_team(&self, team: &AppleTeam) {
        self.state.known().teams.push(team.clone());
    }

    /// Lays ready what Apple gives for a receipt; others are not found.
    pub fn exchange_receipt(&self, older: &[u8], newer: &[u8]) {
        let mut known = self.state.known();
        known.receipts.insert(older.to_vec(), newer.to_vec());
    }

    /// Publishes another status list, of any text. At first it has no entries.
    pub fn set_status_list(&self, json: &str) {
        json.clone_into(&mut self.state.known().status_list);
    }

    /// Sets the `max-age` of the status list; `None` leaves `Cache-Control` out. At first a day.
    pub fn set_status_list_max_age_s(&self, max_age_s: Option<u32>) {
        self.state.known().status_list_max_age_s = max_age_s;
    }

    /// Sets how long access tokens last from now on. At first 3,599 s.
    pub fn set_access_token_lifetime_s(&self, lifetime_s: u32) {
        self.state.known().access_token_lifetime_s = lifetime_s;
    }

    /// Forgets the access tokens that it gave out: each is answered with 401 from now on.
    pub fn revoke_access_tokens(&self) {
        self.state.known().access_tokens.clear();
    }

    /// What a service does with its next calls, one each, behind what was scripted before.
    pub fn script(&self, route: Route, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.state.script.add(route, behaviours);
    }

    /// What a service does with every call that no script is left for. At first the right thing.
    pub fn always(&self, route: Route, behaviour: Behaviour) {
        self.state.script.always(route, behaviour);
    }

    /// How many calls of a service came in.
    #[must_use]
    pub fn calls(&self, route: Route) -> usize {
        self.state.script.calls(&route)
    }

    /// The calls of a service, oldest first.
    #[must_use]
    pub fn requests(&self, route: Route) -> Vec<RecordedRequest> {
        self.state.script.requests(&route)
    }

    /// Waits until at least `count` calls of a service came in. They may not be answered yet.
    pub async fn wait_for_calls(&self, route: Route, count: usize) {
        self.state.script.wait_for_calls(&route, count).await;
    }
}

impl Drop for ScriptedGoogle {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl fmt::Debug for ScriptedGoogle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ScriptedGoogle")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
