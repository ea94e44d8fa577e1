//! The attestation sessions of phone apps over HTTP (spec mobile.md 2): one operation, one file.

mod admitted;
mod code;
mod count;
mod enter;
mod error;
mod gate;
mod init;
mod request;
mod shapes;
mod verdict;
mod verify;

pub(crate) use enter::enter;
pub(crate) use error::internal_error;
pub(crate) use gate::MobileGate;
pub(crate) use init::init;
pub(crate) use verdict::verdict;
pub(crate) use verify::verify;

use error::ApiError;

/// A path under `/api/` that nobody serves, with a good key.
pub(crate) async fn not_found() -> ApiError {
    ApiError::NotFound
}

/// Another method on a path that takes GET alone; HEAD too.
pub(crate) async fn only_get() -> ApiError {
    ApiError::MethodNotAllowed { allow: "GET" }
}

/// Another method on a path that takes POST alone.
pub(crate) async fn only_post() -> ApiError {
    ApiError::MethodNotAllowed { allow: "POST" }
}
