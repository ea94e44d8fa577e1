//! Decides what a body must be before its members are looked at: one JSON object that names no member twice.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};
use touchstone_core::Issue;

use super::merge::Patch;

struct Strict(Map<String, Value>);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Strict, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            if members.contains_key(&name) {
                return Err(A::Error::custom("a member is named twice"));
            }
            members.insert(name, access.next_value()?);
        }
        Ok(Strict(members))
    }
}

/// The members of a body.
pub(super) fn read(body: &[u8]) -> Result<Patch, Vec<Issue>> {
    match serde_json::from_slice::<Strict>(body) {
        Ok(Strict(members)) => Ok(Patch::new(members)),
        // The parser's words are not repeated: they can hold a secret that was sent.
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let message = format!(
                "must be one JSON object without repeated members (line {line}, column {column})"
            );
            Err(vec![Issue {
                path: String::new(),
                message,
            }])
        }
    }
}
