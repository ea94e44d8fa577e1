//! How is a server run? `touchstone serve`: from an empty folder to a server that says what to do next, until it is told to stop.

pub(crate) mod first_start;
mod greeting;
pub(crate) mod signals;

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use clap::Args;
use touchstone_core::{ManualClock, Timestamp};
use touchstone_http::Drained;

use crate::app::{App, Surroundings, start_logging};
use crate::cli::{Ending, Terminal};
use crate::config::{Config, Loaded};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Stand still at this time (RFC 3339), to judge recorded evidence; loopback only, never for real use
    #[arg(long, value_name = "TIME")]
    test_clock: Option<Timestamp>,
}

/// Runs the server until SIGTERM or SIGINT.
pub(crate) async fn run(
    arguments: &Arguments,
    loaded: Loaded,
    terminal: Terminal,
) -> anyhow::Result<Ending> {
    let config = &loaded.config;
    let _logging = start_logging(config.log.level.filter(), config.log.format);
    let around = surroundings(arguments, config)?;
    // Before anything is announced, so that no signal is missed.
    let signals = signals::listen()?;
    signals::outlive_hangup()?;
    let app = App::start(config, &around)
        .await
        .context("the server does not start")?;
    let first_key = first_start::admin_key(&app, config).await?;
    greeting::greet(
        &app,
        config,
        first_key.as_deref(),
        around.test_clock,
        terminal,
    )?;
    tracing::info!(address = %app.address, version = env!("CARGO_PKG_VERSION"), "ready");
    let signal = signals.next().await;
    tracing::info!(
        signal,
        "stopping: no new connections, finishing requests in flight"
    );
    let drained = app.shutdown().await?;
    if drained == Drained::Cut {
        tracing::warn!("some requests took longer than server.shutdown_grace_s and were cut off");
    }
    tracing::info!("stopped");
    Ok(Ending::Done)
}

fn surroundings(arguments: &Arguments, config: &Config) -> anyhow::Result<Surroundings> {
    let Some(now) = arguments.test_clock else {
        return Ok(Surroundings::of_machine());
    };
    let addresses = config
        .server
        .admin_listen
        .get()
        .into_iter()
        .chain([&config.server.listen]);
    let reachable: Vec<&SocketAddr> = addresses
        .filter(|address| !address.ip().is_loopback())
        .collect();
    ensure!(
        reachable.is_empty(),
        "--test-clock accepts evidence of another time: only on loopback, not at {}",
        reachable
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    );
    tracing::warn!(%now, "TEST CLOCK: time stands still; expired evidence and sessions are accepted as of then");
    Ok(Surroundings {
        clock: Arc::new(ManualClock::new(now)),
        test_clock: true,
        ..Surroundings::of_machine()
    })
}
