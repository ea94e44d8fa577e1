//! The answer of the verdict look-up (spec mobile.md 2.3).

use serde::Serialize;
use touchstone_core::mobile::{CheckLine, Explain, StoredVerification};
use touchstone_core::ports::Outcome;

use crate::mobile::code;

/// A stored verdict. `platform` is null when the evidence did not tell it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::mobile) struct VerdictBody<'a> {
    verdict_id: String,
    outcome: Outcome,
    is_valid: bool,
    status_code: u32,
    platform: Option<&'a str>,
    created_at_utc: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<&'a [CheckLine]>,
}

impl<'a> VerdictBody<'a> {
    /// Of this verdict.
    pub(in crate::mobile) fn new(stored: &'a StoredVerification) -> Self {
        let code = code::of_verdict(stored.outcome, &stored.reason);
        Self {
            verdict_id: stored.verdict_id.to_string(),
            outcome: stored.outcome,
            is_valid: stored.outcome == Outcome::Valid,
            status_code: code.number,
            platform: stored.platform.as_deref(),
            created_at_utc: stored.created_at.to_string(),
            reason: (stored.explain >= Explain::Reason).then_some(&*stored.reason),
            checks: (stored.explain >= Explain::Full).then_some(&*stored.checks),
        }
    }
}
