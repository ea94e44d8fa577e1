//! Decides which members of an entry are read, and when an entry is of no use.

use alloc::string::String;
use alloc::vec::Vec;

use data_encoding::HEXLOWER_PERMISSIVE;

use super::super::Aaguid;
use super::report::StatusReport;
use super::{certificate_text, members};
use crate::json::{self, Value};
use crate::limits::{METADATA_ANCHORS_MAX, METADATA_DEPTH_MAX, METADATA_ENTRY_BYTES_MAX};
use crate::x509::{Certificate, is_never_trusted};

/// What is known of a model, as far as trust and people ask for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The model of a FIDO2 authenticator.
    pub aaguid: Option<Aaguid>,
    /// The attestation keys of U2F tokens, as [`super::certificate_key_id`] names them.
    pub key_ids: Vec<[u8; 20]>,
    /// The model of a UAF authenticator (`aaid`), which no ceremony here names.
    pub aaid: Option<String>,
    /// What the model is called.
    pub description: Option<String>,
    /// The family of protocols, such as `fido2`.
    pub protocol_family: Option<String>,
    /// The newest firmware version that the statement is about.
    pub authenticator_version: Option<i64>,
    /// How the model attests, such as `basic_full`.
    pub attestation_types: Vec<String>,
    /// With what it signs, such as `secp256r1_ecdsa_sha256_raw`.
    pub algorithms: Vec<String>,
    /// The trust anchors of its attestation, or the attestation certificates themselves, in DER. Keys that must never be
    /// trusted are left out, and so is what is no certificate.
    pub anchors: Vec<Vec<u8>>,
    /// How many anchors were left out.
    pub anchors_left_out: usize,
    /// What was reported about it, in the order of the text.
    pub status_reports: Vec<StatusReport>,
    /// The day of the last report, as it is written.
    pub time_of_last_status_change: Option<String>,
}

/// Why a text is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// No acceptable JSON.
    #[error("metadata is not acceptable JSON")]
    Json(#[from] json::Error),
    /// No object.
    #[error("metadata is not an object")]
    NotAnObject,
    /// A known member of another type or form.
    #[error("member \"{name}\" of another type or form")]
    Member {
        /// Its name.
        name: &'static str,
    },
    /// It names no model at all.
    #[error("metadata about no model")]
    Nameless,
    /// More anchors than allowed.
    #[error("metadata with too many anchors")]
    TooManyAnchors,
}

impl Entry {
    /// Reads an entry of MDS3 (`metadataStatement` inside, `statusReports` beside it), of at most 1 MiB. The statement may
    /// be missing: what is reported counts without it.
    pub fn parse(json: &[u8]) -> Result<Self, EntryError> {
        Self::of(&read(json)?)
    }

    /// Reads an operator's own knowledge: an entry of MDS3, or a bare metadata statement, about which nothing was reported.
    pub fn parse_local(json: &[u8]) -> Result<Self, EntryError> {
        let value = read(json)?;
        if value.present("metadataStatement").is_some() || value.present("statusReports").is_some()
        {
            return Self::of(&value);
        }
        let mut entry = Self::default();
        entry.take_names(&value)?;
        entry.take_statement(&value)?;
        entry.named()
    }

    fn of(value: &Value) -> Result<Self, EntryError> {
        let mut entry = Self::default();
        entry.take_names(value)?;
        if let Some(statement) = value.present("metadataStatement") {
            entry.take_statement(statement)?;
        }
        let reports = members::elements(value, "statusReports")?.iter();
        entry.status_reports = reports.map(StatusReport::of).collect::<Result<_, _>>()?;
        entry.time_of_last_status_change = members::text(value, "timeOfLastStatusChange")?;
        entry.named()
    }

    fn named(self) -> Result<Self, EntryError> {
        if self.aaguid.is_none() && self.key_ids.is_empty() && self.aaid.is_none() {
            return Err(EntryError::Nameless);
        }
        Ok(self)
    }

    /// Which model it is about.
    fn take_names(&mut self, value: &Value) -> Result<(), EntryError> {
        value.members().ok_or(EntryError::NotAnObject)?;
        let name = "aaguid";
        let aaguid = members::text(value, name)?;
        let aaguid = aaguid.map(|text| text.parse().map_err(|_| EntryError::Member { name }));
        self.aaguid = aaguid.transpose()?;
        self.aaid = members::text(value, "aaid")?;
        let name = "attestationCertificateKeyIdentifiers";
        let ids = members::texts(value, name)?;
        let id = |text: &String| {
            let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
            bytes.and_then(|bytes| bytes.try_into().ok())
        };
        let ids: Option<_> = ids.iter().map(id).collect();
        self.key_ids = ids.ok_or(EntryError::Member { name })?;
        Ok(())
    }

    /// What the maker states about it.
    fn take_statement(&mut self, statement: &Value) -> Result<(), EntryError> {
        let name = "metadataStatement";
        statement.members().ok_or(EntryError::Member { name })?;
        self.description = members::text(statement, "description")?;
        self.protocol_family = members::text(statement, "protocolFamily")?;
        self.authenticator_version = members::unsigned(statement, "authenticatorVersion")?;
        self.attestation_types = members::texts(statement, "attestationTypes")?;
        self.algorithms = members::texts(statement, "authenticationAlgorithms")?;
        let anchors = members::texts(statement, "attestationRootCertificates")?;
        if anchors.len() > METADATA_ANCHORS_MAX {
            return Err(EntryError::TooManyAnchors);
        }
        self.anchors = anchors.iter().filter_map(|text| anchor(text)).collect();
        self.anchors_left_out = anchors.len().saturating_sub(self.anchors.len());
        Ok(())
    }
}

fn read(json: &[u8]) -> Result<Value, json::Error> {
    json::parse_to_depth(json, METADATA_ENTRY_BYTES_MAX, METADATA_DEPTH_MAX)
}

fn anchor(text: &str) -> Option<Vec<u8>> {
    let der = certificate_text::decode(text)?;
    let key = Certificate::parse(&der).ok()?.spki.sha256();
    (!is_never_trusted(&key)).then_some(der)
}
