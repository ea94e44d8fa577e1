//! Decides what the values of universal types mean (ITU-T X.690 sections 8 and 11).

use super::{Error, Reader, Tag};

/// One element: its tag and its bytes, borrowed from the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// The tag.
    pub tag: Tag,
    /// The value.
    pub contents: &'a [u8],
    /// The whole element, head included.
    pub bytes: &'a [u8],
    pub(super) depth: usize,
}

impl<'a> Element<'a> {
    /// A reader over the value.
    pub const fn reader(&self) -> Reader<'a> {
        Reader::inside(self.contents, self.depth + 1)
    }

    /// A BOOLEAN: `00` or `FF`.
    pub const fn boolean(&self) -> Result<bool, Error> {
        match self.contents {
            [0x00] => Ok(false),
            [0xff] => Ok(true),
            _ => Err(Error::ValueMalformed),
        }
    }

    /// A BOOLEAN as BER has it: any byte but zero is true. Real devices write `01`.
    pub const fn boolean_lenient(&self) -> Result<bool, Error> {
        match self.contents {
            [byte] => Ok(*byte != 0),
            _ => Err(Error::ValueMalformed),
        }
    }

    /// An INTEGER or ENUMERATED from 0 to 2^32 - 1.
    pub fn unsigned(&self) -> Result<u32, Error> {
        let (first, rest) = self.contents.split_first().ok_or(Error::ValueMalformed)?;
        let padded = *first == 0 && rest.first().is_some_and(|next| next & 0x80 == 0);
        if first & 0x80 != 0 || padded {
            return Err(Error::ValueMalformed);
        }
        let significant = if *first == 0 { rest } else { self.contents };
        if significant.len() > 4 {
            return Err(Error::ValueMalformed);
        }
        Ok(significant
            .iter()
            .fold(0, |value, byte| value << 8 | u32::from(*byte)))
    }

    /// A BIT STRING of whole bytes.
    pub fn bit_string_bytes(&self) -> Result<&'a [u8], Error> {
        match self.contents.split_first() {
            Some((0, bytes)) => Ok(bytes),
            _ => Err(Error::ValueMalformed),
        }
    }
}
