//! `GET /admin/v1/webauthn/mds/diff`: what the last BLOB that said something else changed.

use data_encoding::HEXLOWER;
use serde::Serialize;
use touchstone_core::ReevaluationId;
use touchstone_core::webauthn::Aaguid;
use touchstone_core::webauthn::admin::{self, MdsDiff};

use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

#[derive(Debug, Serialize)]
struct DiffShape {
    at: Option<String>,
    re_evaluation: Option<ReevaluationId>,
    added: Vec<String>,
    changed: Vec<String>,
    removed: Vec<String>,
    key_ids: Vec<String>,
}

impl From<Option<MdsDiff>> for DiffShape {
    fn from(diff: Option<MdsDiff>) -> Self {
        let Some(diff) = diff else {
            return Self {
                at: None,
                re_evaluation: None,
                added: Vec::new(),
                changed: Vec::new(),
                removed: Vec::new(),
                key_ids: Vec::new(),
            };
        };
        let texts = |list: &[Aaguid]| list.iter().map(Aaguid::to_string).collect();
        Self {
            at: Some(diff.at.to_string()),
            re_evaluation: Some(diff.reevaluation),
            added: texts(&diff.added),
            changed: texts(&diff.changed),
            removed: texts(&diff.removed),
            key_ids: diff.key_ids.iter().map(|id| HEXLOWER.encode(id)).collect(),
        }
    }
}

/// 200; with `at` `null` while nothing was taken over.
pub(crate) async fn diff(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let diff = admin::mds_diff(&request.within(&params)).await?;
    Ok(Answer::ok(&DiffShape::from(diff)))
}
