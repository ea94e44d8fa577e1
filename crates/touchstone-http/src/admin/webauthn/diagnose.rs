//! `POST /admin/v1/webauthn/diagnose`: judges a registration without its session; nothing is written.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use touchstone_core::webauthn::admin::{self, DiagnosedRegistration, Diagnosis};
use touchstone_core::{Noun, webauthn};

use super::Base64Url;
use crate::admin::error::Refused;
use crate::admin::verdicts::ExplainedCheck;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DiagnoseBody {
    attestation_object: Base64Url,
    client_data_json: Base64Url,
    rp: String,
}

#[derive(Debug, Serialize)]
struct DiagnosisShape {
    accepted: bool,
    reason: Option<&'static str>,
    reason_meaning: Option<&'static str>,
    reason_remedy: Option<&'static str>,
    checks: Vec<ExplainedCheck>,
    facts: Map<String, Value>,
}

impl From<Diagnosis> for DiagnosisShape {
    fn from(diagnosis: Diagnosis) -> Self {
        let known = diagnosis.reason.and_then(webauthn::reason);
        let lines = diagnosis.checks.into_iter();
        Self {
            accepted: diagnosis.reason.is_none(),
            reason: diagnosis.reason,
            reason_meaning: known.map(|reason| reason.meaning),
            reason_remedy: known.map(|reason| reason.remedy),
            checks: lines
                .map(|line| ExplainedCheck::new(Noun::Webauthn, line))
                .collect(),
            facts: diagnosis.facts,
        }
    }
}

/// 200 with every check that was made.
pub(crate) async fn diagnose(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let body: DiagnoseBody = request.json()?;
    let diagnosed = DiagnosedRegistration {
        rp: body.rp,
        attestation_object: body.attestation_object.0,
        client_data: body.client_data_json.0,
    };
    let diagnosis = admin::diagnose(&request.within(&params), diagnosed).await?;
    Ok(Answer::ok(&DiagnosisShape::from(diagnosis)))
}
