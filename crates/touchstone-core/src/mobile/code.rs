//! Decides which class a reason has: the coarse part of an answer that the outside may learn (spec mobile.md 2.0 and 4).

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
    pub fn of_reason(reason: &str) -> Option<Self> {
        Some(match reason {
            "token_malformed" | "apple_attestation_malformed" | "apple_assertion_malformed" => {
                Self::TokenMalformed
            }
            "token_service_unsupported" | "service_not_enabled" => Self::PlatformUnsupported,
            "apple_app_not_allowed" | "apple_environment_mismatch" | "apple_app_id_mismatch" => {
                Self::ApplicationNotAllowed
            }
            "apple_nonce_mismatch" => Self::NonceMismatch,
            "apple_chain_untrusted"
            | "apple_nonce_extension_invalid"
            | "apple_signature_invalid"
            | "apple_receipt_malformed"
            | "apple_receipt_chain"
            | "apple_receipt_signature"
            | "apple_receipt_app_id"
            | "apple_receipt_stale"
            | "apple_receipt_key"
            | "apple_receipt_environment"
            | "apple_receipt_client_hash" => Self::NotAuthentic,
            "apple_key_id_mismatch"
            | "apple_counter_not_zero"
            | "apple_credential_id_mismatch"
            | "apple_public_key_mismatch"
            | "apple_key_already_attested"
            | "apple_key_unknown"
            | "apple_counter_replay" => Self::DeviceKeyNotAcceptable,
            "apple_cert_not_yet_valid" | "apple_cert_expired" => Self::NotFresh,
            "apple_jailbroken" => Self::IntegrityInsufficient,
            "apple_key_revoked" => Self::Revoked,
            _ => return None,
        })
    }
}
