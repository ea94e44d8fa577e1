//! The console session over HTTP (design.md section 3): a browser signs in once with an admin key and carries a sealed cookie from then on.

mod admit;
mod begin;
mod cookie;
mod end;
mod same_origin;
mod show;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderName;

pub(crate) use admit::{admit, signed_in};
pub(crate) use begin::begin;
pub(crate) use end::end;
pub(crate) use show::show;

use crate::admin;
use crate::around::CurrentCall;

/// What every request must show that changes something under a console session.
pub(crate) const X_CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");

/// Gives every refusal the common admin shape.
pub(crate) async fn enter(
    CurrentCall(call): CurrentCall,
    request: Request,
    next: Next,
) -> Response {
    admin::shaped(next.run(request).await, &call)
}
