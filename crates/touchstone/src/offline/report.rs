//! Decides how a judgement is told: a line per check up to the one that failed, the reason, the facts.

use std::error::Error;

use serde_json::{Value, json};

use super::check::{Check, Table, up_to};

/// A judgement.
#[derive(Debug)]
pub(super) struct Report {
    /// The checks that were made, in order.
    made: Vec<Check>,
    outcome: Result<Value, Refusal>,
}

/// Why evidence was refused.
#[derive(Debug)]
struct Refusal {
    reason: &'static str,
    because: String,
}

impl Report {
    /// Accepted, with these facts.
    pub(super) fn accepted(checks: Table, facts: Value) -> Self {
        Self::accepted_after(up_to(checks, None), facts)
    }

    /// Accepted after these checks, with these facts.
    pub(super) const fn accepted_after(made: Vec<Check>, facts: Value) -> Self {
        Self {
            made,
            outcome: Ok(facts),
        }
    }

    /// Refused at this check.
    pub(super) fn refused(
        checks: Table,
        check: &'static str,
        reason: &'static str,
        error: &dyn Error,
    ) -> Self {
        Self::refused_after(up_to(checks, Some(check)), reason, error)
    }

    /// Refused after these checks.
    pub(super) fn refused_after(made: Vec<Check>, reason: &'static str, error: &dyn Error) -> Self {
        let mut because = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            because.push_str(&format!(": {error}"));
            cause = error.source();
        }
        Self {
            made,
            outcome: Err(Refusal { reason, because }),
        }
    }

    pub(super) fn is_accepted(&self) -> bool {
        self.outcome.is_ok()
    }

    pub(super) fn to_json(&self) -> Value {
        let checks: Vec<Value> = self.made.iter().copied().map(Check::to_json).collect();
        match &self.outcome {
            Ok(facts) => json!({
                "outcome": "valid", "reason": "accepted", "checks": checks, "facts": facts,
            }),
            Err(refusal) => json!({
                "outcome": "invalid", "reason": refusal.reason, "because": refusal.because, "checks": checks,
            }),
        }
    }

    pub(super) fn to_text(&self) -> String {
        let mut text: String = self.made.iter().copied().map(Check::to_text).collect();
        match &self.outcome {
            Ok(facts) => {
                text.push_str("accepted\n");
                for (name, value) in facts.as_object().into_iter().flatten() {
                    let value = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    text.push_str(&format!("    {name}: {value}\n"));
                }
            }
            Err(refusal) => {
                text.push_str(&format!(
                    "refused: {} ({})\n",
                    refusal.reason, refusal.because
                ));
            }
        }
        text
    }
}
