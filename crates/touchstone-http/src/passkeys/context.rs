//! `POST /passkeys/context`: where the page stands, which only the server knows. It is a POST because browsers then tell the origin, by which
//! relying parties are chosen as in a ceremony.

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use touchstone_core::webauthn::Rp;
use touchstone_core::webauthn::policy::Profile;
use touchstone_core::{Principal, RpId, TenantId};

use crate::answer;
use crate::around::CurrentCall;
use crate::console;
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
    tenant_id: Option<TenantId>,
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
    let is_here = administration == Administration::Here;
    let asker = if is_here {
        // Who is not signed in is told as much as anybody.
        let signed_in = console::signed_in(&state, &call, &parts).await;
        signed_in.ok().flatten().map(|session| session.principal)
    } else {
        None
    };
    let body = ContextBody {
        administration: is_here,
        relying_party: rp
            .as_deref()
            .map(|rp| RelyingPartyBody::new(rp, asker.as_deref())),
    };
    answer::json(StatusCode::OK, &body)
}

impl<'a> RelyingPartyBody<'a> {
    /// The tenant is told to those of its administrators who ask.
    fn new(rp: &'a Rp, asker: Option<&Principal>) -> Self {
        let owner = rp.tenant_id();
        let sees = |asker: &Principal| asker.tenant_id.is_none_or(|own| own == owner);
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
            tenant_id: asker.filter(|asker| sees(asker)).map(|_| owner),
        }
    }
}
