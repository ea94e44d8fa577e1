//! One cluster of a test's own, which it may stop, kill and start again.

use std::net::{Ipv4Addr, TcpListener};

use super::keeper::Keeper;
use super::{PostgresError, binaries};

/// A running PostgreSQL with an empty cluster, gone with its folder when this is dropped or the
/// process ends in any way.
#[derive(Debug)]
pub struct Server {
    keeper: Keeper,
    port: u16,
}

impl Server {
    /// Makes a cluster and starts it on a free port of the loopback address.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, or does not start.
    pub fn start() -> Result<Self, PostgresError> {
        let binaries = binaries().ok_or(PostgresError::NotInstalled)?;
        let mut keeper = Keeper::spawn(&binaries)?;
        keeper.order("init", "")?;
        let port = free_port()?;
        let mut server = Self { keeper, port };
        server.start_again()?;
        Ok(server)
    }

    /// The URL of the cluster's `postgres` database, for its superuser; no password is asked.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts the stopped or killed server on the same port with the same data, and waits until
    /// it takes connections.
    ///
    /// # Errors
    /// When it runs already, or does not start within a minute.
    pub fn start_again(&mut self) -> Result<(), PostgresError> {
        self.keeper.order("start", &self.port.to_string())
    }

    /// Stops the server in good order: open transactions are rolled back, clients are
    /// disconnected.
    ///
    /// # Errors
    /// When it does not run, or does not stop within a minute.
    pub fn stop(&mut self) -> Result<(), PostgresError> {
        self.keeper.order("stop", "")
    }

    /// Kills every process of the server at once (SIGKILL): what it has not synced is lost.
    ///
    /// # Errors
    /// When it does not run.
    pub fn kill(&mut self) -> Result<(), PostgresError> {
        self.keeper.order("kill", "")
    }
}

/// A port that nobody listens on. Another process may take it before the server does; the start
/// then fails and says so.
fn free_port() -> Result<u16, PostgresError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}
