//! Decides how a checked CBOR item is read: views that borrow, `None` for a value of another type.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use minicbor::Decoder;
use minicbor::data::Type;

use super::Keys;

/// One item of a document that was checked as a whole by [`super::parse`].
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// Begins with the item; other items may stand behind it.
    bytes: &'a [u8],
}

/// The key of a map entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// A text key.
    Text(Cow<'a, str>),
    /// An integer label.
    Integer(i64),
}

impl<'a> Key<'a> {
    pub(super) fn of(item: Item<'a>, keys: Keys) -> Option<Self> {
        match (item.kind()?, keys) {
            (Type::String | Type::StringIndef, _) => item.text().map(Self::Text),
            (_, Keys::Labels) => item.integer().map(Self::Integer),
            (_, Keys::Text) => None,
        }
    }
}

impl<'a> Item<'a> {
    pub(super) const fn checked(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn decoder(self) -> Decoder<'a> {
        Decoder::new(self.bytes)
    }

    fn kind(self) -> Option<Type> {
        self.decoder().datatype().ok()
    }

    /// Whether the item is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Some(Type::Null)
    }

    /// The truth value, if the item is one.
    pub fn boolean(self) -> Option<bool> {
        self.decoder().bool().ok()
    }

    /// The integer, if the item is one and fits.
    pub fn integer(self) -> Option<i64> {
        self.decoder().i64().ok()
    }

    /// The byte string, if the item is one; copied only when it came in chunks.
    pub fn bytes(self) -> Option<Cow<'a, [u8]>> {
        let mut decoder = self.decoder();
        match self.kind()? {
            Type::Bytes => decoder.bytes().ok().map(Cow::Borrowed),
            Type::BytesIndef => {
                let mut joined = Vec::new();
                for chunk in decoder.bytes_iter().ok()? {
                    joined.extend_from_slice(chunk.ok()?);
                }
                Some(Cow::Owned(joined))
            }
            _ => None,
        }
    }

    /// The text, if the item is text; copied only when it came in chunks.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let mut decoder = self.decoder();
        match self.kind()? {
            Type::String => decoder.str().ok().map(Cow::Borrowed),
            Type::StringIndef => {
                let chunks = decoder.str_iter().ok()?;
                let joined: Result<String, _> = chunks.collect();
                joined.ok().map(Cow::Owned)
            }
            _ => None,
        }
    }

    /// The entries, if the item is a map.
    pub fn entries(self) -> Option<Entries<'a>> {
        let mut decoder = self.decoder();
        let left = decoder.map().ok()?;
        Some(Entries {
            rest: Rest { decoder, left },
        })
    }

    /// The elements, if the item is an array.
    pub fn elements(self) -> Option<Elements<'a>> {
        let mut decoder = self.decoder();
        let left = decoder.array().ok()?;
        Some(Elements {
            rest: Rest { decoder, left },
        })
    }

    /// The value under a text key, if the item is a map that has it.
    pub fn get(self, name: &str) -> Option<Item<'a>> {
        let named = |key: &Key<'_>| matches!(key, Key::Text(text) if text == name);
        self.entries()?
            .find(|(key, _)| named(key))
            .map(|(_, value)| value)
    }

    /// The value under an integer label, if the item is a map that has it.
    pub fn get_label(self, label: i64) -> Option<Item<'a>> {
        self.entries()?
            .find(|(key, _)| *key == Key::Integer(label))
            .map(|(_, value)| value)
    }
}

/// What is left of a container.
#[derive(Clone, Debug)]
struct Rest<'a> {
    decoder: Decoder<'a>,
    /// Entries left; `None` when a break ends them.
    left: Option<u64>,
}

impl<'a> Rest<'a> {
    fn has_more(&mut self) -> bool {
        match &mut self.left {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => self
                .decoder
                .datatype()
                .is_ok_and(|kind| kind != Type::Break),
        }
    }

    fn take(&mut self) -> Option<Item<'a>> {
        let bytes = self.decoder.input().get(self.decoder.position()..)?;
        self.decoder.skip().ok()?;
        Some(Item { bytes })
    }
}

/// The entries of a map, in the order in which they stand.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    rest: Rest<'a>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = (Key<'a>, Item<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if !self.rest.has_more() {
            return None;
        }
        let key = Key::of(self.rest.take()?, Keys::Labels)?;
        Some((key, self.rest.take()?))
    }
}

/// The elements of an array, in the order in which they stand.
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    rest: Rest<'a>,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.has_more() {
            self.rest.take()
        } else {
            None
        }
    }
}
