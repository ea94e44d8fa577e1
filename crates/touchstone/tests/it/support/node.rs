//! A server in this process, as `serve` starts it, on a free port.

use std::net::SocketAddr;
use std::sync::Arc;

use touchstone::app::{App, RunningApp, Surroundings};
use touchstone_core::api_keys::first_admin_key;
use touchstone_core::{Clock, SystemRandomSource, Touchstone};
use touchstone_http::Drained;

use super::Place;

/// A running server.
pub struct Node {
    app: RunningApp,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Node {
    /// Starts a server on what is in this place.
    pub async fn start<C: Clock + 'static>(place: &Place, clock: &Arc<C>) -> Self {
        let around = Surroundings {
            clock: Arc::<C>::clone(clock),
            random: Arc::new(SystemRandomSource::new()),
            test_clock: false,
        };
        let app = App::start(&place.config(), &around).await.unwrap();
        let address = app.address;
        Self { app, address }
    }

    /// The admin key of an empty store.
    pub async fn first_admin_key(&self) -> String {
        let core = self.core();
        let issued = first_admin_key(core, &core.world.new_call()).await;
        let issued = issued.unwrap().expect("the store is empty");
        issued.secret.reveal().to_owned()
    }

    /// The use cases behind it, for what no request starts.
    pub fn core(&self) -> &Touchstone {
        self.app.core()
    }

    /// Stops it in good order.
    pub async fn stop(self) {
        assert_eq!(self.app.shutdown().await.unwrap(), Drained::Whole);
    }
}
