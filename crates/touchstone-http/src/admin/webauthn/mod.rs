//! `/admin/v1/webauthn` (spec webauthn.md section 6).

mod base64url;

pub(crate) mod api_keys;
pub(crate) mod credentials;
pub(crate) mod diagnose;
pub(crate) mod mds;
pub(crate) mod reevaluations;
pub(crate) mod relying_parties;
pub(crate) mod sessions;
pub(crate) mod statements;
pub(crate) mod users;

use base64url::Base64Url;

/// What all its paths begin with.
pub(super) const BASE: &str = "/admin/v1/webauthn/";
