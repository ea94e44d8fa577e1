//! Decides what is read of the extensions' answers to the client (spec webauthn.md E19, L3 section 9). The client may
//! write there what it likes: no check rests on it alone.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString as _};

use super::error::Error;
use crate::json::Value;
use crate::limits::EXTENSION_RESULTS_BYTES_MAX;

/// What extensions answered; nothing when the message has no answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtensionResults {
    answers: Option<Value>,
}

impl ExtensionResults {
    /// `clientExtensionResults`, else `getClientExtensionResults` (as some clients name it).
    pub(super) fn read(body: &Value) -> Result<Self, Error> {
        let mut answers = None;
        for field in ["clientExtensionResults", "getClientExtensionResults"] {
            let Some(value) = body.present(field) else {
                continue;
            };
            let fits =
                value.members().is_some() && json_bytes(value) <= EXTENSION_RESULTS_BYTES_MAX;
            if !fits {
                return Err(Error::OptionalFieldMalformed { field });
            }
            answers.get_or_insert(value);
        }
        let answers = answers.map(ToOwned::to_owned);
        Ok(Self { answers })
    }

    /// All answers: an object.
    pub const fn answers(&self) -> Option<&Value> {
        self.answers.as_ref()
    }

    /// Whether the client says that it used the application identifier of U2F (L3 section 10.1.1).
    pub fn app_id_used(&self) -> bool {
        self.answer("appid").and_then(Value::boolean) == Some(true)
    }

    /// Whether the credential can be found without its id, if the client says (`credProps.rk`, L3 section 10.1.3).
    pub fn resident_key(&self) -> Option<bool> {
        self.answer("credProps")?.get("rk")?.boolean()
    }

    fn answer(&self, extension: &str) -> Option<&Value> {
        self.answers.as_ref()?.get(extension)
    }
}

/// How many bytes a value has as compact JSON at least: escapes do not count, and every fraction is as short as one can be.
fn json_bytes(value: &Value) -> usize {
    const FRACTION: usize = 3;
    match value {
        Value::Null | Value::Boolean(true) => 4,
        Value::Boolean(false) => 5,
        Value::Integer(number) => number.to_string().len(),
        Value::OtherNumber => FRACTION,
        Value::Text(text) => text.len() + 2,
        Value::Array(elements) => {
            let elements = elements.iter().map(|element| json_bytes(element) + 1);
            elements.sum::<usize>().max(1) + 1
        }
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| name.len() + 4 + json_bytes(value);
            members.iter().map(member).sum::<usize>().max(1) + 1
        }
    }
}
