//! Decides what holds for every request, in this order: it has a name and a time, it ends in time, its answer carries the common
//! headers, and it leaves one line in the log and one count in the metrics.

mod access_log;
mod failure;
mod headers;
mod metrics;
mod request_id;

use std::any::Any;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::ALLOW;
use http::request::Parts;
use http::{Method, StatusCode};
use touchstone_core::{Call, Principal};

pub(crate) use failure::chain;

use crate::problem::Problem;
use crate::state::HttpState;

/// The call that a request makes: its name, and the one time at which everything in it is judged.
#[derive(Clone, Debug)]
pub(crate) struct CurrentCall(pub(crate) Arc<Call>);

impl FromRequestParts<HttpState> for CurrentCall {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &HttpState,
    ) -> Result<Self, Self::Rejection> {
        let current = parts.extensions.get::<Self>().cloned();
        Ok(current.unwrap_or_else(|| Self(Arc::new(state.core().world.new_call()))))
    }
}

/// Left in a response by whoever found out who asks, for the log.
#[derive(Clone, Debug)]
pub(crate) struct Asker(pub(crate) Arc<Principal>);

/// Left in a response that names the methods itself, though it is no 405.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SaysAllow;

/// Left in a response where a handler panicked.
#[derive(Clone, Copy, Debug)]
struct Panicked;

/// What is remembered of a request while it is answered.
struct Seen {
    call: Arc<Call>,
    method: &'static str,
    route: Option<MatchedPath>,
}

/// Goes around every request.
pub(crate) async fn every_request(
    State(state): State<HttpState>,
    mut request: Request,
    next: Next,
) -> Response {
    let seen = Seen {
        call: Arc::new(request_id::begin(&state, request.headers())),
        method: method_label(request.method()),
        route: request.extensions().get::<MatchedPath>().cloned(),
    };
    let room = failure::Room::of(request.uri().path());
    let current = CurrentCall(Arc::clone(&seen.call));
    request.extensions_mut().insert(current);

    let answered = tokio::time::timeout(state.limits().request, next.run(request)).await;
    let mut response = match answered {
        Ok(response) if response.extensions().get::<Panicked>().is_none() => response,
        Ok(_) => failure::respond(room, &seen.call, "a handler panicked"),
        Err(_) => failure::respond(room, &seen.call, "the time for the request ran out"),
    };

    headers::add(&state, &seen.call, response.headers_mut());
    access_log::write(&seen, &response);
    metrics::record(&seen, response.status());
    response
}

/// Goes outside of all routing, which names a known path's methods in every answer, also to those who may not know the path.
pub(crate) async fn allow_only_with_405(mut response: Response) -> Response {
    let is_said = response.extensions().get::<SaysAllow>().is_some();
    if response.status() != StatusCode::METHOD_NOT_ALLOWED && !is_said {
        response.headers_mut().remove(ALLOW);
    }
    response
}

/// Stands in for a panicked handler's answer until [`every_request`] has put the constant one in its place.
pub(crate) fn on_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.extensions_mut().insert(Panicked);
    response
}

/// Any path that no one serves.
pub(crate) async fn not_found(CurrentCall(call): CurrentCall) -> Response {
    Problem::not_found().respond(&call.request_id)
}

/// The method in a bounded set of words: anyone can invent methods.
fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

impl Seen {
    /// The route's pattern; `none` where no route matched. Never the path: it is chosen by the caller.
    fn route(&self) -> &str {
        self.route.as_ref().map_or("none", MatchedPath::as_str)
    }
}
