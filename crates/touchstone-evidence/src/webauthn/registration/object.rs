//! Decides whether the CBOR of an attestation object has its shape: checks A1 to A7 (spec webauthn.md section 4.2). Unknown
//! members are ignored.

use alloc::borrow::Cow;

use super::super::Format;
use super::super::statement::{self, Context, VerifiedStatements};
use super::error::Error;
use crate::cbor::{self, Form, Item, Keys, Rules};
use crate::limits::{ATTESTATION_ARRAY_ELEMENTS_MAX, ATTESTATION_MAP_ENTRIES_MAX};

/// Other encoders than authenticators write this object, so its form is free.
const RULES: Rules = Rules {
    keys: Keys::Text,
    form: Form::Any,
    map_entries_max: ATTESTATION_MAP_ENTRIES_MAX,
    array_elements_max: ATTESTATION_ARRAY_ELEMENTS_MAX,
};

/// The parts of an attestation object, none of them judged.
pub(super) struct Object<'a> {
    format: Cow<'a, str>,
    statement: Item<'a>,
    pub(super) auth_data: Cow<'a, [u8]>,
}

impl<'a> Object<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        // A1
        let parsed = cbor::parse_prefix(bytes, RULES);
        let (map, rest) = parsed.map_err(|source| Error::ObjectInvalid(Some(source)))?;
        if !rest.is_empty() {
            return Err(Error::ObjectInvalid(Some(cbor::Error::Trailing)));
        }
        if map.entries().is_none() {
            return Err(Error::ObjectInvalid(None));
        }
        // A2, A3
        let format = map.get("fmt").ok_or(Error::FormatMissing)?;
        let format = format.text().ok_or(Error::FormatMalformed)?;
        // A4, A5
        let statement = map.get("attStmt").ok_or(Error::StatementMissing)?;
        let fits = if format == Format::Compound.name() {
            statement.elements().is_some()
        } else {
            statement.entries().is_some()
        };
        if !fits {
            return Err(Error::StatementMalformed);
        }
        // A6, A7
        let auth_data = map.get("authData").ok_or(Error::AuthDataMissing)?;
        let auth_data = auth_data.bytes().ok_or(Error::AuthDataMalformed)?;
        Ok(Self {
            format,
            statement,
            auth_data,
        })
    }

    /// Judges the statement: F1, F2 and the checks of its format.
    pub(super) fn verify_statement(
        &self,
        context: &Context<'_>,
    ) -> Result<VerifiedStatements, Error> {
        let verified = statement::verify(&self.format, self.statement, context);
        verified.map_err(|source| {
            let setting = statement::setting_of(&self.format, self.statement);
            Error::Statement { setting, source }
        })
    }
}
