//! Decides which relying party a request concerns that is no ceremony (spec webauthn.md 2.5): that of its origin, else of its host. It counts
//! against the address as ceremonies do.

use std::sync::Arc;

use axum::response::Response;
use http::request::Parts;
use touchstone_core::Call;
use touchstone_core::webauthn::{Asker, Rp};

use super::caller::{ClientAddress, host};
use super::cors;
use super::refused::Refused;
use crate::state::HttpState;

/// The relying party that a ceremony of the page that asks would have; a refusal is in the words of the ceremonies.
pub(crate) async fn rp_of_page(
    state: &HttpState,
    call: &Call,
    parts: &Parts,
) -> Result<Option<Arc<Rp>>, Response> {
    let origin = cors::origin(&parts.headers).map(str::to_owned);
    let found = rp_of(state, call, parts, origin).await;
    found.map_err(Refused::respond)
}

/// The relying party of this origin, else of the host.
pub(super) async fn rp_of(
    state: &HttpState,
    call: &Call,
    parts: &Parts,
    origin: Option<String>,
) -> Result<Option<Arc<Rp>>, Refused> {
    let trusted = &state.webauthn_options().trusted_proxies;
    let address = ClientAddress::of(parts, trusted);
    state.webauthn().take(address, call.now)?;
    let asker = Asker {
        origin,
        host: host(parts, trusted),
        principal: None,
    };
    let found = state.core().webauthn.choose_rp(&asker, call).await;
    found.map_err(|error| Refused::of_rp(&error, &call.request_id))
}
