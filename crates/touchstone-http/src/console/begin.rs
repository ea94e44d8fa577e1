//! `POST /console/session`: begins a console session with an admin key.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use touchstone_core::api_keys::ApiKeySecret;
use touchstone_core::{Call, console};

use super::{X_CSRF_TOKEN, admit, cookie, same_origin};
use crate::admin::{Refused, read_json};
use crate::around::CurrentCall;
use crate::body::{self, BodyError};
use crate::content_type::is_json;
use crate::problem::Problem;
use crate::problem_table::{BODY_TOO_LARGE, CONTENT_TYPE_UNSUPPORTED};
use crate::state::HttpState;

/// The longest body, in bytes: it holds one key.
const BODY_BYTES_MAX: usize = 4_096;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewSessionBody {
    token: String,
}

/// 204 with the cookie, and the session's token in `X-CSRF-Token`.
pub(crate) async fn begin(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
) -> Response {
    match answered(&state, &call, request).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(),
    }
}

async fn answered(state: &HttpState, call: &Call, request: Request) -> Result<Response, Refused> {
    let (parts, body) = request.into_parts();
    let own = same_origin::require(&parts, &state.webauthn_options().trusted_proxies)?;
    if !is_json(&parts.headers) {
        return Err(Refused::from(Problem::new(&CONTENT_TYPE_UNSUPPORTED)));
    }
    let body = match body::read(body, BODY_BYTES_MAX, state.limits().body_read).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return Err(Refused::from(Problem::new(&BODY_TOO_LARGE))),
        Err(BodyError::Unfinished) => return Ok(body::unanswered()),
    };
    let NewSessionBody { token } = read_json(&body).map_err(Refused::invalid)?;
    let token = ApiKeySecret::from_text(token);
    let signed_in = console::sign_in(state.core(), token.reveal().as_bytes(), call).await;
    let session = signed_in
        .map_err(|error| admit::refused(&error, call))?
        .session;
    let sealed = session.seal(&state.core().sealer, &*state.core().world.random);
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.extend(cookie::set(&sealed, own.is_secure).map(|cookie| (SET_COOKIE, cookie)));
    if let Ok(mut token) = HeaderValue::from_str(&session.csrf_token()) {
        token.set_sensitive(true);
        headers.insert(X_CSRF_TOKEN, token);
    }
    Ok(response)
}
