//! What stands around the response in the JSON that is posted (spec/webauthn.md 2.9)?

use serde_json::{Map, Value, json};

use crate::jose::base64url;

/// The members beside the response.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// The credential id in `id` and `rawId`.
    pub id: Vec<u8>,
    /// `authenticatorAttachment`.
    pub attachment: Option<String>,
    /// `clientExtensionResults`.
    pub client_extension_results: Map<String, Value>,
    /// `userFriendlyName`.
    pub user_friendly_name: Option<String>,
    /// `userAgent`.
    pub user_agent: Option<String>,
}

impl Envelope {
    /// The envelope of a credential id alone.
    #[must_use]
    pub fn new(id: &[u8]) -> Self {
        Self {
            id: id.to_vec(),
            attachment: None,
            client_extension_results: Map::new(),
            user_friendly_name: None,
            user_agent: None,
        }
    }

    /// The whole message.
    pub(super) fn around(&self, response: Value) -> Value {
        let id = base64url(&self.id);
        let mut message = json!({
            "type": "public-key",
            "id": id,
            "rawId": id,
            "response": response,
            "clientExtensionResults": self.client_extension_results,
        });
        let known = [
            ("authenticatorAttachment", &self.attachment),
            ("userFriendlyName", &self.user_friendly_name),
            ("userAgent", &self.user_agent),
        ];
        if let Some(members) = message.as_object_mut() {
            for (name, text) in known {
                if let Some(text) = text {
                    members.insert(name.to_owned(), Value::from(text.as_str()));
                }
            }
        }
        message
    }
}
