//! What does each flaw make of client data?

use serde_json::{Value, json};

use crate::jose::base64url;
use crate::webauthn::client_data::ClientData;
use crate::webauthn::flaw::ClientDataFlaw;

/// 32 bytes in base64url that no server issues.
const OTHER_CHALLENGE: [u8; 32] = [0x51; 32];

impl ClientDataFlaw {
    pub(super) fn spoil(self, data: &mut ClientData) {
        self.spoil_bytes(data);
        self.spoil_type(data);
        self.spoil_challenge(data);
        self.spoil_origin(data);
        match self {
            Self::CrossOriginText => data.set("crossOrigin", "false"),
            Self::CrossOrigin => data.set("crossOrigin", true),
            Self::TopOriginNumber => data.set("topOrigin", 1469),
            Self::TopOriginAlone => data.set("topOrigin", "https://top.example"),
            Self::TopOriginOther => {
                data.set("crossOrigin", true);
                data.set("topOrigin", "https://top.example");
            }
            Self::TokenBindingText => data.set("tokenBinding", "supported"),
            Self::TokenBindingEmpty => data.set("tokenBinding", json!({})),
            Self::TokenBindingStatusOther => {
                data.set("tokenBinding", json!({ "status": "perhaps" }));
            }
            _ => {}
        }
    }

    fn spoil_bytes(self, data: &mut ClientData) {
        match self {
            Self::NotJson => data.raw = Some(b"unparsable client json data".to_vec()),
            Self::Array => data.raw = Some([b"[", data.bytes().as_slice(), b"]"].concat()),
            Self::NotUtf8 => {
                data.set("marked", "#");
                let mut bytes = data.bytes();
                let mark = bytes.iter().rposition(|byte| *byte == b'#');
                if let Some(byte) = mark.and_then(|at| bytes.get_mut(at)) {
                    *byte = 0xff;
                }
                data.raw = Some(bytes);
            }
            Self::MemberTwice => {
                let origin = member(data, "origin");
                data.members.push(("origin".to_owned(), origin));
            }
            _ => {}
        }
    }

    fn spoil_type(self, data: &mut ClientData) {
        let other = match member(data, "type").as_str() {
            Some("webauthn.create") => "webauthn.get",
            _ => "webauthn.create",
        };
        match self {
            Self::TypeMissing => data.remove("type"),
            Self::TypeNumber => data.set("type", 1469),
            Self::TypeEmpty => data.set("type", ""),
            Self::TypeOther => data.set("type", "webauthn.other"),
            Self::TypeOfOtherCeremony => data.set("type", other),
            _ => {}
        }
    }

    fn spoil_challenge(self, data: &mut ClientData) {
        match self {
            Self::ChallengeMissing => data.remove("challenge"),
            Self::ChallengeNumber => data.set("challenge", 1469),
            Self::ChallengeEmpty => data.set("challenge", ""),
            Self::ChallengeBase64 => data.set("challenge", "a+b/"),
            Self::ChallengeOther => data.set("challenge", base64url(&OTHER_CHALLENGE)),
            _ => {}
        }
    }

    fn spoil_origin(self, data: &mut ClientData) {
        let origin = member(data, "origin").as_str().unwrap_or("").to_owned();
        match self {
            Self::OriginMissing => data.remove("origin"),
            Self::OriginNumber => data.set("origin", 1469),
            Self::OriginEmpty => data.set("origin", ""),
            Self::OriginOther => data.set("origin", "https://other.example"),
            Self::OriginBelowOther => data.set("origin", format!("{origin}.evil.example")),
            Self::OriginOtherPort => {
                let host = origin
                    .rsplit_once(':')
                    .filter(|(left, _)| left.contains(':'));
                let host = host.map_or(origin.as_str(), |(left, _)| left);
                data.set("origin", format!("{host}:4711"));
            }
            Self::OriginUpperCase => data.set("origin", origin.to_uppercase()),
            _ => {}
        }
    }
}

fn member(data: &ClientData, name: &str) -> Value {
    let mut named = data.members.iter().filter(|(held, _)| held == name);
    named.next().map_or(Value::Null, |(_, value)| value.clone())
}
