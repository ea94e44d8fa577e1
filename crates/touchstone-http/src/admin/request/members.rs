//! Decides which members a shape has: asked of the shape itself, so that no list of names stands beside it.

use serde::Deserialize;
use serde::de::value::Error;
use serde::de::{Deserializer, Error as _, Visitor};

/// The names of the members of `T`; empty when it is no struct.
pub(super) fn members_of<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // It always fails: there is nothing to read. What matters is the question that it asks.
    let _ = T::deserialize(Question(&mut names));
    names
}

struct Question<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Question<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("no struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("nothing to read"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::members_of;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its names matter")]
    struct Shape {
        one: u8,
        #[serde(rename = "second")]
        two: Option<u8>,
    }

    #[test]
    fn a_struct_names_its_members() {
        assert_eq!(members_of::<Shape>(), ["one", "second"]);
    }

    #[test]
    fn other_shapes_name_none() {
        assert!(members_of::<Vec<u8>>().is_empty());
        assert!(members_of::<String>().is_empty());
    }
}
