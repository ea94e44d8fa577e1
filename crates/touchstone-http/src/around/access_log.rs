//! Decides what one line of the log says about a request. No header, no query, no path as sent: secrets travel there.

use axum::response::Response;
use touchstone_core::{ApiKeyId, TenantId};

use super::{Asker, Seen};

/// Writes the line; costs nothing while the level is disabled.
pub(super) fn write(seen: &Seen, response: &Response) {
    tracing::info!(
        target: "touchstone::access",
        request_id = %seen.call.request_id,
        method = seen.method,
        route = seen.route(),
        status = response.status().as_u16(),
        elapsed_us = seen.call.elapsed_us(),
        tenant_id = tenant_id(response).map(tracing::field::debug),
        api_key_id = api_key_id(response).map(tracing::field::debug),
        "request"
    );
}

fn tenant_id(response: &Response) -> Option<TenantId> {
    response.extensions().get::<Asker>()?.0.tenant_id
}

fn api_key_id(response: &Response) -> Option<ApiKeyId> {
    response.extensions().get::<Asker>()?.0.api_key_id()
}
