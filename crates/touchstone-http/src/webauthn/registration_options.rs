//! W1, options of a registration: `POST /nevisfido/fido2/attestation/options` (spec webauthn.md 2.8). A request that names no display name asks
//! for options of an authentication, as W3 does.

use axum::response::Response;
use http::StatusCode;

use super::authentication_options;
use super::door::Visit;
use super::refused::Refused;
use super::request::{self, OptionsRequest};
use super::shapes::{JSON, RegistrationOptionsBody};
use crate::answer;
use crate::state::HttpState;

/// Options, with a session.
pub(super) async fn answer(state: &HttpState, visit: Visit) -> Result<Response, Refused> {
    let webauthn = &state.core().webauthn;
    let rp = visit.rp.as_ref();
    let profile = webauthn.profile(rp.map(AsRef::as_ref));
    let read = request::options(&visit.body, profile);
    let asked = match read.map_err(|wrong| wrong.refused(webauthn, rp))? {
        OptionsRequest::Registration(asked) => asked,
        OptionsRequest::Authentication(asked) => {
            return authentication_options::answer_to(state, &visit, asked).await;
        }
    };
    let options = webauthn.registration_options(&visit.call, &visit.asker, rp, asked);
    match options.await {
        Ok(options) => {
            let body = RegistrationOptionsBody::new(&options);
            Ok(answer::json_as(JSON, StatusCode::OK, &body))
        }
        Err(error) => Err(Refused::of_ceremony(error, &visit.call.request_id)),
    }
}
