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

use super::behaviour::Behaviour;
use super::reply::Reply;
use super::request::RecordedRequest;
use super::script::Script;

/// The connection is to be closed without an answer.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("closed as the script says")]
struct Closed;

/// What one scripted server serves.
pub(crate) trait Service: Send + Sync + 'static {
    /// How its services are told apart.
    type Route: Ord + Clone + Send + Sync;

    /// The service at this method and path.
    fn route(&self, method: &str, path: &str) -> Option<Self::Route>;

    /// What to do with calls.
    fn script(&self) -> &Script<Self::Route>;

    /// The right answer.
    fn answer(&self, request: &RecordedRequest<Self::Route>) -> Reply;
}

/// Takes connections until it is aborted; the connections end with it.
pub(crate) async fn serve(listener: TcpListener, service: Arc<impl Service>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    let service = Arc::clone(&service);
                    let handler = service_fn(move |request| handle(Arc::clone(&service), request));
                    let io = TokioIo::new(stream);
                    connections.spawn(http1::Builder::new().serve_connection(io, handler));
                }
            }
            // Whether it ended well or by the script does not matter.
            Some(_ended) = connections.join_next() => {}
        }
    }
}

async fn handle(
    service: Arc<impl Service>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Closed> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Closed)?.to_bytes();
    let Some(route) = service.route(parts.method.as_str(), parts.uri.path()) else {
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
    let behaviour = service.script().enter(request.clone());
    let reply = follow(behaviour, || service.answer(&request)).await?;
    Ok(reply.response())
}

/// What the script says, or the right answer.
async fn follow(behaviour: Behaviour, right: impl Fn() -> Reply) -> Result<Reply, Closed> {
    Ok(match behaviour {
        Behaviour::Ok => right(),
        Behaviour::Status(status, body) => Reply::json(status, body),
        Behaviour::Garbage => Reply::new(200, "text/html", "<html>garbage</html>"),
        Behaviour::Flood(bytes) => Reply::new(200, "application/octet-stream", vec![b'a'; bytes]),
        Behaviour::Redirect(location) => {
            let mut reply = Reply::new(302, "text/plain", "");
            reply.headers.push(("location", location));
            reply
        }
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
    })
}
