//! What does the metadata service report of a model (FIDO MDS 3.1.3)?

use data_encoding::BASE64;
use serde_json::{Value, json};

/// A status report; what is `None` is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReport {
    /// `FIDO_CERTIFIED_L1`, `REVOKED`, or any text.
    pub status: String,
    /// `YYYY-MM-DD`, or any text.
    pub effective_date: Option<String>,
    /// Likewise: when the report ends.
    pub sunset_date: Option<String>,
    /// The firmware that the report is about.
    pub authenticator_version: Option<u64>,
    /// The one certificate that the report is about, DER.
    pub certificate: Option<Vec<u8>>,
    /// The batch certificate that the report is about, DER.
    pub batch_certificate: Option<Vec<u8>>,
}

impl StatusReport {
    /// A report of this status that was always in effect.
    #[must_use]
    pub fn new(status: &str) -> Self {
        Self {
            status: status.to_owned(),
            effective_date: None,
            sunset_date: None,
            authenticator_version: None,
            certificate: None,
            batch_certificate: None,
        }
    }

    /// A report of this status since this day (`YYYY-MM-DD`).
    #[must_use]
    pub fn since(status: &str, date: &str) -> Self {
        Self {
            effective_date: Some(date.to_owned()),
            ..Self::new(status)
        }
    }

    /// The report, JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut report = json!({"status": self.status});
        let der = |der: &Option<Vec<u8>>| der.as_ref().map(|der| json!(BASE64.encode(der)));
        let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
        for (name, value) in [
            ("effectiveDate", text(&self.effective_date)),
            ("sunsetDate", text(&self.sunset_date)),
            (
                "authenticatorVersion",
                self.authenticator_version.map(|version| json!(version)),
            ),
            ("certificate", der(&self.certificate)),
            ("batchCertificate", der(&self.batch_certificate)),
        ] {
            if let (Some(value), Some(report)) = (value, report.as_object_mut()) {
                report.insert(name.to_owned(), value);
            }
        }
        report
    }
}
