//! Decides what a profile fixes for good: the lines of spec webauthn.md 2.7 that no relying party can change.

use touchstone_evidence::webauthn::Padding;

use super::policy::Profile;

impl Profile {
    /// Whether a protocol failure is the client's error rather than an ordinary answer.
    pub const fn failure_is_client_error(self) -> bool {
        !matches!(self, Self::Nevis)
    }

    /// Whether a request may come without saying what it accepts.
    pub const fn accept_may_be_missing(self) -> bool {
        !matches!(self, Self::Nevis)
    }

    /// Whether a body without `displayName` is an incomplete registration rather than an authentication.
    pub const fn display_name_is_required(self) -> bool {
        matches!(self, Self::Conformance)
    }

    /// What is done with `=` at the end of base64url.
    pub const fn padding(self) -> Padding {
        match self {
            Self::Nevis => Padding::Tolerated,
            Self::Conformance | Self::L3 => Padding::Refused,
        }
    }
}
