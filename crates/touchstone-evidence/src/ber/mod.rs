//! Decides how BER becomes DER, for receipts (spec mobile.md section 4.4): lengths get their definite, shortest form
//! and OCTET STRINGs in pieces are joined. Nothing else changes, so what is DER already stays as it is, byte for byte.
//!
//! Bounded by the length of the input and by 16 levels; the output is never longer than the input, because with so few
//! bytes an indefinite length costs at least as many of them as a definite one.

use alloc::vec::Vec;
use core::iter;

use crate::der::{self, Class, Tag};
use crate::limits::{APPLE_RECEIPT_BYTES_MAX, DER_DEPTH_MAX};

/// Why bytes are not one acceptable BER element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Longer than any receipt may be.
    #[error("BER too long")]
    TooLong,
    /// A head or a value is cut off, or the end of an indefinite length is missing.
    #[error("BER element cut off")]
    Truncated,
    /// A tag or a length that BER does not have, or a stray end of contents.
    #[error("BER head malformed")]
    HeadMalformed,
    /// More elements inside one another than allowed.
    #[error("BER nested too deep")]
    TooDeep,
    /// A string in pieces whose pieces are no OCTET STRINGs, or a string type that is not joined here.
    #[error("BER string in pieces malformed")]
    PiecesMalformed,
    /// Bytes behind the element.
    #[error("bytes behind the BER element")]
    Trailing,
}

/// The DER form of the one BER element that `bytes` consist of.
pub fn to_der(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    if bytes.len() > APPLE_RECEIPT_BYTES_MAX {
        return Err(Error::TooLong);
    }
    let mut out = Vec::with_capacity(bytes.len());
    match element(bytes, 0, &mut out)? {
        [] => Ok(out),
        _ => Err(Error::Trailing),
    }
}

/// Writes the element that `bytes` begin with; gives back what stands behind it.
fn element<'a>(bytes: &'a [u8], depth: usize, out: &mut Vec<u8>) -> Result<&'a [u8], Error> {
    if depth >= DER_DEPTH_MAX {
        return Err(Error::TooDeep);
    }
    let head = Head::read(bytes)?;
    let start = out.len();
    let in_pieces = head.tag == Tag::OCTET_STRING_IN_PIECES;
    let rest = match head.length {
        Some(length) => {
            let (value, rest) = head.rest.split_at_checked(length).ok_or(Error::Truncated)?;
            match head.tag.constructed {
                true => elements(value, depth, in_pieces, out)?,
                false => out.extend_from_slice(value),
            }
            rest
        }
        None => until_end_of_contents(head.rest, depth, in_pieces, out)?,
    };
    insert_head(head.tag_bytes, in_pieces, start, out);
    Ok(rest)
}

/// The elements that a definite length encloses.
fn elements(
    mut bytes: &[u8],
    depth: usize,
    in_pieces: bool,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    while !bytes.is_empty() {
        bytes = part(bytes, depth, in_pieces, out)?;
    }
    Ok(())
}

/// The elements up to the end of contents that closes an indefinite length; gives back what stands behind it.
fn until_end_of_contents<'a>(
    mut bytes: &'a [u8],
    depth: usize,
    in_pieces: bool,
    out: &mut Vec<u8>,
) -> Result<&'a [u8], Error> {
    loop {
        if let Some(rest) = bytes.strip_prefix(&[0, 0]) {
            return Ok(rest);
        }
        bytes = part(bytes, depth, in_pieces, out)?;
    }
}

/// One element inside another; a piece of a string leaves its value only.
fn part<'a>(
    bytes: &'a [u8],
    depth: usize,
    in_pieces: bool,
    out: &mut Vec<u8>,
) -> Result<&'a [u8], Error> {
    if !in_pieces {
        return element(bytes, depth + 1, out);
    }
    let head = Head::read(bytes)?;
    match (head.tag, head.length) {
        (Tag::OCTET_STRING, Some(length)) => {
            let (value, rest) = head.rest.split_at_checked(length).ok_or(Error::Truncated)?;
            out.extend_from_slice(value);
            Ok(rest)
        }
        _ => Err(Error::PiecesMalformed),
    }
}

struct Head<'a> {
    tag: Tag,
    tag_bytes: &'a [u8],
    /// `None` when it is indefinite.
    length: Option<usize>,
    rest: &'a [u8],
}

impl<'a> Head<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let (tag, rest) = der::read_tag(bytes).map_err(|error| match error {
            der::Error::Truncated => Error::Truncated,
            _ => Error::HeadMalformed,
        })?;
        let tag_bytes = bytes
            .get(..bytes.len() - rest.len())
            .ok_or(Error::Truncated)?;
        let (length, rest) = read_length(rest)?;
        let end_of_contents = tag.class == Class::Universal && tag.number == 0;
        if end_of_contents || (length.is_none() && !tag.constructed) {
            return Err(Error::HeadMalformed);
        }
        if tag.class == Class::Universal && tag.constructed && !may_be_constructed(tag) {
            return Err(Error::PiecesMalformed);
        }
        Ok(Self {
            tag,
            tag_bytes,
            length,
            rest,
        })
    }
}

const fn may_be_constructed(tag: Tag) -> bool {
    matches!(tag, Tag::OCTET_STRING_IN_PIECES | Tag::SEQUENCE | Tag::SET)
}

fn read_length(bytes: &[u8]) -> Result<(Option<usize>, &[u8]), Error> {
    let (first, rest) = bytes.split_first().ok_or(Error::Truncated)?;
    match usize::from(*first) {
        short @ 0..0x80 => Ok((Some(short), rest)),
        0x80 => Ok((None, rest)),
        count @ 0x81..=0x84 => {
            let (octets, rest) = rest
                .split_at_checked(count - 0x80)
                .ok_or(Error::Truncated)?;
            let length = octets
                .iter()
                .fold(0_usize, |n, octet| n << 8 | usize::from(*octet));
            Ok((Some(length), rest))
        }
        _ => Err(Error::HeadMalformed),
    }
}

/// Puts the head of an element before its contents, which reach from `start` to the end of `out`.
fn insert_head(tag_bytes: &[u8], joined: bool, start: usize, out: &mut Vec<u8>) {
    const CONSTRUCTED: u8 = 0x20;
    let length = out.len() - start;
    let (first, more) = tag_bytes.split_first().unwrap_or((&0, &[]));
    let first = if joined { first & !CONSTRUCTED } else { *first };
    let octets = u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes();
    let zeros = octets
        .iter()
        .take_while(|octet| **octet == 0)
        .count()
        .min(7);
    let octets = octets.get(zeros..).unwrap_or_default();
    let count = (length >= 0x80).then(|| 0x80 | u8::try_from(octets.len()).unwrap_or(0));
    let tag = iter::once(first).chain(more.iter().copied());
    out.splice(start..start, tag.chain(count).chain(octets.iter().copied()));
}

#[cfg(test)]
mod tests;
