//! What is a registration before and after it is signed?

use serde_json::{Value, json};

use super::auth_data::AuthData;
use super::client_data::ClientData;
use super::credential::Credential;
use super::envelope::Envelope;
use super::statement::{Ceremony, Statement};
use crate::cbor::{self, Cbor};
use crate::jose::base64url;

/// A registration before it is signed: every part can be changed, and is signed as it then is.
#[derive(Clone)]
pub struct Registration {
    /// The client data.
    pub client_data: ClientData,
    /// The authenticator data.
    pub auth_data: AuthData,
    /// How it is attested.
    pub statement: Statement,
    /// The new credential.
    pub credential: Credential,
    /// When it is made (unix milliseconds).
    pub now_ms: i64,
    /// `response.transports`; nothing is sent when it is empty.
    pub transports: Vec<String>,
    /// What stands around the response.
    pub envelope: Envelope,
}

/// A registration that is signed: what is changed here is changed after signing.
#[derive(Clone, Debug, PartialEq)]
pub struct SealedRegistration {
    /// `response.clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `response.attestationObject`.
    pub object: Cbor,
    /// `response.transports`; nothing is sent when it is empty.
    pub transports: Vec<String>,
    /// What stands around the response.
    pub envelope: Envelope,
}

impl Registration {
    /// Signs the parts as they are.
    #[must_use]
    pub fn seal(&self) -> SealedRegistration {
        let statement = self.statement.value(&self.ceremony());
        SealedRegistration {
            client_data: self.client_data.bytes(),
            object: cbor::map([
                ("fmt", cbor::text(self.statement.format())),
                ("attStmt", statement),
                ("authData", Cbor::Bytes(self.auth_data.bytes())),
            ]),
            transports: self.transports.clone(),
            envelope: self.envelope.clone(),
        }
    }

    /// The JSON that is posted.
    #[must_use]
    pub fn message(&self) -> Value {
        self.seal().message()
    }

    /// What the statement is made over.
    #[must_use]
    pub fn ceremony(&self) -> Ceremony<'_> {
        Ceremony {
            auth_data: &self.auth_data,
            client_data_hash: self.client_data.hash(),
            credential: &self.credential,
            now_ms: self.now_ms,
        }
    }
}

impl SealedRegistration {
    /// The encoded attestation object.
    #[must_use]
    pub fn attestation_object(&self) -> Vec<u8> {
        self.object.encode()
    }

    /// Changes `attStmt`.
    pub fn edit_statement(&mut self, edit: impl FnOnce(&mut Cbor)) {
        let mut statement = self.object.get("attStmt").cloned().unwrap_or(Cbor::Null);
        edit(&mut statement);
        self.object.put("attStmt", statement);
    }

    /// The JSON that is posted.
    #[must_use]
    pub fn message(&self) -> Value {
        let mut response = json!({
            "clientDataJSON": base64url(&self.client_data),
            "attestationObject": base64url(&self.attestation_object()),
        });
        if let (false, Some(members)) = (self.transports.is_empty(), response.as_object_mut()) {
            members.insert("transports".to_owned(), json!(self.transports));
        }
        self.envelope.around(response)
    }
}
