//! Decides who may ask a service, and in what form (spec webauthn.md 2.2): the checks 2 to 8, the first that fails answers.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::request::Parts;
use http::{HeaderMap, Method};
use tokio::sync::OwnedSemaphorePermit;
use touchstone_core::webauthn::{Asker, Rp, Service};
use touchstone_core::{Call, Principal};

use super::accept::{Accepts, accepts};
use super::caller::{ClientAddress, host};
use super::cors::{self, Cors};
use super::operation::Operation;
use super::refused::Refused;
use super::{run, sectoken};
use crate::around;
use crate::body::{self, BodyError};
use crate::content_type::is_json;
use crate::state::HttpState;

/// The longest body, in bytes.
const BODY_BYTES_MAX: usize = 131_072;

/// A request that may be answered.
pub(super) struct Visit {
    /// The call.
    pub(super) call: Arc<Call>,
    /// Who asks.
    pub(super) asker: Asker,
    /// The relying party that the request concerns, as far as its head tells.
    pub(super) rp: Option<Arc<Rp>>,
    /// The whole body.
    pub(super) body: Bytes,
    /// Held while a result is judged.
    pub(super) place: Option<OwnedSemaphorePermit>,
}

/// Who asks, once the head of the request is found in order.
struct Admitted {
    asker: Asker,
    rp: Option<Arc<Rp>>,
}

/// Answers a request to this service.
pub(super) async fn open(
    state: HttpState,
    call: Arc<Call>,
    request: Request,
    operation: Operation,
) -> Response {
    let (parts, body) = request.into_parts();
    if !operation.is_for_browsers() {
        return serve(state, call, &parts, body, operation).await;
    }
    let cors = Cors::of(&state, &call, &parts).await;
    if parts.method == Method::OPTIONS {
        return cors.preflight(operation);
    }
    let mut response = serve(state, call, &parts, body, operation).await;
    cors.mark(&mut response, parts.method == Method::POST);
    response
}

async fn serve(
    state: HttpState,
    call: Arc<Call>,
    parts: &Parts,
    body: Body,
    operation: Operation,
) -> Response {
    let admitted = match admit(&state, &call, parts, operation).await {
        Ok(admitted) => admitted,
        Err(refused) => return refused.respond(),
    };
    let principal = admitted.asker.principal.clone();
    let answered = match visit(&state, call, admitted, body, operation).await {
        Ok(visit) => run::run(state, visit, operation).await,
        Err(refused) => Err(refused),
    };
    let mut response = answered.unwrap_or_else(Refused::respond);
    let asker = principal.map(around::Asker);
    if let Some(asker) = asker {
        response.extensions_mut().insert(asker);
    }
    response
}

/// Checks 3 to 7.
async fn admit(
    state: &HttpState,
    call: &Call,
    parts: &Parts,
    operation: Operation,
) -> Result<Admitted, Refused> {
    if parts.method != Method::POST {
        let allow = operation.methods();
        return Err(Refused::NotPost { allow });
    }
    let trusted = &state.webauthn_options().trusted_proxies;
    let address = ClientAddress::of(parts, trusted);
    let gate = state.webauthn();
    gate.look(&address, call.now)?;
    let principal = sectoken::bearer(state, call, &parts.headers).await?;
    let mut asker = Asker {
        origin: cors::origin(&parts.headers).map(str::to_owned),
        host: host(parts, trusted),
        principal: None,
    };
    let chosen = choose(state, call, &mut asker, principal, operation).await;
    match (
        &chosen,
        asker.principal.as_deref().and_then(Principal::api_key_id),
    ) {
        (Ok(_), Some(key)) => gate.take_of_key(key, call.now)?,
        // A refused SecToken counts against the address, as does every request without one.
        _ => gate.take(address, call.now)?,
    }
    let rp = chosen?;
    let profile = state.core().webauthn.profile(rp.as_deref());
    match accepts(&parts.headers) {
        Accepts::Json => {}
        Accepts::Unsaid if profile.accept_may_be_missing() => {}
        Accepts::Unsaid | Accepts::Other => return Err(Refused::NotAcceptable),
    }
    if !is_json(&parts.headers) || is_encoded(&parts.headers) {
        return Err(Refused::UnsupportedMediaType);
    }
    Ok(Admitted { asker, rp })
}

/// The relying party, and check 4: where it asks for a SecToken, a valid one that it admits.
async fn choose(
    state: &HttpState,
    call: &Call,
    asker: &mut Asker,
    principal: Option<Arc<Principal>>,
    operation: Operation,
) -> Result<Option<Arc<Rp>>, Refused> {
    let webauthn = &state.core().webauthn;
    let unusable = |error| Refused::of_rp(&error, &call.request_id);
    let service = operation.service();
    let asks = |rp: &Option<Arc<Rp>>| rp.as_ref().is_some_and(|rp| rp.asks_sectoken(service));
    let Some(principal) = principal else {
        let rp = webauthn.choose_rp(asker, call).await.map_err(unusable)?;
        return if asks(&rp) {
            Err(Refused::SecToken)
        } else {
            Ok(rp)
        };
    };
    let by_head = webauthn.choose_rp(asker, call).await.map_err(unusable)?;
    asker.principal = Some(principal);
    let rp = webauthn.choose_rp(asker, call).await.map_err(unusable)?;
    // The key of another tenant: where one is asked for it is as good as none.
    if rp.is_none() && asks(&by_head) {
        asker.principal = None;
        return Err(Refused::SecToken);
    }
    Ok(rp)
}

/// Check 8, and a place where the service needs one. A node that is full reads no body; the place itself is taken when the body is there, or
/// clients that send slowly would hold them all.
async fn visit(
    state: &HttpState,
    call: Arc<Call>,
    admitted: Admitted,
    body: Body,
    operation: Operation,
) -> Result<Visit, Refused> {
    let gate = state.webauthn();
    let needs_place = operation.service() == Service::Result;
    if needs_place && !gate.has_place() {
        return Err(Refused::Unavailable);
    }
    let time = state.limits().body_read;
    let body = body::read(body, BODY_BYTES_MAX, time).await;
    let body = body.map_err(|error| match error {
        BodyError::TooLarge => Refused::TooLarge,
        BodyError::Unfinished => Refused::Unfinished,
    })?;
    let place = if needs_place {
        Some(gate.place().ok_or(Refused::Unavailable)?)
    } else {
        None
    };
    Ok(Visit {
        call,
        asker: admitted.asker,
        rp: admitted.rp,
        body,
        place,
    })
}

/// Whether the body is anything but itself.
fn is_encoded(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    encodings.any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"))
}
