//! Decides who may enter under `/api/`, before path and method are looked at (spec mobile.md 2.0, steps 1 and 2). Every refused key
//! gets the same bytes after the same work: one hash, one look-up. The reason goes to the log.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName};
use touchstone_core::api_keys::AuthError;
use touchstone_core::ports::KeyKind;
use touchstone_core::{Call, Principal};

use super::error::ApiError;
use crate::around::{Asker, CurrentCall, chain};
use crate::state::HttpState;

/// The header that holds the API key.
const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// The longest value that is looked at, in bytes.
const VALUE_BYTES_MAX: usize = 512;
/// What is looked up in place of a value that cannot be a key: nothing has this hash.
const NO_KEY: &[u8] = b"";

/// Lets in who shows a live key of kind `mobile`.
pub(crate) async fn enter(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    mut request: Request,
    next: Next,
) -> Response {
    let principal = match authenticate(&state, &call, request.headers()).await {
        Ok(principal) => principal,
        Err(refusal) => return refusal.into_response(),
    };
    let asker = Asker(principal);
    request.extensions_mut().insert(asker.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(asker);
    response
}

async fn authenticate(
    state: &HttpState,
    call: &Call,
    headers: &HeaderMap,
) -> Result<Arc<Principal>, ApiError> {
    let mut values = headers.get_all(X_API_KEY).iter();
    let Some(value) = values.next() else {
        log_refusal(call, "no X-Api-Key");
        return Err(ApiError::Unauthenticated);
    };
    let well_formed = values.next().is_none() && value.len() <= VALUE_BYTES_MAX;
    let presented = if well_formed {
        value.as_bytes()
    } else {
        NO_KEY
    };
    let api_keys = &state.core().api_keys;
    match api_keys
        .authenticate(presented, KeyKind::Mobile, call.now)
        .await
    {
        Ok(principal) if well_formed && principal.tenant_id.is_some() => Ok(principal),
        Ok(_) => {
            log_refusal(call, "malformed");
            Err(ApiError::Forbidden)
        }
        Err(AuthError::Refused { because }) => {
            log_refusal(call, if well_formed { because } else { "malformed" });
            Err(ApiError::Forbidden)
        }
        Err(error @ AuthError::Store(_)) => {
            let error = chain(&error);
            tracing::error!(request_id = %call.request_id, error, "authentication failed");
            Err(ApiError::Internal)
        }
    }
}

fn log_refusal(call: &Call, because: &'static str) {
    tracing::info!(request_id = %call.request_id, because, "API key refused");
}
