//! Decides where one element ends and the next begins: heads in their one DER form (ITU-T X.690 section 10.1).

use super::{Class, Element, Error, Tag};
use crate::limits::DER_DEPTH_MAX;

/// Reads elements one behind the other.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Over a document.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            depth: 0,
        }
    }

    /// Over the value of `element`.
    pub(super) const fn inside(contents: &'a [u8], depth: usize) -> Self {
        Self {
            rest: contents,
            depth,
        }
    }

    /// Whether nothing is left.
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// That nothing is left.
    pub const fn finish(&self) -> Result<(), Error> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Error::Trailing)
        }
    }

    /// The next element, whatever it is.
    pub fn any(&mut self) -> Result<Element<'a>, Error> {
        if self.depth >= DER_DEPTH_MAX {
            return Err(Error::TooDeep);
        }
        let whole = self.rest;
        let (tag, rest) = read_tag(whole)?;
        let (length, rest) = read_length(rest)?;
        let (contents, rest) = rest.split_at_checked(length).ok_or(Error::Truncated)?;
        let bytes = whole
            .get(..whole.len() - rest.len())
            .ok_or(Error::Truncated)?;
        self.rest = rest;
        Ok(Element {
            tag,
            contents,
            bytes,
            depth: self.depth,
        })
    }

    /// The next element, which must have `tag`.
    pub fn read(&mut self, tag: Tag) -> Result<Element<'a>, Error> {
        let element = self.any()?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(Error::UnexpectedTag)
        }
    }

    /// The next element if it has `tag`; else nothing is read.
    pub fn optional(&mut self, tag: Tag) -> Result<Option<Element<'a>>, Error> {
        if self.rest.is_empty() || read_tag(self.rest)?.0 != tag {
            return Ok(None);
        }
        self.any().map(Some)
    }

    /// A reader over the value of the next element, which must have `tag`.
    pub fn open(&mut self, tag: Tag) -> Result<Reader<'a>, Error> {
        self.read(tag).map(|element| element.reader())
    }
}

/// The tag that `bytes` begin with, and the rest. Shared with the BER normaliser: tags have one form in both.
pub(crate) fn read_tag(bytes: &[u8]) -> Result<(Tag, &[u8]), Error> {
    let (first, mut rest) = bytes.split_first().ok_or(Error::Truncated)?;
    let class = match first >> 6 {
        0 => Class::Universal,
        1 => Class::Application,
        2 => Class::Context,
        _ => Class::Private,
    };
    let constructed = first & 0x20 != 0;
    let low = u32::from(first & 0x1f);
    if low < 0x1f {
        return Ok((
            Tag {
                class,
                constructed,
                number: low,
            },
            rest,
        ));
    }
    let mut number = 0_u32;
    loop {
        let (byte, behind) = rest.split_first().ok_or(Error::Truncated)?;
        rest = behind;
        if number > u32::MAX >> 7 || (number == 0 && *byte == 0x80) {
            return Err(Error::TagMalformed);
        }
        number = number << 7 | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    if number < 0x1f {
        Err(Error::TagMalformed)
    } else {
        Ok((
            Tag {
                class,
                constructed,
                number,
            },
            rest,
        ))
    }
}

fn read_length(bytes: &[u8]) -> Result<(usize, &[u8]), Error> {
    let (first, rest) = bytes.split_first().ok_or(Error::Truncated)?;
    if *first < 0x80 {
        return Ok((usize::from(*first), rest));
    }
    let count = usize::from(first & 0x7f);
    if count == 0 || count > 4 {
        return Err(Error::LengthMalformed);
    }
    let (octets, rest) = rest.split_at_checked(count).ok_or(Error::Truncated)?;
    let length = octets
        .iter()
        .fold(0_usize, |length, octet| length << 8 | usize::from(*octet));
    let shortest = length >= 0x80 && octets.first() != Some(&0);
    if shortest {
        Ok((length, rest))
    } else {
        Err(Error::LengthMalformed)
    }
}
