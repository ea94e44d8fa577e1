//! `GET /console/session`: who is signed in. That nobody is, is an answer too: a page asks before it knows.

use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use touchstone_core::console::SignedIn;
use touchstone_core::{ApiKeyId, TenantId};

use super::admit;
use crate::admin::Refused;
use crate::answer;
use crate::around::CurrentCall;
use crate::problem_table::UNAUTHENTICATED;
use crate::state::HttpState;

#[derive(Serialize)]
struct CurrentBody<'a> {
    session: Option<SessionBody<'a>>,
}

#[derive(Serialize)]
struct SessionBody<'a> {
    csrf_token: String,
    expires_at: String,
    api_key_id: Option<ApiKeyId>,
    tenant_id: Option<TenantId>,
    scopes: &'a [String],
}

/// 200 with the session; `null` when there is none that goes on.
pub(crate) async fn show(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
) -> Result<Response, Refused> {
    let (parts, _) = request.into_parts();
    let signed_in = match admit::signed_in(&state, &call, &parts).await {
        Ok(signed_in) => signed_in,
        Err(refused) if *refused.problem().kind() == UNAUTHENTICATED => None,
        Err(refused) => return Err(refused),
    };
    let session = signed_in.as_ref().map(SessionBody::new);
    Ok(answer::json(StatusCode::OK, &CurrentBody { session }))
}

impl<'a> SessionBody<'a> {
    fn new(signed_in: &'a SignedIn) -> Self {
        let SignedIn { session, principal } = signed_in;
        Self {
            csrf_token: session.csrf_token(),
            expires_at: session.expires_at().to_string(),
            api_key_id: principal.api_key_id(),
            tenant_id: principal.tenant_id,
            scopes: &principal.scopes,
        }
    }
}
