//! `DELETE /console/session`: the browser forgets the session. A copy of its value lives on until its end, or until the admin key is revoked.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use http::header::SET_COOKIE;

use super::{cookie, same_origin};
use crate::admin::Refused;
use crate::state::HttpState;

/// 204, whether there was one or not.
pub(crate) async fn end(
    State(state): State<HttpState>,
    request: Request,
) -> Result<Response, Refused> {
    let (parts, _) = request.into_parts();
    let own = same_origin::require(&parts, &state.webauthn_options().trusted_proxies)?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let cookie = cookie::clear(own.is_secure).map(|cookie| (SET_COOKIE, cookie));
    response.headers_mut().extend(cookie);
    Ok(response)
}
