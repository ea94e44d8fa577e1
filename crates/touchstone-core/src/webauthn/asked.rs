//! Decides what a session remembers of its options, to judge the result by.

use serde::{Deserialize, Serialize};

use super::policy::{AttestationPreference, ResidentKey, UserVerification};

/// What the options asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Asked {
    /// How much the user must be verified.
    pub(super) user_verification: UserVerification,
    /// Registration: the effective attestation preference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) attestation: Option<AttestationPreference>,
    /// Registration: how much a discoverable credential is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) resident_key: Option<ResidentKey>,
    /// Registration: the COSE algorithms that were offered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) algorithms: Vec<i64>,
    /// Registration: what people read of the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<String>,
    /// Registration: whether only the first credential of its user may come of it (enrolment without a SecToken).
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) first_only: bool,
    /// Registration: whether the user need not be present.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) conditional: bool,
    /// Authentication: the credentials that were named, in base64url; `None` when no user was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) allowed: Option<Vec<String>>,
    /// Authentication: the AppID of the extension `appid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) appid: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde calls"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}
