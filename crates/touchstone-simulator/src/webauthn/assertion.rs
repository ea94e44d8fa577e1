//! What is a sign-in before and after it is signed?

use serde_json::{Value, json};

use super::auth_data::AuthData;
use super::client_data::ClientData;
use super::credential::Credential;
use super::envelope::Envelope;
use crate::jose::base64url;

/// A sign-in before it is signed: every part can be changed, and is signed as it then is.
#[derive(Clone)]
pub struct Assertion {
    /// The client data.
    pub client_data: ClientData,
    /// The authenticator data.
    pub auth_data: AuthData,
    /// Whose key signs.
    pub credential: Credential,
    /// `response.userHandle`.
    pub user_handle: Option<Vec<u8>>,
    /// What stands around the response.
    pub envelope: Envelope,
}

/// A sign-in that is signed: what is changed here is changed after signing.
#[derive(Clone, Debug, PartialEq)]
pub struct SealedAssertion {
    /// `response.clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `response.authenticatorData`.
    pub auth_data: Vec<u8>,
    /// `response.signature`.
    pub signature: Vec<u8>,
    /// `response.userHandle`.
    pub user_handle: Option<Vec<u8>>,
    /// What stands around the response.
    pub envelope: Envelope,
}

impl Assertion {
    /// Signs the parts as they are.
    #[must_use]
    pub fn seal(&self) -> SealedAssertion {
        let auth_data = self.auth_data.bytes();
        let message = [auth_data.as_slice(), &self.client_data.hash()].concat();
        SealedAssertion {
            client_data: self.client_data.bytes(),
            auth_data,
            signature: self.credential.sign(&message),
            user_handle: self.user_handle.clone(),
            envelope: self.envelope.clone(),
        }
    }

    /// The JSON that is posted.
    #[must_use]
    pub fn message(&self) -> Value {
        self.seal().message()
    }
}

impl SealedAssertion {
    /// The JSON that is posted.
    #[must_use]
    pub fn message(&self) -> Value {
        self.envelope.around(json!({
            "clientDataJSON": base64url(&self.client_data),
            "authenticatorData": base64url(&self.auth_data),
            "signature": base64url(&self.signature),
            "userHandle": self.user_handle.as_deref().map(base64url),
        }))
    }
}
