//! How is CBOR written (RFC 8949)? A tree and its encoder: shortest and definite unless told otherwise, so that
//! wrong shapes can be made on purpose. A writer only: it reads nothing.

/// Major types (RFC 8949 3.1), in the top three bits of the first byte.
const UNSIGNED: u8 = 0x00;
const NEGATIVE: u8 = 0x20;
const BYTES: u8 = 0x40;
const TEXT: u8 = 0x60;
const ARRAY: u8 = 0x80;
const MAP: u8 = 0xa0;
const TAG: u8 = 0xc0;
const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;
/// The length of an indefinite item, in the low five bits, and the byte that ends it.
const INDEFINITE: u8 = 0x1f;
const BREAK: u8 = 0xff;

/// A CBOR item. Maps keep the order in which they are given, and every key as often as it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cbor {
    /// An integer in its shortest form.
    Integer(i64),
    /// An integer with its argument in eight bytes, whatever its size.
    LongInteger(i64),
    /// A byte string.
    Bytes(Vec<u8>),
    /// A text string.
    Text(String),
    /// An array.
    Array(Vec<Self>),
    /// A map.
    Map(Vec<(Self, Self)>),
    /// A tagged item.
    Tag(u64, Box<Self>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// A byte string in chunks, of indefinite length.
    IndefiniteBytes(Vec<Vec<u8>>),
    /// An array of indefinite length.
    IndefiniteArray(Vec<Self>),
    /// A map of indefinite length.
    IndefiniteMap(Vec<(Self, Self)>),
    /// Bytes that are written as they are, well-formed or not.
    Raw(Vec<u8>),
}

impl Cbor {
    /// The encoded item.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    /// The value under a text key; `None` in anything but a map that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        let (Self::Map(entries) | Self::IndefiniteMap(entries)) = self else {
            return None;
        };
        let mut named = entries.iter().filter(|(key, _)| *key == text(name));
        named.next().map(|(_, value)| value)
    }

    /// Sets the value under a text key, at its place or at the end; only a map can.
    pub fn put(&mut self, name: &str, value: Self) {
        self.put_entry(text(name), value);
    }

    /// The same under any key.
    pub fn put_entry(&mut self, key: Self, value: Self) {
        let (Self::Map(entries) | Self::IndefiniteMap(entries)) = self else {
            return;
        };
        match entries.iter_mut().find(|(candidate, _)| *candidate == key) {
            Some((_, held)) => *held = value,
            None => entries.push((key, value)),
        }
    }

    /// Takes the value under a text key out of a map.
    pub fn remove(&mut self, name: &str) {
        self.remove_entry(&text(name));
    }

    /// The same under any key.
    pub fn remove_entry(&mut self, key: &Self) {
        if let Self::Map(entries) | Self::IndefiniteMap(entries) = self {
            entries.retain(|(candidate, _)| candidate != key);
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Integer(number) => integer(out, *number, head),
            Self::LongInteger(number) => integer(out, *number, long_head),
            Self::Bytes(bytes) => string(out, BYTES, bytes),
            Self::Text(text) => string(out, TEXT, text.as_bytes()),
            Self::Array(items) => {
                head(out, ARRAY, count(items.len()));
                items.iter().for_each(|item| item.write(out));
            }
            Self::Map(entries) => {
                head(out, MAP, count(entries.len()));
                write_entries(out, entries);
            }
            Self::Tag(number, item) => {
                head(out, TAG, *number);
                item.write(out);
            }
            Self::Bool(value) => out.push(if *value { TRUE } else { FALSE }),
            Self::Null => out.push(NULL),
            Self::IndefiniteBytes(chunks) => {
                out.push(BYTES | INDEFINITE);
                chunks.iter().for_each(|chunk| string(out, BYTES, chunk));
                out.push(BREAK);
            }
            Self::IndefiniteArray(items) => {
                out.push(ARRAY | INDEFINITE);
                items.iter().for_each(|item| item.write(out));
                out.push(BREAK);
            }
            Self::IndefiniteMap(entries) => {
                out.push(MAP | INDEFINITE);
                write_entries(out, entries);
                out.push(BREAK);
            }
            Self::Raw(bytes) => out.extend_from_slice(bytes),
        }
    }
}

/// An integer in its shortest form.
impl From<i64> for Cbor {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

/// A text string.
pub(crate) fn text(text: &str) -> Cbor {
    Cbor::Text(text.to_owned())
}

/// A byte string.
pub(crate) fn bytes(bytes: &[u8]) -> Cbor {
    Cbor::Bytes(bytes.to_vec())
}

/// A map with text keys, in the order given.
pub(crate) fn map<const N: usize>(entries: [(&str, Cbor); N]) -> Cbor {
    let entries = entries.map(|(name, value)| (text(name), value));
    Cbor::Map(entries.into())
}

fn write_entries(out: &mut Vec<u8>, entries: &[(Cbor, Cbor)]) {
    for (key, value) in entries {
        key.write(out);
        value.write(out);
    }
}

fn string(out: &mut Vec<u8>, major: u8, content: &[u8]) {
    head(out, major, count(content.len()));
    out.extend_from_slice(content);
}

/// A negative number n is written as -1 - n, which is its bits inverted.
fn integer(out: &mut Vec<u8>, number: i64, head: fn(&mut Vec<u8>, u8, u64)) {
    match u64::try_from(number) {
        Ok(number) => head(out, UNSIGNED, number),
        Err(_) => head(out, NEGATIVE, (!number).unsigned_abs()),
    }
}

/// The first byte and the argument in its shortest form.
fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    if let Ok(small) = u8::try_from(argument) {
        match small {
            0..=23 => out.push(major | small),
            _ => out.extend([major | 24, small]),
        }
    } else if let Ok(argument) = u16::try_from(argument) {
        out.push(major | 25);
        out.extend(argument.to_be_bytes());
    } else if let Ok(argument) = u32::try_from(argument) {
        out.push(major | 26);
        out.extend(argument.to_be_bytes());
    } else {
        long_head(out, major, argument);
    }
}

/// The first byte and the argument in eight bytes.
fn long_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    out.push(major | 27);
    out.extend(argument.to_be_bytes());
}

/// A length in memory is at most 2^63.
fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
