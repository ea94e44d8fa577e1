//! Decides what of a body is a request: UTF-8 without BOM, one JSON object, nesting at most 8, no field name twice (spec mobile.md
//! 2.2, causes 1 and 2). Unknown fields are read by the same rules and forgotten.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::cause::Cause;

/// How deep values may be nested; the request's object is the first level.
const NESTING_MAX: usize = 8;

/// A value, as far as a request's field can hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Field<'a> {
    /// Not there, or null.
    #[default]
    Absent,
    /// A string.
    Text(Cow<'a, str>),
    /// A number, a boolean, an array or an object.
    Other,
}

/// The fields of a request to verify.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields<'a> {
    pub(super) attestation_token: Field<'a>,
    pub(super) session_reference: Field<'a>,
    pub(super) device_nonce: Field<'a>,
    pub(super) expected_nonce: Field<'a>,
}

/// The fields of this body.
pub(super) fn parse(body: &[u8]) -> Result<Fields<'_>, Cause> {
    // The JSON reader does not look at all strings' bytes; a JSON text is UTF-8 as a whole.
    let text = std::str::from_utf8(body).map_err(|_| Cause::NotAnObject)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let parsed = json
        .deserialize_any(RequestVisitor)
        .and_then(|parsed| json.end().map(|()| parsed))
        .map_err(|_| Cause::NotAnObject)?;
    match parsed.duplicate {
        Some(name) => Err(Cause::duplicate(&name)),
        None => Ok(parsed.fields),
    }
}

#[derive(Default)]
struct Parsed<'a> {
    fields: Fields<'a>,
    /// The first name that came again. The rest is still read: a body that is no JSON is told so.
    duplicate: Option<Cow<'a, str>>,
}

struct RequestVisitor;

impl<'de> Visitor<'de> for RequestVisitor {
    type Value = Parsed<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut parsed = Parsed::default();
        let mut names: HashSet<Cow<'de, str>> = HashSet::new();
        let inner = ValueSeed {
            levels: NESTING_MAX - 1,
        };
        while let Some(Field::Text(name)) = map.next_key_seed(inner)? {
            let value = map.next_value_seed(inner)?;
            if names.contains(&name) {
                parsed.duplicate.get_or_insert(name);
                continue;
            }
            match &*name {
                "attestationToken" => parsed.fields.attestation_token = value,
                "sessionReference" => parsed.fields.session_reference = value,
                "deviceNonce" => parsed.fields.device_nonce = value,
                "expectedNonce" => parsed.fields.expected_nonce = value,
                _ => {}
            }
            names.insert(name);
        }
        Ok(parsed)
    }
}

/// Reads any value of at most so many levels; keeps strings only.
#[derive(Clone, Copy)]
struct ValueSeed {
    levels: usize,
}

impl ValueSeed {
    fn inner<E: Error>(self) -> Result<Self, E> {
        let levels = self.levels.checked_sub(1);
        let levels = levels.ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Self { levels })
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Field<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = Field<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Field::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Field::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Field::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Field::Other)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Field::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Field::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let inner = self.inner()?;
        while seq.next_element_seed(inner)?.is_some() {}
        Ok(Field::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let inner = self.inner()?;
        while map.next_key_seed(inner)?.is_some() {
            map.next_value_seed(inner)?;
        }
        Ok(Field::Other)
    }
}

#[cfg(test)]
mod tests;
