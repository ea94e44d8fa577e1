//! Decides how one connection is served, and its limits (spec mobile.md 8): a head of at most 32 KiB within 10 s, and an end in which
//! the client can still read its answer.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::header::CONNECTION;
use http::{HeaderValue, Request, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tower::Service;

use super::client_io::ClientIo;
use super::linger;
use super::progress::Progress;
use super::unread_body::{self, RequestBody};
use crate::body::CloseConnection;
use crate::peer::Peer;
use crate::state::Limits;

/// The longest request line with headers, in bytes; beyond it the answer is 431.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// The same for HTTP/2, where each header counts 32 bytes more.
const HEADER_LIST_BYTES_MAX: u32 = 32 * 1024;
/// Requests at once on one HTTP/2 connection.
const STREAMS_MAX: u32 = 128;

/// The answer must not be sent.
#[derive(Debug, thiserror::Error)]
#[error("the request did not arrive in time")]
struct Unanswered;

/// Serves the connection to its end.
pub(super) async fn serve(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    limits: Limits,
    watcher: Watcher,
    slot: OwnedSemaphorePermit,
) {
    // Answers are small and written at once; a stream that does not know the option works too.
    let _ = stream.set_nodelay(true);
    let progress = Arc::new(Progress::default());
    let (io, unfinished) = ClientIo::new(stream, Arc::clone(&progress), limits.header_read);
    let builder = builder(&limits);
    let service = service_fn(|mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        answer(router.clone(), request, Arc::clone(&progress), limits)
    });
    let served = watcher
        .watch(
            builder
                .serve_connection(TokioIo::new(io), service)
                .into_owned(),
        )
        .await;
    if let Err(error) = served {
        tracing::debug!(error = %error, "a connection ended early");
    }
    if let Ok(stream) = unfinished.await {
        linger::close(stream).await;
    }
    drop(slot);
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_read)
        .max_buf_size(HEAD_BYTES_MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(HEADER_LIST_BYTES_MAX)
        .max_concurrent_streams(STREAMS_MAX)
        .keep_alive_interval(limits.header_read)
        .keep_alive_timeout(limits.header_read);
    builder
}

async fn answer(
    mut router: Router,
    request: Request<Incoming>,
    progress: Arc<Progress>,
    limits: Limits,
) -> Result<Response, Unanswered> {
    progress.head_arrived();
    let may_need_close =
        request.version() <= Version::HTTP_11 && !unread_body::is_drainable(&request);
    let request = RequestBody::wrap(request, Arc::clone(&progress), limits.body_read);
    let Ok::<_, Infallible>(mut response) = router.call(request.map(Body::new)).await;
    if response.extensions().get::<CloseConnection>().is_some() {
        return Err(Unanswered);
    }
    if may_need_close && progress.is_amid_request() {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
    }
    Ok(response)
}
