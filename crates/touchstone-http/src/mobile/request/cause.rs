//! Decides what a malformed request is told: the closed list of spec mobile.md 2.2, in the order in which the causes are looked for.

/// Why a request is malformed; its text follows "Malformed request: ".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Cause {
    /// 1.
    #[error("body is not a JSON object")]
    NotAnObject,
    /// 2; the name is cut at [`NAME_CHARACTERS_MAX`].
    #[error("duplicate field {0}")]
    DuplicateField(String),
    /// 3.
    #[error("attestationToken is missing")]
    TokenMissing,
    /// 4.
    #[error("attestationToken is not a base64 string")]
    TokenNotBase64,
    /// 5.
    #[error("attestationToken is empty")]
    TokenEmpty,
    /// 6.
    #[error("attestationToken is too long")]
    TokenTooLong,
    /// 7.
    #[error("sessionReference is not a string of 1 to 128 characters")]
    SessionReference,
    /// 8.
    #[error("deviceNonce is not base64 of 16 to {max} bytes")]
    DeviceNonce {
        /// By the tenant's composition.
        max: usize,
    },
    /// 9.
    #[error("expectedNonce is not base64 of {min} to 64 bytes")]
    ExpectedNonce {
        /// By the tenant's settings.
        min: usize,
    },
    /// 10.
    #[error("exactly one of sessionReference and expectedNonce is required")]
    NotExactlyOne,
    /// 11.
    #[error("deviceNonce is not allowed with expectedNonce")]
    DeviceNonceWithExpectedNonce,
    /// 12.
    #[error("the session approach is not enabled")]
    SessionNotEnabled,
    /// 12.
    #[error("the sessionless approach is not enabled")]
    SessionlessNotEnabled,
}

/// The longest part of a repeated field's name that is told back.
const NAME_CHARACTERS_MAX: usize = 128;

impl Cause {
    /// Cause 2 for a field of this name.
    pub(super) fn duplicate(name: &str) -> Self {
        Self::DuplicateField(name.chars().take(NAME_CHARACTERS_MAX).collect())
    }
}
