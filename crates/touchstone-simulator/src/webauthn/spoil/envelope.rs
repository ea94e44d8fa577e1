//! What does each flaw make of the JSON that is posted?

use serde_json::{Value, json};

use crate::jose::base64url;
use crate::webauthn::flaw::{EnvelopeFlaw, Flaw};

/// Text that is base64 and not base64url.
const BASE64: &str = "a+b/";
/// A number that would be base64url if it were a text.
const NUMBER: i64 = 1469;
/// One level more than a reader takes, the body itself included.
const DEPTH: usize = 16;

/// The bytes of a message with a flaw; one that is not in the JSON leaves it as it is.
pub(super) fn body(mut message: Value, flaw: Flaw) -> Vec<u8> {
    let Flaw::Envelope(flaw) = flaw else {
        return message.to_string().into_bytes();
    };
    flaw.spoil_id(&mut message);
    flaw.spoil_members(&mut message);
    flaw.spoil_response(&mut message);
    flaw.spoilt_bytes(&message)
}

impl EnvelopeFlaw {
    fn spoil_id(self, message: &mut Value) {
        let text = message.get("id").and_then(Value::as_str).unwrap_or("");
        let id = match self {
            Self::IdMissing => None,
            Self::IdNumber => Some(json!(NUMBER)),
            Self::IdEmpty => Some(json!("")),
            Self::IdBase64 => Some(json!(BASE64)),
            // Two letters hold one byte and four bits that must be zero.
            Self::IdUnusedBits => Some(json!("YR")),
            Self::IdTooLong => Some(json!(base64url(&[7; 1024]))),
            _ => Some(json!(text)),
        };
        set(message, "id", id);
    }

    fn spoil_members(self, message: &mut Value) {
        let long_name = "n".repeat(257);
        match self {
            Self::RawIdOther => set(message, "rawId", Some(json!("AAAA"))),
            Self::RawIdNumber => set(message, "rawId", Some(json!(NUMBER))),
            Self::TypeMissing => set(message, "type", None),
            Self::TypeNumber => set(message, "type", Some(json!(NUMBER))),
            Self::TypeOther => set(message, "type", Some(json!("private-key"))),
            Self::ResponseMissing => set(message, "response", None),
            Self::ResponseArray => set(message, "response", Some(json!([]))),
            Self::ResultsArray => set(message, "clientExtensionResults", Some(json!([]))),
            Self::UserAgentNumber => set(message, "userAgent", Some(json!(NUMBER))),
            Self::FriendlyNameTooLong => set(message, "userFriendlyName", Some(json!(long_name))),
            _ => {}
        }
    }

    fn spoil_response(self, message: &mut Value) {
        let member = match self.check() {
            "E12" | "E13" => "clientDataJSON",
            "E14" | "E15" => "attestationObject",
            "E16" => "authenticatorData",
            "E17" => "signature",
            "E18" => "userHandle",
            "E19" if self == Self::TransportsText => "transports",
            _ => return,
        };
        let value = match self {
            Self::ClientDataMissing
            | Self::ObjectMissing
            | Self::AuthDataMissing
            | Self::SignatureMissing => None,
            Self::ClientDataEmpty
            | Self::ObjectEmpty
            | Self::AuthDataEmpty
            | Self::SignatureEmpty => Some(json!("")),
            Self::ClientDataBase64
            | Self::ObjectBase64
            | Self::AuthDataBase64
            | Self::SignatureBase64 => Some(json!(BASE64)),
            Self::UserHandleTooLong => Some(json!(base64url(&[7; 65]))),
            Self::TransportsText => Some(json!("usb")),
            _ => Some(json!(NUMBER)),
        };
        if let Some(response) = message.get_mut("response") {
            set(response, member, value);
        }
    }

    fn spoilt_bytes(self, message: &Value) -> Vec<u8> {
        let text = message.to_string();
        let inside = text.strip_prefix('{').unwrap_or(&text);
        match self {
            Self::BodyEmpty => Vec::new(),
            Self::BodyTruncated => text.strip_suffix('}').unwrap_or("").into(),
            Self::BodyArray => format!("[{text}]").into_bytes(),
            Self::BodyNull => b"null".to_vec(),
            Self::BodyByteOrderMark => format!("\u{feff}{text}").into_bytes(),
            Self::BodyNotUtf8 => [b"{\"marked\":\"\xff\",".as_slice(), inside.as_bytes()].concat(),
            Self::BodyTooDeep => {
                let (open, close) = ("[".repeat(DEPTH), "]".repeat(DEPTH));
                format!("{{\"deep\":{open}{close},{inside}").into_bytes()
            }
            Self::TypeTwice => format!("{{\"type\":\"public-key\",{inside}").into_bytes(),
            _ => text.into_bytes(),
        }
    }
}

/// Sets a member of an object, or takes it out.
fn set(object: &mut Value, name: &str, value: Option<Value>) {
    let Some(members) = object.as_object_mut() else {
        return;
    };
    match value {
        Some(value) => drop(members.insert(name.to_owned(), value)),
        None => drop(members.remove(name)),
    }
}
