//! Decides what a distinguished name says (RFC 5280 section 4.1.2.4), as far as evidence asks: single attributes, and
//! texts that occur anywhere. Names as a whole are compared as bytes, never by this reading.

use crate::der::{Error, Reader, Tag};

/// The value of the one attribute of this kind, as its string holds it; `None` when there is none, when there are
/// several (two readers might pick two), and when the name cannot be read.
pub fn only_attribute<'a>(name: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    let (mut found, mut count) = (None, 0_usize);
    let read = for_each(name, |of, value| {
        if of == kind {
            found = Some(value);
            count += 1;
        }
    });
    found.filter(|_| count == 1 && read.is_ok())
}

/// Whether a value of the name contains `text`, whatever the case of ASCII letters.
pub fn mentions(name: &[u8], text: &[u8]) -> bool {
    let mut found = false;
    let read = for_each(name, |_, value| {
        let mut windows = value.windows(text.len().max(1));
        found |= windows.any(|window| window.eq_ignore_ascii_case(text));
    });
    read.is_ok() && found
}

fn for_each<'a>(name: &'a [u8], mut see: impl FnMut(&'a [u8], &'a [u8])) -> Result<(), Error> {
    let mut document = Reader::new(name);
    let mut relative_names = document.open(Tag::SEQUENCE)?;
    document.finish()?;
    while !relative_names.is_empty() {
        let mut attributes = relative_names.open(Tag::SET)?;
        while !attributes.is_empty() {
            let mut attribute = attributes.open(Tag::SEQUENCE)?;
            let kind = attribute.read(Tag::OBJECT_IDENTIFIER)?.contents;
            let value = attribute.any()?.contents;
            attribute.finish()?;
            see(kind, value);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
