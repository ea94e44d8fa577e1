//! Decides how an entry about a model looks.

use data_encoding::HEXLOWER;
use serde::Serialize;
use touchstone_core::webauthn::admin::{MdsEntryView, MdsReportView};

#[derive(Debug, Serialize)]
pub(super) struct EntryShape {
    aaguid: Option<String>,
    key_ids: Vec<String>,
    description: Option<String>,
    source: String,
    in_force: bool,
    protocol_family: Option<String>,
    authenticator_version: Option<i64>,
    attestation_types: Vec<String>,
    algorithms: Vec<String>,
    anchors: usize,
    certification: Option<String>,
    time_of_last_status_change: Option<String>,
    status_reports: Vec<ReportShape>,
}

#[derive(Debug, Serialize)]
struct ReportShape {
    status: String,
    effective_date: Option<String>,
    sunset_date: Option<String>,
    authenticator_version: Option<i64>,
    names_certificates: bool,
}

impl From<MdsEntryView> for EntryShape {
    fn from(view: MdsEntryView) -> Self {
        let reports = view.status_reports.into_iter();
        Self {
            aaguid: view.aaguid.map(|aaguid| aaguid.to_string()),
            key_ids: view.key_ids.iter().map(|id| HEXLOWER.encode(id)).collect(),
            description: view.description,
            source: view.source,
            in_force: view.in_force,
            protocol_family: view.protocol_family,
            authenticator_version: view.authenticator_version,
            attestation_types: view.attestation_types,
            algorithms: view.algorithms,
            anchors: view.anchors,
            certification: view.certification,
            time_of_last_status_change: view.time_of_last_status_change,
            status_reports: reports.map(ReportShape::from).collect(),
        }
    }
}

impl From<MdsReportView> for ReportShape {
    fn from(report: MdsReportView) -> Self {
        Self {
            status: report.status,
            effective_date: report.effective_date,
            sunset_date: report.sunset_date,
            authenticator_version: report.authenticator_version,
            names_certificates: report.names_certificates,
        }
    }
}
