//! Decides which fields a receipt has (spec mobile.md C1): a SET of SEQUENCE { type INTEGER, version INTEGER, value
//! OCTET STRING }, no type twice. The order within the SET is not looked at: Apple does not sort.

use alloc::vec::Vec;

use super::Kind;
use super::date;
use super::error::{Error, Fault};
use crate::Timestamp;
use crate::der::{self, Reader, Tag};
use crate::limits::RECEIPT_FIELDS_MAX;

const APP_ID: u32 = 2;
const CERTIFICATE: u32 = 3;
const CLIENT_HASH: u32 = 4;
const KIND: u32 = 6;
const ENVIRONMENT: u32 = 7;
const CREATED: u32 = 12;
const RISK_METRIC: u32 = 17;
const NOT_BEFORE: u32 = 19;
const EXPIRES: u32 = 21;

/// The fields that are looked at.
#[derive(Clone, Debug)]
pub(super) struct Content<'a> {
    pub(super) app_id: &'a [u8],
    pub(super) certificate: &'a [u8],
    pub(super) client_hash: Option<&'a [u8]>,
    pub(super) kind: Kind,
    pub(super) environment: Option<&'a [u8]>,
    pub(super) created: Timestamp,
    pub(super) risk_metric: Option<u32>,
    pub(super) not_before: Option<Timestamp>,
    pub(super) expires: Timestamp,
}

impl<'a> Content<'a> {
    pub(super) fn parse(content: &'a [u8]) -> Result<Self, Error> {
        read(content).map_err(Error::Malformed)
    }
}

fn read(content: &[u8]) -> Result<Content<'_>, Fault> {
    let fields = fields(content)?;
    let optional = |kind: u32| {
        fields
            .iter()
            .find(|(found, _)| *found == kind)
            .map(|(_, value)| *value)
    };
    let required = |kind| optional(kind).ok_or(Fault::FieldMissing(kind));
    let instant = |kind, value| date::parse(value).ok_or(Fault::FieldMalformed(kind));
    Ok(Content {
        app_id: required(APP_ID)?,
        certificate: required(CERTIFICATE)?,
        client_hash: optional(CLIENT_HASH),
        kind: match required(KIND)? {
            b"ATTEST" => Kind::Attest,
            b"RECEIPT" => Kind::Receipt,
            _ => return Err(Fault::FieldMalformed(KIND)),
        },
        environment: optional(ENVIRONMENT),
        created: instant(CREATED, required(CREATED)?)?,
        risk_metric: optional(RISK_METRIC).and_then(number),
        not_before: optional(NOT_BEFORE)
            .map(|value| instant(NOT_BEFORE, value))
            .transpose()?,
        expires: instant(EXPIRES, required(EXPIRES)?)?,
    })
}

fn fields(content: &[u8]) -> Result<Vec<(u32, &[u8])>, Fault> {
    let mut document = Reader::new(content);
    let mut set = document.open(Tag::SET).map_err(Fault::Content)?;
    document.finish().map_err(Fault::Content)?;
    let mut fields: Vec<(u32, &[u8])> = Vec::new();
    while !set.is_empty() {
        let (kind, value) = field(&mut set).map_err(Fault::Content)?;
        if fields.iter().any(|(earlier, _)| *earlier == kind) {
            return Err(Fault::FieldRepeated(kind));
        }
        if fields.len() == RECEIPT_FIELDS_MAX {
            return Err(Fault::BeyondLimit);
        }
        fields.push((kind, value));
    }
    Ok(fields)
}

fn field<'a>(set: &mut Reader<'a>) -> Result<(u32, &'a [u8]), der::Error> {
    let mut parts = set.open(Tag::SEQUENCE)?;
    let kind = parts.read(Tag::INTEGER)?.unsigned()?;
    parts.read(Tag::INTEGER)?;
    let value = parts.read(Tag::OCTET_STRING)?.contents;
    parts.finish()?;
    Ok((kind, value))
}

fn number(text: &[u8]) -> Option<u32> {
    let digits = text.iter().all(u8::is_ascii_digit);
    core::str::from_utf8(text)
        .ok()
        .filter(|_| digits)?
        .parse()
        .ok()
}
