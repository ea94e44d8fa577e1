//! Decides how connections are taken: HTTP/1.1 and HTTP/2 (prior knowledge) on one listener, every wait bounded, and an end in which
//! nothing in flight is lost.

mod client_io;
mod connection;
mod linger;
mod progress;
mod unread_body;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use crate::peer::Peer;
use crate::state::HttpState;

/// How long the listener rests when a connection cannot be taken, such as when no file descriptor is left.
const REST_AFTER_ACCEPT_ERROR: Duration = Duration::from_millis(100);

/// How the server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Every request in flight was answered.
    Whole,
    /// Time ran out: some connections were cut.
    Cut,
}

/// Serves `router` until `shutdown` is ready; then takes no new connection, says so in `/ready`, closes idle connections and gives
/// requests in flight [`crate::Limits::drain`] to end.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    state: HttpState,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let limits = *state.limits();
    let slots = Arc::new(Semaphore::new(
        limits.connections.clamp(1, Semaphore::MAX_PERMITS),
    ));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            Some(ended) = connections.join_next() => report(ended),
            (stream, peer, slot) = accept(&listener, &slots) => {
                let (router, watcher) = (router.clone(), graceful.watcher());
                connections.spawn(connection::serve(stream, peer, router, limits, watcher, slot));
            }
        }
    }
    // In this order: who finds the door closed and asks on an open connection is told why.
    state.begin_draining();
    drop(listener);
    let all_ended = async {
        graceful.shutdown().await;
        while let Some(ended) = connections.join_next().await {
            report(ended);
        }
        // Whose client has hung up is in flight, too: Google may have decoded its token.
        state.mobile().all_ended().await;
        state.webauthn().all_ended().await;
    };
    match tokio::time::timeout(limits.drain, all_ended).await {
        Ok(()) => Drained::Whole,
        Err(_) => Drained::Cut,
    }
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> (TcpStream, Peer, OwnedSemaphorePermit) {
    loop {
        let Ok(slot) = Arc::clone(slots).acquire_owned().await else {
            // Nobody closes the semaphore.
            return std::future::pending().await;
        };
        match listener.accept().await {
            Ok((stream, address)) => return (stream, Peer(address.ip()), slot),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(REST_AFTER_ACCEPT_ERROR).await;
            }
        }
    }
}

fn report(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a connection's task failed");
    }
}
