//! Decides how a large JSON object is read without keeping it: member by member, each taken or skipped on the way, so that
//! memory is what the reader keeps. Depth is bounded as in [`super::parse`]; names may repeat, which each reader judges.

use alloc::string::String;
use core::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Error;
use super::read::{malformed, text_of};
use crate::limits::JSON_DEPTH_MAX;

/// Takes the members of one object.
pub(crate) trait MemberReader: Sized {
    /// What it makes of them.
    type Value;

    /// Takes the value of a member, which must be read with [`Members`].
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Value<'_, A>,
    ) -> Result<(), A::Error>;

    /// Takes a text in place of an object.
    fn text(&mut self, _: &str) {}

    /// What it makes of all members; `is_object` is false when there was another value.
    fn finish(self, is_object: bool) -> Self::Value;
}

/// The value of a member, not read yet.
pub(crate) struct Value<'m, A> {
    map: &'m mut A,
    levels: usize,
}

impl<'de, A: MapAccess<'de>> Value<'_, A> {
    /// Reads it.
    pub(crate) fn read<R: MemberReader>(self, reader: R) -> Result<R::Value, A::Error> {
        let levels = self.levels;
        self.map.next_value_seed(Members { reader, levels })
    }

    /// Passes it by.
    pub(crate) fn skip(self) -> Result<(), A::Error> {
        self.read(Nothing)
    }
}

/// Reads the one value of a text of at most `bytes_max` bytes.
pub(crate) fn walk<R: MemberReader>(
    text: &[u8],
    bytes_max: usize,
    reader: R,
) -> Result<R::Value, Error> {
    let mut json = serde_json::Deserializer::from_str(text_of(text, bytes_max)?);
    let levels = JSON_DEPTH_MAX;
    let value = Members { reader, levels }
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value));
    value.map_err(malformed)
}

/// Keeps nothing.
struct Nothing;

impl MemberReader for Nothing {
    type Value = ();

    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        _: &str,
        value: Value<'_, A>,
    ) -> Result<(), A::Error> {
        value.skip()
    }

    fn finish(self, _: bool) {}
}

/// A value of at most so many levels whose members `reader` takes.
struct Members<R> {
    reader: R,
    levels: usize,
}

impl<R> Members<R> {
    fn inner<E: de::Error>(&self) -> Result<usize, E> {
        let levels = self.levels.checked_sub(1);
        levels.ok_or_else(|| E::custom("nested too deep"))
    }
}

impl<'de, R: MemberReader> DeserializeSeed<'de> for Members<R> {
    type Value = R::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<R::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: MemberReader> Visitor<'de> for Members<R> {
    type Value = R::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<R::Value, A::Error> {
        let levels = self.inner()?;
        while let Some(name) = map.next_key::<String>()? {
            let value = Value {
                map: &mut map,
                levels,
            };
            self.reader.member(&name, value)?;
        }
        Ok(self.reader.finish(true))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<R::Value, A::Error> {
        let levels = self.inner()?;
        let element = || Members {
            reader: Nothing,
            levels,
        };
        while list.next_element_seed(element())?.is_some() {}
        Ok(self.reader.finish(false))
    }

    fn visit_str<E: de::Error>(mut self, text: &str) -> Result<R::Value, E> {
        self.reader.text(text);
        Ok(self.reader.finish(false))
    }

    fn visit_unit<E: de::Error>(self) -> Result<R::Value, E> {
        Ok(self.reader.finish(false))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<R::Value, E> {
        Ok(self.reader.finish(false))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<R::Value, E> {
        Ok(self.reader.finish(false))
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<R::Value, E> {
        Ok(self.reader.finish(false))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<R::Value, E> {
        Ok(self.reader.finish(false))
    }
}
