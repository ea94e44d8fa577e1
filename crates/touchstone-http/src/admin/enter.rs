//! Decides who may enter under `/admin/`: the bearer of a live admin key, or a browser with a console session, before path and method are
//! looked at. Every refused key sounds the same; the reason goes to the log. Bodies are read here, within their limit; the one that may be long only when its bearer may
//! bring it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{Method, StatusCode};
use touchstone_core::api_keys::AuthError;
use touchstone_core::mobile::admin::may_load_status_list;
use touchstone_core::ports::KeyKind;
use touchstone_core::{AdminCall, Call, Principal};

use super::LocalCaller;
use super::error::Refused;
use super::mobile::STATUS_LIST_PATH;
use super::request::Admin;
use super::webauthn;
use crate::around::{Asker, CurrentCall};
use crate::bearer::{self, NoKey};
use crate::body::{self, BodyError};
use crate::console;
use crate::problem::Problem;
use crate::problem_table::{BODY_TOO_LARGE, UNAUTHENTICATED};
use crate::state::HttpState;

/// The longest body, in bytes.
const BODY_BYTES_MAX: usize = 65_536;
/// The longest body under `/admin/v1/webauthn/`, in bytes: lists of AAGUIDs, statements, attestation objects (spec webauthn.md 8).
const WEBAUTHN_BYTES_MAX: usize = 1_024 * 1_024;
/// The longest body of a status list, in bytes (spec mobile.md section 7).
const STATUS_LIST_BYTES_MAX: usize = 16 * 1_024 * 1_024;

/// Lets in who shows a live admin key, and gives every refusal the common shape.
pub(crate) async fn enter(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let local = parts.extensions.get::<LocalCaller>().is_some();
    let principal = if local {
        Ok(Arc::new(Principal::local()))
    } else {
        authenticate(&state, &call, &parts).await
    };
    let principal = match principal {
        Ok(principal) => principal,
        Err(refused) => return shaped(refused.into_response(), &call),
    };
    // Nothing under `/admin/` has a name that needs escapes.
    if parts.uri.path().contains('%') {
        return shaped(Refused::from(Problem::not_found()).into_response(), &call);
    }
    let asker = Asker(Arc::clone(&principal));
    if let Err(refused) = may_bring(&state, &principal, &call, &parts) {
        let mut response = shaped(refused.into_response(), &call);
        response.extensions_mut().insert(asker);
        return response;
    }
    let body = match read_body(&state, &parts, body).await {
        Ok(bytes) => bytes,
        Err(BodyError::TooLarge) => {
            let refused = Refused::from(Problem::new(&BODY_TOO_LARGE));
            return shaped(refused.into_response(), &call);
        }
        Err(BodyError::Unfinished) => return body::unanswered(),
    };
    let admin = Admin::new(state, principal, Arc::clone(&call), &parts, body);
    parts.extensions.insert(admin);
    let response = next.run(Request::from_parts(parts, Body::empty())).await;
    let mut response = shaped(response, &call);
    response.extensions_mut().insert(asker);
    response
}

async fn read_body(state: &HttpState, parts: &Parts, body: Body) -> Result<Bytes, BodyError> {
    if matches!(parts.method, Method::GET | Method::HEAD) {
        return Ok(Bytes::new());
    }
    body::read(body, bytes_max(parts), state.limits().body_read).await
}

/// One request alone has a long body: the status list that an administrator brings.
fn is_long(parts: &Parts) -> bool {
    parts.method == Method::PUT && parts.uri.path() == STATUS_LIST_PATH
}

/// Nobody's long body is read who may not bring it.
fn may_bring(
    state: &HttpState,
    principal: &Principal,
    call: &Call,
    parts: &Parts,
) -> Result<(), Refused> {
    if !is_long(parts) {
        return Ok(());
    }
    let admin = AdminCall {
        touchstone: state.core(),
        principal,
        call,
        tenant: None,
    };
    Ok(may_load_status_list(&admin)?)
}

fn bytes_max(parts: &Parts) -> usize {
    if is_long(parts) {
        STATUS_LIST_BYTES_MAX
    } else if parts.uri.path().starts_with(webauthn::BASE) {
        WEBAUTHN_BYTES_MAX
    } else {
        BODY_BYTES_MAX
    }
}

async fn authenticate(
    state: &HttpState,
    call: &Call,
    parts: &Parts,
) -> Result<Arc<Principal>, Refused> {
    let headers = &parts.headers;
    // Who names a key means that key; a browser cannot help sending its cookie.
    if !headers.contains_key(AUTHORIZATION)
        && let Some(principal) = console::admit(state, call, parts).await?
    {
        return Ok(principal);
    }
    let refuse = |because: &str| {
        tracing::info!(request_id = %call.request_id, because, "admin key refused");
        Err(Refused::from(Problem::new(&UNAUTHENTICATED)))
    };
    let presented = match bearer::key(headers) {
        Ok(presented) => presented,
        Err(NoKey { because }) => return refuse(because),
    };
    match state
        .core()
        .api_keys
        .authenticate(presented, KeyKind::Admin, call.now)
        .await
    {
        Ok(principal) => Ok(principal),
        Err(AuthError::Refused { because }) => refuse(because),
        Err(AuthError::Store(error)) => Err(Refused::of_store(&error)),
    }
}

/// Writes a refusal's body, now that the request's name is at hand.
pub(crate) fn shaped(response: Response, call: &Call) -> Response {
    let (parts, body) = response.into_parts();
    if let Some(refused) = parts.extensions.get::<Refused>() {
        refused.log(call);
        let mut shaped = refused.problem().respond(&call.request_id);
        shaped.headers_mut().extend(parts.headers);
        return shaped;
    }
    if parts.status == StatusCode::METHOD_NOT_ALLOWED {
        let mut shaped = Problem::method_not_allowed().respond(&call.request_id);
        let allow = parts.headers.get(http::header::ALLOW).cloned();
        shaped
            .headers_mut()
            .extend(allow.map(|allow| (http::header::ALLOW, allow)));
        return shaped;
    }
    Response::from_parts(parts, body)
}
