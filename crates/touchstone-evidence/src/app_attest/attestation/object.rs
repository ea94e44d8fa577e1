//! Decides whether the CBOR of an attestation object has its shape (spec mobile.md A1). Unknown keys are ignored.

use alloc::borrow::Cow;

use super::error::{Error, Fault};
use crate::cbor::{self, Item, Keys};
use crate::limits::APPLE_ATTESTATION_BYTES_MAX;
use crate::x509::Certificate;

/// The parts of an attestation object, none of them judged.
pub(super) struct Object<'a> {
    leaf: Cow<'a, [u8]>,
    intermediate: Cow<'a, [u8]>,
    pub(super) receipt: Cow<'a, [u8]>,
    pub(super) auth_data: Cow<'a, [u8]>,
}

impl<'a> Object<'a> {
    pub(super) fn parse(evidence: &'a [u8]) -> Result<Self, Error> {
        Self::read(evidence).map_err(Error::Malformed)
    }

    fn read(evidence: &'a [u8]) -> Result<Self, Fault> {
        if evidence.len() > APPLE_ATTESTATION_BYTES_MAX {
            return Err(Fault::TooLong);
        }
        let document = cbor::parse(evidence, Keys::Text).map_err(Fault::Cbor)?;
        let format = document
            .get("fmt")
            .and_then(Item::text)
            .ok_or(Fault::Member("fmt"))?;
        if format != "apple-appattest" {
            return Err(Fault::Format);
        }
        let statement = document.get("attStmt").ok_or(Fault::Member("attStmt"))?;
        let mut chain = statement
            .get("x5c")
            .and_then(Item::elements)
            .ok_or(Fault::Member("x5c"))?;
        let mut certificate = || chain.next().ok_or(Fault::CertificateCount);
        let (leaf, intermediate) = (certificate()?, certificate()?);
        if certificate().is_ok() {
            return Err(Fault::CertificateCount);
        }
        let bytes = |item: Option<Item<'a>>, member| {
            item.and_then(Item::bytes).ok_or(Fault::Member(member))
        };
        Ok(Self {
            leaf: bytes(Some(leaf), "x5c")?,
            intermediate: bytes(Some(intermediate), "x5c")?,
            receipt: bytes(statement.get("receipt"), "receipt")?,
            auth_data: bytes(document.get("authData"), "authData")?,
        })
    }

    /// Leaf and intermediate.
    pub(super) fn certificates(&self) -> Result<[Certificate<'_>; 2], Error> {
        let parse = |index, der| {
            let fault = |source| Error::Malformed(Fault::Certificate { index, source });
            Certificate::parse(der).map_err(fault)
        };
        Ok([parse(0, &self.leaf)?, parse(1, &self.intermediate)?])
    }
}
