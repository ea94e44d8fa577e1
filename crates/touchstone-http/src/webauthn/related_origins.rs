//! W7, the origins that share a relying party: `GET /.well-known/webauthn` (spec webauthn.md 2.1; WebAuthn Level 3, 5.11). Browsers ask the RP ID's
//! own host.

use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use touchstone_core::Call;

use super::refused::Refused;
use super::rp_of_page::rp_of;
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
    let rp = rp_of(state, call, &parts, None).await?;
    let rp = rp.ok_or(Refused::NotFound)?;
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
