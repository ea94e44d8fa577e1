//! Decides which services there are and what they have in common (spec webauthn.md 2.1).

use touchstone_core::webauthn::Service;

/// A service with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// W1.
    RegistrationOptions,
    /// W2.
    RegistrationResult,
    /// W3.
    AuthenticationOptions,
    /// W4.
    AuthenticationResult,
    /// W5.
    Status,
}

impl Operation {
    /// For `Allow`.
    pub(super) const fn methods(self) -> &'static str {
        if self.is_for_browsers() {
            "POST, OPTIONS"
        } else {
            "POST"
        }
    }

    /// Whether pages of other origins call it (spec webauthn.md 2.6).
    pub(super) const fn is_for_browsers(self) -> bool {
        !matches!(self, Self::Status)
    }

    /// What a relying party's setting `sectoken` calls it.
    pub(super) const fn service(self) -> Service {
        match self {
            Self::RegistrationOptions | Self::AuthenticationOptions => Service::Options,
            Self::RegistrationResult | Self::AuthenticationResult => Service::Result,
            Self::Status => Service::Status,
        }
    }
}
