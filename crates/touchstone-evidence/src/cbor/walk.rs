//! Decides whether bytes are one acceptable CBOR item, by walking over all of it once (spec mobile.md T1).

use alloc::vec::Vec;

use minicbor::Decoder;
use minicbor::data::{Token, Type};

use super::{Error, Form, Item, Key, Rules, head};
use crate::limits::CBOR_DEPTH_MAX;

/// "Self-described CBOR" (RFC 8949 section 3.4.6), the one tag that may lead a document.
const SELF_DESCRIBED: u64 = 55_799;

/// The one item that `bytes` consist of, after an optional leading tag 55799.
pub fn parse(bytes: &[u8], rules: impl Into<Rules>) -> Result<Item<'_>, Error> {
    let bytes = without_leading_tag(bytes);
    let (item, rest) = parse_prefix(bytes, rules)?;
    if rest.is_empty() {
        Ok(item)
    } else {
        Err(Error::Trailing)
    }
}

/// The item that `bytes` begin with, and what stands behind it.
pub fn parse_prefix(bytes: &[u8], rules: impl Into<Rules>) -> Result<(Item<'_>, &[u8]), Error> {
    let (item, rest) = split(bytes, Some(rules.into()))?;
    Ok((Item::checked(item), rest))
}

/// The bytes of the item that `bytes` begin with, and what stands behind it. The item is well-formed and not too deep;
/// keys of any kind, repeated keys, tags and any number of entries are left to whoever reads it.
pub fn skip(bytes: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    split(bytes, None)
}

fn split(bytes: &[u8], rules: Option<Rules>) -> Result<(&[u8], &[u8]), Error> {
    let decoder = Decoder::new(bytes);
    let mut walker = Walker { decoder, rules };
    walker.item(0)?;
    let end = walker.decoder.position();
    bytes.split_at_checked(end).ok_or(Error::Malformed)
}

fn without_leading_tag(bytes: &[u8]) -> &[u8] {
    let mut decoder = Decoder::new(bytes);
    match decoder.tag() {
        Ok(tag) if u64::from(tag) == SELF_DESCRIBED => {
            bytes.get(decoder.position()..).unwrap_or_default()
        }
        _ => bytes,
    }
}

struct Walker<'a> {
    decoder: Decoder<'a>,
    /// None when only the end of the item is looked for.
    rules: Option<Rules>,
}

impl<'a> Walker<'a> {
    fn token(&mut self) -> Result<Token<'a>, Error> {
        self.decoder.decode().map_err(|_| Error::Malformed)
    }

    /// Walks over one item that stands inside `depth` open containers.
    fn item(&mut self, depth: usize) -> Result<(), Error> {
        let start = self.decoder.position();
        self.check_form(start)?;
        match self.token()? {
            Token::Array(length) => self.array(Some(length), depth),
            Token::BeginArray => self.array(None, depth),
            Token::Map(length) => self.map(Some(length), depth),
            Token::BeginMap => self.map(None, depth),
            Token::BeginBytes => self.chunks(Type::Bytes),
            Token::BeginString => self.chunks(Type::String),
            Token::Tag(_) if self.rules.is_none() => self.item(deeper(depth)?),
            Token::Tag(_) => Err(Error::Tagged),
            Token::Break => Err(Error::Malformed),
            Token::Simple(value) => self.simple(value, start),
            _ => Ok(()),
        }
    }

    fn check_form(&self, start: usize) -> Result<(), Error> {
        let shortest = self.rules.is_some_and(|rules| rules.form == Form::Shortest);
        let rest = self.decoder.input().get(start..).unwrap_or_default();
        if shortest && !rest.is_empty() && !head::is_shortest(rest) {
            Err(Error::NotShortest)
        } else {
            Ok(())
        }
    }

    /// A simple value below 32 has one form only, the short one (RFC 8949 section 3.3).
    fn simple(&self, value: u8, start: usize) -> Result<(), Error> {
        let long_form = self.decoder.position() - start > 1;
        if long_form && value < 32 {
            Err(Error::Malformed)
        } else {
            Ok(())
        }
    }

    /// The chunks of a string of indefinite length: strings of the same type and definite length, then a break.
    fn chunks(&mut self, kind: Type) -> Result<(), Error> {
        loop {
            match (self.token()?, kind) {
                (Token::Break, _) => return Ok(()),
                (Token::Bytes(_), Type::Bytes) | (Token::String(_), Type::String) => {}
                _ => return Err(Error::Malformed),
            }
        }
    }

    fn array(&mut self, length: Option<u64>, depth: usize) -> Result<(), Error> {
        let depth = deeper(depth)?;
        let most = self.rules.map(|rules| rules.array_elements_max);
        let mut entries = Entries::new(length, most)?;
        while entries.next(&mut self.decoder)? {
            self.item(depth)?;
        }
        Ok(())
    }

    fn map(&mut self, length: Option<u64>, depth: usize) -> Result<(), Error> {
        let depth = deeper(depth)?;
        let most = self.rules.map(|rules| rules.map_entries_max);
        let mut entries = Entries::new(length, most)?;
        let mut seen: Vec<Key<'a>> = Vec::new();
        while entries.next(&mut self.decoder)? {
            let Some(rules) = self.rules else {
                self.item(depth)?;
                self.item(depth)?;
                continue;
            };
            let key = self.key(rules)?;
            if seen.contains(&key) {
                return Err(Error::DuplicateKey);
            }
            seen.push(key);
            self.item(depth)?;
        }
        Ok(())
    }

    fn key(&mut self, rules: Rules) -> Result<Key<'a>, Error> {
        let start = self.decoder.position();
        match self.decoder.datatype().map_err(|_| Error::Malformed)? {
            Type::Array | Type::ArrayIndef | Type::Map | Type::MapIndef => Err(Error::KeyKind),
            _ => {
                self.item(CBOR_DEPTH_MAX)?;
                let whole = self.decoder.input().get(start..).ok_or(Error::Malformed)?;
                Key::of(Item::checked(whole), rules.keys).ok_or(Error::KeyKind)
            }
        }
    }
}

fn deeper(depth: usize) -> Result<usize, Error> {
    if depth < CBOR_DEPTH_MAX {
        Ok(depth + 1)
    } else {
        Err(Error::TooDeep)
    }
}

/// Counts the entries of a container of definite or indefinite length.
struct Entries {
    declared: Option<u64>,
    read: usize,
    most: usize,
}

impl Entries {
    /// `most` is none where the input alone bounds the number.
    fn new(declared: Option<u64>, most: Option<usize>) -> Result<Self, Error> {
        let most = most.unwrap_or(usize::MAX);
        let fits = declared.is_none_or(|n| usize::try_from(n).is_ok_and(|n| n <= most));
        if fits {
            let read = 0;
            Ok(Self {
                declared,
                read,
                most,
            })
        } else {
            Err(Error::TooManyEntries)
        }
    }

    /// Whether another entry follows; takes the break that ends an indefinite length.
    fn next(&mut self, decoder: &mut Decoder<'_>) -> Result<bool, Error> {
        let more = match self.declared {
            Some(length) => u64::try_from(self.read).is_ok_and(|read| read < length),
            None => decoder.datatype().map_err(|_| Error::Malformed)? != Type::Break,
        };
        if !more {
            if self.declared.is_none() {
                decoder.set_position(decoder.position() + 1);
            }
            return Ok(false);
        }
        self.read += 1;
        if self.read > self.most {
            Err(Error::TooManyEntries)
        } else {
            Ok(true)
        }
    }
}
