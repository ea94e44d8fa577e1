//! Decides which class a reason has: the coarse part of an answer that the outside may learn (spec mobile.md 2.0 and 4).

use super::reasons::reason;

/// The class of a refused verification; its low byte is the low byte of the published status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorClass {
    /// The token is not what its format says.
    TokenMalformed,
    /// The platform is not served.
    PlatformUnsupported,
    /// The app is not registered, or not in this environment.
    ApplicationNotAllowed,
    /// The evidence is bound to another nonce.
    NonceMismatch,
    /// Signature or chain do not hold.
    NotAuthentic,
    /// The device key is unknown, known already, or its counter does not rise.
    DeviceKeyNotAcceptable,
    /// Too old, or from the future.
    NotFresh,
    /// The device's integrity does not suffice.
    IntegrityInsufficient,
    /// The operator's policy is not met.
    PolicyNotMet,
    /// Key or certificate are revoked.
    Revoked,
}

impl ErrorClass {
    /// The low byte: `0x00` to `0x09`.
    pub const fn low_byte(self) -> u8 {
        match self {
            Self::TokenMalformed => 0x00,
            Self::PlatformUnsupported => 0x01,
            Self::ApplicationNotAllowed => 0x02,
            Self::NonceMismatch => 0x03,
            Self::NotAuthentic => 0x04,
            Self::DeviceKeyNotAcceptable => 0x05,
            Self::NotFresh => 0x06,
            Self::IntegrityInsufficient => 0x07,
            Self::PolicyNotMet => 0x08,
            Self::Revoked => 0x09,
        }
    }

    /// The class of a reason code of spec mobile.md section 4; `None` when the code is not one of a refusal.
    pub fn of_reason(code: &str) -> Option<Self> {
        reason(code)?.class
    }
}
