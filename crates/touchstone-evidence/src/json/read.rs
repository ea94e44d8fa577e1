//! Decides how a JSON text is read: by `serde_json`'s tokens, with depth and names checked on the way, so that nothing is
//! kept of a text that is refused.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Error, Value};
use crate::limits::JSON_DEPTH_MAX;

/// The one value of a text of at most `bytes_max` bytes.
pub fn parse(text: &[u8], bytes_max: usize) -> Result<Value, Error> {
    parse_to_depth(text, bytes_max, JSON_DEPTH_MAX)
}

/// As [`parse`], for formats that allow another depth than the 8 of most.
pub fn parse_to_depth(text: &[u8], bytes_max: usize, depth_max: usize) -> Result<Value, Error> {
    let mut json = serde_json::Deserializer::from_str(text_of(text, bytes_max)?);
    let repeated = Cell::new(false);
    let seed = Seed {
        levels: depth_max,
        repeated: &repeated,
    };
    let value = seed
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value));
    let value = value.map_err(malformed)?;
    if repeated.get() {
        Err(Error::RepeatedName)
    } else {
        Ok(value)
    }
}

/// The text, when it is one and not too long. The JSON reader does not look at all strings' bytes; a JSON text is UTF-8 as a
/// whole.
pub(super) fn text_of(text: &[u8], bytes_max: usize) -> Result<&str, Error> {
    if text.len() > bytes_max {
        return Err(Error::TooLong);
    }
    core::str::from_utf8(text).map_err(|_| Error::NotUtf8)
}

/// Where reading stopped; the reader's own words may quote the text.
pub(super) fn malformed(error: serde_json::Error) -> Error {
    Error::Malformed {
        line: error.line(),
        column: error.column(),
    }
}

/// Reads a value of at most so many levels, and notes whether a name came twice: a text that is no JSON either is
/// refused as that.
#[derive(Clone, Copy)]
struct Seed<'s> {
    levels: usize,
    repeated: &'s Cell<bool>,
}

impl Seed<'_> {
    fn inner<E: de::Error>(self) -> Result<Self, E> {
        let levels = self.levels.checked_sub(1);
        let levels = levels.ok_or_else(|| E::custom("nested too deep"))?;
        Ok(Self { levels, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Boolean(truth))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or(Value::OtherNumber, Value::Integer))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Value, E> {
        Ok(Value::OtherNumber)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element_seed(inner)? {
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut members = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(inner)?;
            match members.entry(name) {
                Entry::Occupied(_) => self.repeated.set(true),
                Entry::Vacant(slot) => {
                    slot.insert(value);
                }
            }
        }
        Ok(Value::Object(members))
    }
}
