//! Decides how an entry of metadata is shown.

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::{
    Dated, Entry, Named, StatusError, StatusPolicy, StatusReport, StatusScope, Wearer,
};

/// How the operator's own statements are named as a source.
const LOCAL: &str = "local";

/// An entry, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MdsEntryView {
    /// The address of its service, or `local`.
    pub source: String,
    /// Whether ceremonies are judged by this entry, unless a tenant has a statement of its own: no source before this one has one.
    pub in_force: bool,
    /// The model.
    pub aaguid: Option<Aaguid>,
    /// The attestation keys of U2F tokens: SHA-1 of their public key bits.
    pub key_ids: Vec<[u8; 20]>,
    /// What the model is called.
    pub description: Option<String>,
    /// The family of protocols.
    pub protocol_family: Option<String>,
    /// The newest firmware version that the statement is about.
    pub authenticator_version: Option<i64>,
    /// How the model attests.
    pub attestation_types: Vec<String>,
    /// With what it signs.
    pub algorithms: Vec<String>,
    /// How many trust anchors it has that can be used.
    pub anchors: usize,
    /// The newest certification in effect.
    pub certification: Option<String>,
    /// What was reported about it, in the order of the text.
    pub status_reports: Vec<MdsReportView>,
    /// The day of the last report, as it is written.
    pub time_of_last_status_change: Option<String>,
}

/// A status report, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MdsReportView {
    /// The word.
    pub status: String,
    /// The day from which it applies, `YYYY-MM-DD`; `unreadable` when its text is no date.
    pub effective_date: Option<String>,
    /// The day from which it no longer applies, likewise.
    pub sunset_date: Option<String>,
    /// The firmware version that it is about.
    pub authenticator_version: Option<i64>,
    /// Whether it is about some certificates only.
    pub names_certificates: bool,
}

impl MdsEntryView {
    pub(super) fn of(entry: &Entry, source: Option<&str>, in_force: bool, now: Timestamp) -> Self {
        let reports = entry.status_reports.iter();
        Self {
            source: source.unwrap_or(LOCAL).to_owned(),
            in_force,
            aaguid: entry.aaguid,
            key_ids: entry.key_ids.clone(),
            description: entry.description.clone(),
            protocol_family: entry.protocol_family.clone(),
            authenticator_version: entry.authenticator_version,
            attestation_types: entry.attestation_types.clone(),
            algorithms: entry.algorithms.clone(),
            anchors: entry.anchors.len(),
            certification: certification(entry, now),
            status_reports: reports.map(MdsReportView::of).collect(),
            time_of_last_status_change: entry.time_of_last_status_change.clone(),
        }
    }
}

impl MdsReportView {
    fn of(report: &StatusReport) -> Self {
        let day = |dated| match dated {
            Dated::Absent => None,
            Dated::On(date) => Some(date.to_string()),
            Dated::Unreadable => Some("unreadable".to_owned()),
        };
        Self {
            status: report.status.clone(),
            effective_date: day(report.effective),
            sunset_date: day(report.sunset),
            authenticator_version: report.authenticator_version,
            names_certificates: report.certificates != Named::Any,
        }
    }
}

/// The newest certification in effect: what is told of one that is not the required one, which no word is.
pub(super) fn certification(entry: &Entry, now: Timestamp) -> Option<String> {
    let policy = StatusPolicy {
        undesired: Vec::new(),
        scope: StatusScope::Any,
        required: vec![String::new()],
    };
    let anyone = Wearer {
        x5c: &[],
        firmware_version: Ok(None),
    };
    match policy.check(&entry.status_reports, &anyone, now) {
        Err(StatusError::Insufficient { newest }) => newest,
        Ok(()) | Err(StatusError::Undesired { .. }) => None,
    }
}
