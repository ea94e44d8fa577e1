//! Decides how a server starts and stops: `serve`, `demo` and the tests all do it this way.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use axum::Router;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use touchstone_core::{Clock, Random, SystemClock, SystemRandomSource, Touchstone};
use touchstone_http::{Drained, HttpOptions, HttpState, Limits, WebauthnHttpOptions};

use super::open::open;
use super::{background, metrics};
use crate::config::Config;

/// Connections that wait to be taken.
const BACKLOG: u32 = 1_024;

/// Time and randomness, chosen by whoever starts a server.
#[derive(Clone)]
pub struct Surroundings {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Whether the clock is not the real one: every response says so.
    pub test_clock: bool,
}

impl Surroundings {
    /// The clock and the generator of this machine.
    pub fn of_machine() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandomSource::new()),
            test_clock: false,
        }
    }
}

/// Starts servers.
#[derive(Clone, Copy, Debug)]
pub struct App;

/// A server that runs until it is shut down.
pub struct RunningApp {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where administrators are served, when that is elsewhere.
    pub admin_address: Option<SocketAddr>,
    core: Arc<Touchstone>,
    stop: watch::Sender<bool>,
    listeners: Vec<JoinHandle<Drained>>,
    background: Vec<JoinHandle<()>>,
}

impl App {
    /// Opens the store, binds the listeners and serves. A port of 0 in the configuration is replaced by a free one.
    ///
    /// # Errors
    /// A configuration that is refused, a store that cannot be opened, a master key that does not fit, an address in use.
    pub async fn start(config: &Config, around: &Surroundings) -> anyhow::Result<RunningApp> {
        let refusals = config.refusals();
        ensure!(refusals.is_empty(), "{}", refusals.join("\n"));
        // Before the store is touched: two servers by mistake must not get that far.
        let main = bind("server.listen", config.server.listen)?;
        let admin = match config.server.admin_listen.get() {
            Some(address) => Some(bind("server.admin_listen", *address)?),
            None => None,
        };
        let core = open(config, around).await?;
        serve(core, config, around, main, admin)
    }
}

fn webauthn_options(config: &Config) -> WebauthnHttpOptions {
    let rates = &config.webauthn.rate_limit;
    let proxies = config.server.trusted_proxies.iter();
    WebauthnHttpOptions {
        address_per_s: rates.address_per_s,
        address_burst: rates.address_burst,
        key_per_s: rates.key_per_s,
        key_burst: rates.key_burst,
        trusted_proxies: proxies.map(|proxy| proxy.0).collect(),
    }
}

fn serve(
    core: Arc<Touchstone>,
    config: &Config,
    around: &Surroundings,
    main: TcpListener,
    admin: Option<TcpListener>,
) -> anyhow::Result<RunningApp> {
    let drain = Duration::from_secs(config.server.shutdown_grace_s.into());
    let options = HttpOptions {
        limits: Limits {
            drain,
            ..Limits::default()
        },
        test_clock: around.test_clock,
        render_metrics: Some(metrics::render()?),
        webauthn: webauthn_options(config),
        passkey_page: config
            .webauthn
            .passkey_page
            .is_served(config.server.listen.ip().is_loopback()),
    };
    let state = HttpState::new(Arc::clone(&core), options);
    let (stop, stopped) = watch::channel(false);
    let address = main.local_addr()?;
    let admin_address = admin.as_ref().map(TcpListener::local_addr).transpose()?;
    let mut listeners = Vec::new();
    match admin {
        None => listeners.push(listen(
            main,
            touchstone_http::router(&state),
            &state,
            &stopped,
        )),
        Some(admin) => {
            let public = touchstone_http::public_router(&state);
            listeners.push(listen(main, public, &state, &stopped));
            let admin_only = touchstone_http::admin_router(&state);
            listeners.push(listen(admin, admin_only, &state, &stopped));
        }
    }
    let background = background::start(&core, config, around.test_clock, &stopped);
    Ok(RunningApp {
        address,
        admin_address,
        core,
        stop,
        listeners,
        background,
    })
}

fn listen(
    listener: TcpListener,
    router: Router,
    state: &HttpState,
    stopped: &watch::Receiver<bool>,
) -> JoinHandle<Drained> {
    let stopped = stopped.clone();
    tokio::spawn(touchstone_http::serve(
        listener,
        router,
        state.clone(),
        until(stopped),
    ))
}

/// Ready once the server is told to stop, or its owner is gone.
pub(super) async fn until(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// As many wait at the door as there is room for inside: the system's own measure is 128, and beyond it a client waits a second.
fn listener(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn bind(setting: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    listener(address).map_err(|error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("cannot listen at {address}: another program does; stop it, or set {setting} to another address")
            }
            std::io::ErrorKind::PermissionDenied => {
                format!("cannot listen at {address}: ports below 1024 take privileges; set {setting} to a higher one")
            }
            _ => format!("cannot listen at {address}: check {setting}"),
        };
        anyhow::Error::new(error).context(hint)
    })
}

impl RunningApp {
    /// The use cases behind it.
    pub fn core(&self) -> &Arc<Touchstone> {
        &self.core
    }

    /// Takes no new connection, finishes requests in flight, flushes what is noted and lets go of the store.
    ///
    /// # Errors
    /// The last uses of API keys could not be written; everything else was.
    pub async fn shutdown(self) -> anyhow::Result<Drained> {
        self.stop.send_replace(true);
        let mut drained = Drained::Whole;
        for listener in self.listeners {
            if listener.await.context("a listener failed")? == Drained::Cut {
                drained = Drained::Cut;
            }
        }
        for task in self.background {
            task.await.context("a background task failed")?;
        }
        self.core
            .api_keys
            .flush_uses()
            .await
            .context("the last uses of API keys were not written")?;
        Ok(drained)
    }
}

impl std::fmt::Debug for RunningApp {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RunningApp")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
