//! W7, the origins that share a relying party: `GET /.well-known/webauthn` (spec webauthn.md 2.1; WebAuthn Level 3, 5.11). Browsers ask the RP ID's
//! own host.

use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use touchstone_core::Call;
use touchstone_core::webauthn::Asker;

use super::caller::{ClientAddress, host};
use super::refused::Refused;
use super::shapes::JSON;
use crate::answer;
use crate::around::CurrentCall;
use crate::state::HttpState;

#[derive(Serialize)]
struct RelatedOriginsBody<'a> {
    origins: Vec<&'a str>,
}

/// The origins; not found where there is only one.
pub(crate) async fn related_origins(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
) -> Response {
    let answered = find(&state, &call, request).await;
    answered.unwrap_or_else(Refused::respond)
}

async fn find(state: &HttpState, call: &Call, request: Request) -> Result<Response, Refused> {
    let (parts, _) = request.into_parts();
    let trusted = &state.webauthn_options().trusted_proxies;
    let address = ClientAddress::of(&parts, trusted);
    state.webauthn().take(address, call.now)?;
    let asker = Asker {
        host: host(&parts, trusted),
        ..Asker::default()
    };
    let found = state.core().webauthn.choose_rp(&asker, call).await;
    let found = found.map_err(|error| Refused::of_rp(&error, &call.request_id))?;
    let rp = found.ok_or(Refused::NotFound)?;
    // Apps have origins too, but no page shares anything with them.
    let origins = rp.origins().iter().map(String::as_str);
    let origins: Vec<_> = origins
        .filter(|origin| origin.starts_with("http"))
        .collect();
    if origins.len() < 2 {
        return Err(Refused::NotFound);
    }
    let body = RelatedOriginsBody { origins };
    Ok(answer::json_as(JSON, StatusCode::OK, &body))
}
