//! What does the browser put into the client data (WebAuthn L3 5.8.1)? JSON members in the order of browsers, of
//! which any can be changed, doubled or left out.

use serde_json::Value;

use crate::key::sha256;

/// The client data of one ceremony.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientData {
    /// The members in the order in which they are written.
    pub members: Vec<(String, Value)>,
    /// Bytes in place of the members.
    pub raw: Option<Vec<u8>>,
}

impl ClientData {
    /// `kind` is `webauthn.create` or `webauthn.get`; `challenge` is base64url.
    #[must_use]
    pub fn new(kind: &str, challenge: &str, origin: &str) -> Self {
        let member = |(name, value): (&str, &str)| (name.to_owned(), Value::from(value));
        let mut members: Vec<_> = [("type", kind), ("challenge", challenge), ("origin", origin)]
            .into_iter()
            .map(member)
            .collect();
        members.push(("crossOrigin".to_owned(), Value::Bool(false)));
        Self { members, raw: None }
    }

    /// Sets a member, at its place or at the end.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        let found = self.members.iter_mut().find(|(held, _)| held == name);
        match found {
            Some((_, held)) => *held = value.into(),
            None => self.members.push((name.to_owned(), value.into())),
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) {
        self.members.retain(|(held, _)| held != name);
    }

    /// The bytes that are hashed and sent.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let member =
            |(name, value): &(String, Value)| format!("{}:{value}", Value::from(name.as_str()));
        let written = || {
            let members: Vec<String> = self.members.iter().map(member).collect();
            format!("{{{}}}", members.join(",")).into_bytes()
        };
        self.raw.clone().unwrap_or_else(written)
    }

    /// SHA-256 of [`Self::bytes`].
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        sha256(&self.bytes())
    }
}
