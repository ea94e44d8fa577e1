//! W3, options of an authentication: `POST /nevisfido/fido2/assertion/options` (spec webauthn.md 2.10).

use axum::response::Response;
use http::StatusCode;
use touchstone_core::webauthn::AuthenticationOptionsRequest;

use super::door::Visit;
use super::refused::Refused;
use super::request;
use super::shapes::{AuthenticationOptionsBody, JSON};
use crate::answer;
use crate::state::HttpState;

/// Options, with a session.
pub(super) async fn answer(state: &HttpState, visit: Visit) -> Result<Response, Refused> {
    let webauthn = &state.core().webauthn;
    let rp = visit.rp.as_ref();
    let profile = webauthn.profile(rp.map(AsRef::as_ref));
    let asked = request::authentication_options(&visit.body, profile);
    let asked = asked.map_err(|wrong| wrong.refused(webauthn, rp))?;
    answer_to(state, &visit, asked).await
}

/// Options for what was asked.
pub(super) async fn answer_to(
    state: &HttpState,
    visit: &Visit,
    asked: AuthenticationOptionsRequest,
) -> Result<Response, Refused> {
    let webauthn = &state.core().webauthn;
    let rp = visit.rp.as_ref();
    let options = webauthn.authentication_options(&visit.call, &visit.asker, rp, asked);
    match options.await {
        Ok(options) => {
            let body = AuthenticationOptionsBody::new(&options);
            Ok(answer::json_as(JSON, StatusCode::OK, &body))
        }
        Err(error) => Err(Refused::of_ceremony(error, &visit.call.request_id)),
    }
}
