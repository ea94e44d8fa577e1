//! Decides what of a body is JSON, before its members are looked at: UTF-8 without BOM, one object, nested only so deep, no member named twice in
//! one object.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Why a body is not one acceptable object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// Not UTF-8, not one JSON object, or nested too deep; where reading stopped, from 1, as far as it is known. The reader's own words
    /// are not repeated: they can hold a secret that was sent.
    Malformed {
        /// The line.
        line: usize,
        /// The column, in bytes.
        column: usize,
    },
    /// JSON, but an object names a member twice.
    RepeatedName,
}

/// The members of the one object; it is the first level.
pub(crate) fn object(body: &[u8], levels: usize) -> Result<Map<String, Value>, JsonError> {
    // The JSON reader does not look at all strings' bytes; a JSON text is UTF-8 as a whole.
    let text =
        std::str::from_utf8(body).map_err(|_| JsonError::Malformed { line: 1, column: 1 })?;
    let mut json = serde_json::Deserializer::from_str(text);
    let repeated = Cell::new(false);
    let strict = Strict {
        levels,
        repeated: &repeated,
    };
    let value = strict
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value));
    match value {
        Ok(_) if repeated.get() => Err(JsonError::RepeatedName),
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(JsonError::Malformed { line: 1, column: 1 }),
        Err(error) => Err(JsonError::Malformed {
            line: error.line(),
            column: error.column(),
        }),
    }
}

/// Reads a value of at most so many levels, and notes whether a name came twice: a text that is no JSON either is refused as that.
#[derive(Clone, Copy)]
struct Strict<'s> {
    levels: usize,
    repeated: &'s Cell<bool>,
}

impl Strict<'_> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        let levels = self.levels.checked_sub(1);
        let levels = levels.ok_or_else(|| E::custom("nested too deep"))?;
        Ok(Self { levels, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        let number = Number::from_f64(number);
        number
            .map(Value::Number)
            .ok_or_else(|| E::custom("no number"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
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
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(inner)?;
            if members.insert(name, value).is_some() {
                self.repeated.set(true);
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str) -> Result<Map<String, Value>, JsonError> {
        object(text.as_bytes(), 3)
    }

    #[track_caller]
    fn assert_malformed(body: &[u8]) {
        let judged = object(body, 3);
        assert!(
            matches!(judged, Err(JsonError::Malformed { .. })),
            "{judged:?}"
        );
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        for text in [
            "", " ", "[]", "null", "7", "\"a\"", "true", "{", "{}{}", "{} x", "{'a':1}",
        ] {
            assert_malformed(text.as_bytes());
        }
    }

    #[test]
    fn what_is_no_utf_8_is_malformed() {
        assert_malformed(b"{\"a\":\"\xff\"}");
        assert_malformed(b"{\"a\":\"\xed\xa0\x80\"}");
        assert_malformed(b"\xef\xbb\xbf{}");
        assert_malformed(b"\xff\xfe{\0}\0");
    }

    #[test]
    fn the_level_beyond_the_last_is_malformed() {
        assert!(judged(r#"{"a":{"b":{"c":1}}}"#).is_ok());
        assert_malformed(br#"{"a":{"b":{"c":{}}}}"#);
        assert_malformed(br#"{"a":[[[1]]]}"#);
    }

    #[test]
    fn a_name_that_comes_twice_in_one_object_is_told() {
        let repeated = Err(JsonError::RepeatedName);
        assert_eq!(judged(r#"{"a":1,"a":1}"#), repeated);
        assert_eq!(judged(r#"{"a":{"b":1,"\u0062":2}}"#), repeated);
        assert_eq!(judged(r#"{"x":[{"b":1,"b":2}]}"#), repeated);
        assert!(judged(r#"{"a":{"a":1}}"#).is_ok());
    }

    #[test]
    fn what_is_no_json_behind_a_repeated_name_is_malformed() {
        assert_malformed(br#"{"a":1,"a":1"#);
    }

    #[test]
    fn where_reading_stopped_is_told() {
        let judged = judged("{\n \"a\" 1}");
        assert_eq!(judged, Err(JsonError::Malformed { line: 2, column: 6 }));
    }

    #[test]
    fn numbers_without_a_value_are_malformed() {
        assert_malformed(br#"{"a":1e999}"#);
        assert_malformed(br#"{"a":NaN}"#);
    }
}
