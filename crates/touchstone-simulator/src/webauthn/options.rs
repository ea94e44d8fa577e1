//! What does a client read in the options, and when does it refuse them (WebAuthn L3 5.1.3, 5.1.4)?

use serde_json::Value;

use crate::jose::from_base64url;

/// Why a client makes no message. The name in brackets is what a page would see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// A member is missing or of another type (TypeError).
    #[error("the options lack {0}, or it is malformed")]
    Malformed(&'static str),
    /// The RP id is not the origin's host nor a suffix of it (SecurityError).
    #[error("the RP id does not belong to the origin")]
    RpIdForeign,
    /// The authenticator makes no key of the asked kinds (NotSupportedError).
    #[error("no algorithm is supported")]
    NoAlgorithm,
    /// The authenticator holds an excluded credential (InvalidStateError).
    #[error("the authenticator is registered already")]
    Excluded,
    /// The authenticator verifies no users, and the options ask for it (NotAllowedError).
    #[error("the user cannot be verified")]
    NoUserVerification,
    /// The authenticator holds no credential that is asked for (NotAllowedError).
    #[error("no credential fits")]
    NoCredential,
}

/// A reader of the JSON that the options endpoints answer.
#[derive(Clone, Copy)]
pub(super) struct Options<'a>(pub(super) &'a Value);

impl<'a> Options<'a> {
    /// The text at a pointer such as `/rp/id`.
    pub(super) fn text(self, pointer: &'static str) -> Result<&'a str, ClientError> {
        let text = self.0.pointer(pointer).and_then(Value::as_str);
        text.ok_or(ClientError::Malformed(pointer))
    }

    /// The bytes at a pointer, base64url.
    pub(super) fn bytes(self, pointer: &'static str) -> Result<Vec<u8>, ClientError> {
        from_base64url(self.text(pointer)?).ok_or(ClientError::Malformed(pointer))
    }

    /// The challenge as it stands in the client data.
    pub(super) fn challenge(self) -> Result<&'a str, ClientError> {
        self.bytes("/challenge")?;
        self.text("/challenge")
    }

    /// The numbers of the algorithms, best first.
    pub(super) fn algorithms(self) -> Result<Vec<i64>, ClientError> {
        let wrong = ClientError::Malformed("/pubKeyCredParams");
        let parameters = self
            .0
            .pointer("/pubKeyCredParams")
            .and_then(Value::as_array);
        let id = |one: &Value| one.get("alg").and_then(Value::as_i64);
        let ids: Option<Vec<i64>> = parameters.ok_or(wrong)?.iter().map(id).collect();
        ids.ok_or(wrong)
    }

    /// The ids in `excludeCredentials` or `allowCredentials`; none when it is absent.
    pub(super) fn credentials(self, pointer: &'static str) -> Result<Vec<Vec<u8>>, ClientError> {
        let listed = self.0.pointer(pointer).and_then(Value::as_array);
        let id = |one: &Value| from_base64url(one.get("id")?.as_str()?);
        let ids: Option<Vec<_>> = listed.into_iter().flatten().map(id).collect();
        ids.ok_or(ClientError::Malformed(pointer))
    }

    /// The word at a pointer; the standard's default where it is absent.
    pub(super) fn word(self, pointer: &'static str, default: &'static str) -> &'a str {
        self.text(pointer).unwrap_or(default)
    }

    /// Whether the member is `true`.
    pub(super) fn says(self, pointer: &'static str) -> bool {
        self.0.pointer(pointer).and_then(Value::as_bool) == Some(true)
    }
}

/// A page may use its own host or a domain above it; apps are told apart by other means.
pub(super) fn check_rp_id(rp_id: &str, origin: &str) -> Result<(), ClientError> {
    let Some((scheme, rest)) = origin.split_once("://") else {
        return match origin.starts_with("android:") {
            true => Ok(()),
            false => Err(ClientError::RpIdForeign),
        };
    };
    let host = rest.split(':').next().unwrap_or(rest);
    let secure = scheme == "https" || host == "localhost";
    let below = host
        .strip_suffix(rp_id)
        .is_some_and(|left| left.ends_with('.'));
    match secure && (host == rp_id || below) {
        true => Ok(()),
        false => Err(ClientError::RpIdForeign),
    }
}
