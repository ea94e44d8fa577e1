//! Decides what a status report says (MDS3 section 3.1.3): a word, and to whom and when it applies.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Date, EntryError, certificate_text, members};
use crate::json::Value;
use crate::x509::Certificate;

/// A day that a report may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dated {
    /// It names none.
    Absent,
    /// This one.
    On(Date),
    /// Its text is no date: the report warns, but it certifies nothing.
    Unreadable,
}

/// The certificates that a report is limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// It is not limited.
    Any,
    /// These, in DER.
    Only(Vec<Vec<u8>>),
    /// One of them is no certificate: the report warns of all, but it certifies none.
    Unreadable,
}

/// A status report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReport {
    /// The word, such as `FIDO_CERTIFIED_L1` or `REVOKED`; unknown ones too.
    pub status: String,
    /// From when it applies.
    pub effective: Dated,
    /// From when it no longer applies.
    pub sunset: Dated,
    /// The certificates that it is about (`certificate`, `batchCertificate`).
    pub certificates: Named,
    /// The firmware version that it is about (`authenticatorVersion`).
    pub authenticator_version: Option<i64>,
}

impl StatusReport {
    pub(super) fn of(report: &Value) -> Result<Self, EntryError> {
        let name = "statusReports";
        report.members().ok_or(EntryError::Member { name })?;
        Ok(Self {
            status: members::text(report, "status")?.ok_or(EntryError::Member { name })?,
            effective: day(report, "effectiveDate")?,
            sunset: day(report, "sunsetDate")?,
            certificates: named(report)?,
            authenticator_version: members::unsigned(report, "authenticatorVersion")?,
        })
    }
}

fn day(report: &Value, name: &'static str) -> Result<Dated, EntryError> {
    Ok(match members::text(report, name)? {
        None => Dated::Absent,
        Some(text) => text.parse().map_or(Dated::Unreadable, Dated::On),
    })
}

fn named(report: &Value) -> Result<Named, EntryError> {
    let mut found = Vec::new();
    for name in ["certificate", "batchCertificate"] {
        if let Some(text) = members::text(report, name)? {
            let der = certificate_text::decode(&text);
            found.push(der.filter(|der| Certificate::parse(der).is_ok()));
        }
    }
    if found.is_empty() {
        return Ok(Named::Any);
    }
    let found: Option<Vec<_>> = found.into_iter().collect();
    Ok(found.map_or(Named::Unreadable, Named::Only))
}
