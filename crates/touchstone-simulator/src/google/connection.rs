//! How are calls taken and answered? As their script says, or else rightly.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::reply::Reply;
use super::script::{Behaviour, RecordedRequest, Route};
use super::state::State;
use super::{attestation_data, decode, status_list, token};

/// The connection is to be closed without an answer.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("closed as the script says")]
struct Closed;

/// Takes connections until it is aborted; the connections end with it.
pub(super) async fn serve(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    let state = Arc::clone(&state);
                    let service = service_fn(move |request| handle(Arc::clone(&state), request));
                    let io = TokioIo::new(stream);
                    connections.spawn(http1::Builder::new().serve_connection(io, service));
                }
            }
            // Whether it ended well or by the script does not matter.
            Some(_ended) = connections.join_next() => {}
        }
    }
}

async fn handle(
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Closed> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Closed)?.to_bytes();
    let path = parts.uri.path();
    let Some((route, package)) = Route::of(parts.method.as_str(), path) else {
        return Ok(Reply::error(404, "NOT_FOUND", "no such service").response());
    };
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    };
    let request = RecordedRequest {
        route,
        path: parts.uri.to_string(),
        headers: parts.headers.iter().filter_map(header).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let right = || match route {
        Route::Token => token::answer(&state, &request.body),
        Route::Decode => decode::answer(&state, &request, package),
        Route::StatusList => status_list::answer(&state, &request),
        Route::AttestationData => attestation_data::answer(&state, &request),
    };
    let reply = match state.enter(request.clone()) {
        Behaviour::Ok => right(),
        Behaviour::Status(status, body) => Reply::json(status, body),
        Behaviour::Garbage => Reply::new(200, "text/html", "<html>garbage</html>".to_owned()),
        Behaviour::Delay(duration) => {
            tokio::time::sleep(duration).await;
            right()
        }
        Behaviour::Hold(gate) => {
            gate.pass().await;
            right()
        }
        Behaviour::Lose => {
            right();
            return Err(Closed);
        }
        Behaviour::Hang => std::future::pending().await,
        Behaviour::Close => return Err(Closed),
    };
    Ok(reply.response())
}
