//! Which services are there, and where?

use crate::scripted;

/// A service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Route {
    /// `POST /token`: access tokens of Google.
    Token,
    /// `POST /v1/{package}:decodeIntegrityToken`: Play Integrity.
    Decode,
    /// `GET /attestation/status`: the status list of Android keys.
    StatusList,
    /// `POST /v1/attestationData`: Apple's exchange of receipts.
    AttestationData,
}

impl Route {
    /// The service at this method and path.
    pub(super) fn of(method: &str, path: &str) -> Option<Self> {
        match (method, path) {
            ("POST", "/token") => Some(Self::Token),
            ("GET", "/attestation/status") => Some(Self::StatusList),
            ("POST", "/v1/attestationData") => Some(Self::AttestationData),
            ("POST", path) => package(path).map(|_| Self::Decode),
            _ => None,
        }
    }
}

/// The package that a path of [`Route::Decode`] names; a query may follow.
pub(super) fn package(path: &str) -> Option<&str> {
    let rest = path.split('?').next()?.strip_prefix("/v1/")?;
    rest.strip_suffix(":decodeIntegrityToken")
}

/// A call as it came in.
pub type RecordedRequest = scripted::RecordedRequest<Route>;
