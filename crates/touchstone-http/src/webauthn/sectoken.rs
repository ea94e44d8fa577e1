//! Decides whose SecToken a request brings (spec webauthn.md 2.5). Missing, malformed, unknown, revoked and foreign ones are one; which it was stands
//! in the log.

use std::sync::Arc;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use touchstone_core::api_keys::AuthError;
use touchstone_core::ports::KeyKind;
use touchstone_core::{Call, Principal};

use super::refused::Refused;
use crate::bearer::{self, NoKey};
use crate::state::HttpState;

/// The bearer of a valid SecToken; `None` when there is none.
pub(super) async fn bearer(
    state: &HttpState,
    call: &Call,
    headers: &HeaderMap,
) -> Result<Option<Arc<Principal>>, Refused> {
    let refuse = |because: &str| {
        tracing::info!(request_id = %call.request_id, because, "SecToken refused");
        Ok(None)
    };
    if !headers.contains_key(AUTHORIZATION) {
        return Ok(None);
    }
    let presented = match bearer::key(headers) {
        Ok(presented) => presented,
        Err(NoKey { because }) => return refuse(because),
    };
    let api_keys = &state.core().api_keys;
    let authenticated = api_keys.authenticate(presented, KeyKind::Webauthn, call.now);
    match authenticated.await {
        Ok(principal) if principal.tenant_id.is_some() => Ok(Some(principal)),
        Ok(_) => refuse("no tenant"),
        Err(AuthError::Refused { because }) => refuse(because),
        Err(AuthError::Store(error)) => Err(Refused::of_store(&error, &call.request_id)),
    }
}
