//! W2 and W4, the results: `POST /nevisfido/fido2/attestation/result` and `POST /nevisfido/fido2/assertion/result` (spec webauthn.md 2.9 and 2.11).
//! The body goes to the core as it came.

use axum::response::Response;
use http::{HeaderValue, StatusCode};
use touchstone_core::ports::CeremonyKind;
use touchstone_core::webauthn::{CeremonyError, Succeeded};

use super::count;
use super::door::Visit;
use super::refused::Refused;
use super::shapes::{JSON, ServerResponse};
use crate::answer::{self, X_TOUCHSTONE_VERDICT};
use crate::state::HttpState;

/// Judges the result of a ceremony of this kind.
pub(super) async fn answer(
    state: HttpState,
    visit: Visit,
    kind: CeremonyKind,
) -> Result<Response, Refused> {
    let request_id = visit.call.request_id.clone();
    // A task of its own: a client who hangs up does not break off a settlement.
    let judged = tokio::spawn(judge(state, visit, kind)).await;
    match judged {
        Ok(Ok(succeeded)) => Ok(succeeded_response(&succeeded)),
        Ok(Err(error)) => Err(Refused::of_ceremony(error, &request_id)),
        Err(lost) => Err(Refused::internal(&lost, &request_id)),
    }
}

async fn judge(
    state: HttpState,
    visit: Visit,
    kind: CeremonyKind,
) -> Result<Succeeded, CeremonyError> {
    let webauthn = &state.core().webauthn;
    let Visit {
        call,
        asker,
        rp,
        body,
        place: _held,
    } = visit;
    let judged = match kind {
        CeremonyKind::Registration => webauthn.register(&call, &asker, rp.as_ref(), &body).await,
        CeremonyKind::Authentication => {
            webauthn
                .authenticate(&call, &asker, rp.as_ref(), &body)
                .await
        }
    };
    count::ceremony(&call, kind, &judged);
    judged
}

fn succeeded_response(succeeded: &Succeeded) -> Response {
    let body = ServerResponse::ok(&succeeded.session_id);
    let mut response = answer::json_as(JSON, StatusCode::OK, &body);
    if let Ok(id) = HeaderValue::from_str(&succeeded.verdict_id.to_string()) {
        response.headers_mut().insert(X_TOUCHSTONE_VERDICT, id);
    }
    response
}
