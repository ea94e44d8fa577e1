//! Decides how extensions are read (RFC 5280 section 4.2): each stays as it came until somebody asks for it.

use super::Error;
use crate::der::{self, Element, Reader, Tag};
use crate::limits::CERTIFICATE_EXTENSIONS_MAX;

/// One extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    /// Its object identifier, as in [`super::oid`].
    pub name: &'a [u8],
    /// Whether who does not know it must refuse the certificate.
    pub critical: bool,
    /// What stands inside its OCTET STRING.
    pub value: &'a [u8],
}

/// The extensions of a certificate, in the order in which they stand; names may repeat.
#[derive(Clone, Debug, Default)]
pub struct Extensions<'a> {
    /// Read through once already.
    list: Option<Reader<'a>>,
}

impl<'a> Extensions<'a> {
    pub(super) fn parse(tagged: Option<Element<'a>>) -> Result<Self, Error> {
        let Some(tagged) = tagged else {
            return Ok(Self::default());
        };
        let mut inside = tagged.reader();
        let list = inside.open(Tag::SEQUENCE)?;
        inside.finish()?;
        let mut rest = list.clone();
        for _ in 0..CERTIFICATE_EXTENSIONS_MAX {
            if rest.is_empty() {
                return Ok(Self { list: Some(list) });
            }
            read(&mut rest)?;
        }
        if rest.is_empty() {
            Ok(Self { list: Some(list) })
        } else {
            Err(Error::BeyondLimit)
        }
    }

    /// Every extension.
    pub fn iter(&self) -> impl Iterator<Item = Extension<'a>> + use<'a> {
        let mut rest = self.list.clone();
        core::iter::from_fn(move || rest.as_mut().and_then(|rest| read(rest).ok()))
    }
}

fn read<'a>(list: &mut Reader<'a>) -> Result<Extension<'a>, der::Error> {
    let mut fields = list.open(Tag::SEQUENCE)?;
    let name = fields.read(Tag::OBJECT_IDENTIFIER)?.contents;
    let critical = fields.optional(Tag::BOOLEAN)?;
    let critical = critical.map_or(Ok(false), |flag| flag.boolean_lenient())?;
    let value = fields.read(Tag::OCTET_STRING)?.contents;
    fields.finish()?;
    Ok(Extension {
        name,
        critical,
        value,
    })
}

/// Whether the subject is an authority, and how many authorities may stand below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the subject may issue certificates.
    pub authority: bool,
    /// How many authorities may stand between it and the leaf; `None` = any number.
    pub path_length: Option<u32>,
}

impl BasicConstraints {
    pub(super) fn parse(value: &[u8]) -> Result<Self, Error> {
        let mut document = Reader::new(value);
        let mut fields = document.open(Tag::SEQUENCE)?;
        document.finish()?;
        let authority = fields.optional(Tag::BOOLEAN)?;
        let authority = authority.map_or(Ok(false), |flag| flag.boolean_lenient())?;
        let path_length = fields
            .optional(Tag::INTEGER)?
            .map(|n| n.unsigned())
            .transpose()?;
        fields.finish()?;
        Ok(Self {
            authority,
            path_length,
        })
    }
}

/// Bits of KeyUsage (RFC 5280 section 4.2.1.3), all of its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyUse {
    /// keyCertSign, bit 5.
    Certificates,
    /// cRLSign, bit 6.
    RevocationLists,
}

/// Whether the bit of this use is set in a KeyUsage.
pub(super) fn key_usage(value: &[u8], of: KeyUse) -> Result<bool, Error> {
    let bit: u8 = match of {
        KeyUse::Certificates => 0x04,
        KeyUse::RevocationLists => 0x02,
    };
    let mut document = Reader::new(value);
    let bits = document.read(Tag::BIT_STRING)?.contents;
    document.finish()?;
    match bits {
        [0..=7, first, ..] => Ok(first & bit != 0),
        [0] => Ok(false),
        _ => Err(Error::Malformed(der::Error::ValueMalformed)),
    }
}
