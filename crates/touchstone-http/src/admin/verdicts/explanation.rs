//! Decides how a verdict is explained: its reason and every check in words, the policy and the facts as they were stored.

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::Value;
use touchstone_core::mobile::{self, CheckLine};
use touchstone_core::ports::{StoreError, Verdict};
use touchstone_core::{AdminError, Noun, webauthn};

use super::shape::VerdictShape;
use crate::admin::audit::stored_json;

#[derive(Debug, Serialize)]
pub(super) struct Explanation {
    #[serde(flatten)]
    verdict: VerdictShape,
    reason_meaning: Option<&'static str>,
    reason_remedy: Option<&'static str>,
    checks: Vec<ExplainedCheck>,
    policy: Value,
    facts: Value,
    evidence_sha256: Option<String>,
}

/// A check that was made, and what it looks at.
#[derive(Debug, Serialize)]
pub(in crate::admin) struct ExplainedCheck {
    #[serde(flatten)]
    line: CheckLine,
    meaning: Option<&'static str>,
}

impl ExplainedCheck {
    /// In the words of the family.
    pub(in crate::admin) fn new(noun: Noun, line: CheckLine) -> Self {
        Self {
            meaning: meaning(noun, &line.check),
            line,
        }
    }
}

impl TryFrom<Verdict> for Explanation {
    type Error = AdminError;

    fn try_from(verdict: Verdict) -> Result<Self, AdminError> {
        let (reason_meaning, reason_remedy) = reason(&verdict).unzip();
        let lines: Vec<CheckLine> =
            serde_json::from_str(&verdict.checks).map_err(|_| StoreError::Corrupt {
                what: "verdict checks",
            })?;
        let explained = |line| ExplainedCheck::new(verdict.head.noun, line);
        Ok(Self {
            reason_meaning,
            reason_remedy,
            checks: lines.into_iter().map(explained).collect(),
            policy: stored_json(&verdict.head.policy, "verdict policy")?,
            facts: stored_json(&verdict.head.facts, "verdict facts")?,
            evidence_sha256: verdict
                .head
                .evidence_sha256
                .map(|hash| HEXLOWER.encode(&hash)),
            verdict: VerdictShape::from(&verdict),
        })
    }
}

/// What the reason means, and what to do about it, in the words of its family.
fn reason(verdict: &Verdict) -> Option<(&'static str, &'static str)> {
    let code = &verdict.reason;
    match verdict.head.noun {
        Noun::Mobile => mobile::reason(code).map(|reason| (reason.meaning, reason.remedy)),
        Noun::Webauthn => webauthn::reason(code).map(|reason| (reason.meaning, reason.remedy)),
        Noun::Pos | Noun::Knox | Noun::Purchases => None,
    }
}

fn meaning(noun: Noun, check: &str) -> Option<&'static str> {
    match noun {
        Noun::Mobile => mobile::check_meaning(check),
        Noun::Webauthn => webauthn::check_meaning(check),
        Noun::Pos | Noun::Knox | Noun::Purchases => None,
    }
}
