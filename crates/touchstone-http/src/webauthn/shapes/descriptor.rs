//! How a credential is named in options.

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use touchstone_core::webauthn::CredentialDescriptor;

/// The one type of credential.
pub(super) const PUBLIC_KEY: &str = "public-key";

/// A credential.
#[derive(Debug, Serialize)]
pub(super) struct Descriptor<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    transports: &'a [String],
}

impl<'a> Descriptor<'a> {
    /// Credentials in their order.
    pub(super) fn list(credentials: &'a [CredentialDescriptor]) -> Vec<Self> {
        credentials.iter().map(Self::new).collect()
    }

    fn new(credential: &'a CredentialDescriptor) -> Self {
        Self {
            kind: PUBLIC_KEY,
            id: BASE64URL_NOPAD.encode(&credential.id),
            transports: &credential.transports,
        }
    }
}
