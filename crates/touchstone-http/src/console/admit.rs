//! Decides what a console session may do: whatever its admin key may, for pages of this server only.

use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, Method};
use touchstone_core::api_keys::AuthError;
use touchstone_core::console::{self, SignedIn};
use touchstone_core::{Call, Principal};

use super::{X_CSRF_TOKEN, cookie, same_origin};
use crate::admin::Refused;
use crate::problem::Problem;
use crate::problem_table::{CSRF_TOKEN_INVALID, UNAUTHENTICATED};
use crate::state::HttpState;

/// Who asks under a console session; `None` when no cookie came. A request that can change something must show the session's token.
pub(crate) async fn admit(
    state: &HttpState,
    call: &Call,
    parts: &Parts,
) -> Result<Option<Arc<Principal>>, Refused> {
    let Some(SignedIn { session, principal }) = signed_in(state, call, parts).await? else {
        return Ok(None);
    };
    let changes_nothing = matches!(parts.method, Method::GET | Method::HEAD);
    if changes_nothing || shows_token(&parts.headers, |token| session.has_csrf_token(token)) {
        Ok(Some(principal))
    } else {
        Err(Refused::from(Problem::new(&CSRF_TOKEN_INVALID)))
    }
}

/// The session of the cookie; `None` when no cookie came.
pub(crate) async fn signed_in(
    state: &HttpState,
    call: &Call,
    parts: &Parts,
) -> Result<Option<SignedIn>, Refused> {
    let trusted = &state.webauthn_options().trusted_proxies;
    let is_this_machine = same_origin::is_this_machine(parts, trusted);
    let Some(sealed) = cookie::find(&parts.headers, is_this_machine) else {
        return Ok(None);
    };
    same_origin::refuse_foreign(&parts.headers)?;
    let resumed = console::resume(state.core(), sealed, call).await;
    resumed.map(Some).map_err(|error| refused(&error, call))
}

/// A refused key or session, as it sounds everywhere.
pub(super) fn refused(error: &AuthError, call: &Call) -> Refused {
    match error {
        AuthError::Refused { because } => {
            tracing::info!(request_id = %call.request_id, because, "console session refused");
            Refused::from(Problem::new(&UNAUTHENTICATED))
        }
        AuthError::Store(error) => Refused::of_store(error),
    }
}

fn shows_token(headers: &HeaderMap, is_right: impl Fn(&[u8]) -> bool) -> bool {
    let mut tokens = headers.get_all(X_CSRF_TOKEN).iter();
    match (tokens.next(), tokens.next()) {
        (Some(token), None) => is_right(token.as_bytes()),
        _ => false,
    }
}
