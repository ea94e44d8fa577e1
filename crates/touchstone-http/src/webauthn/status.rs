//! W5, how a ceremony is: `POST /nevisfido/fido2/status` (spec webauthn.md 2.12), for back ends.

use axum::response::Response;
use http::StatusCode;

use super::door::Visit;
use super::refused::Refused;
use super::request;
use super::shapes::{JSON, StatusBody};
use crate::answer;
use crate::state::HttpState;

/// How the ceremony is.
pub(super) async fn answer(state: &HttpState, visit: Visit) -> Result<Response, Refused> {
    let Some(asked) = request::status(&visit.body) else {
        return Err(Refused::StatusMalformed);
    };
    let webauthn = &state.core().webauthn;
    let status = webauthn.status(&visit.call, &visit.asker, &asked.session_id);
    match status.await {
        Ok(status) => {
            let body = StatusBody::new(&status, asked.detail);
            Ok(answer::json_as(JSON, StatusCode::OK, &body))
        }
        Err(error) => Err(Refused::of_ceremony(error, &visit.call.request_id)),
    }
}
