//! `POST /passkeys/context`: where the page stands, which only the server knows. It is a POST because browsers then tell the origin, by which
//! relying parties are chosen as in a ceremony.

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use touchstone_core::RpId;
use touchstone_core::webauthn::Rp;
use touchstone_core::webauthn::policy::Profile;

use crate::answer;
use crate::around::CurrentCall;
use crate::state::HttpState;
use crate::webauthn::rp_of_page;

/// Whether administrators are served on the listener of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Administration {
    /// They are.
    Here,
    /// They have a listener of their own.
    Apart,
}

#[derive(Serialize)]
struct ContextBody<'a> {
    administration: bool,
    relying_party: Option<RelyingPartyBody<'a>>,
}

#[derive(Serialize)]
struct RelyingPartyBody<'a> {
    id: RpId,
    rp_id: &'a str,
    rp_name: &'a str,
    origins: Vec<&'a str>,
    profile: Profile,
}

/// 200 with the relying party that a ceremony of this page would have.
pub(crate) async fn context(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    Extension(administration): Extension<Administration>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let rp = match rp_of_page(&state, &call, &parts).await {
        Ok(rp) => rp,
        Err(refusal) => return refusal,
    };
    let body = ContextBody {
        administration: administration == Administration::Here,
        relying_party: rp.as_deref().map(RelyingPartyBody::new),
    };
    answer::json(StatusCode::OK, &body)
}

impl<'a> RelyingPartyBody<'a> {
    fn new(rp: &'a Rp) -> Self {
        // Apps have origins too, but no page is one.
        let origins = rp.origins().iter().map(String::as_str);
        Self {
            id: rp.id(),
            rp_id: rp.rp_id(),
            rp_name: rp.rp_name(),
            origins: origins
                .filter(|origin| origin.starts_with("http"))
                .collect(),
            profile: rp.profile(),
        }
    }
}
