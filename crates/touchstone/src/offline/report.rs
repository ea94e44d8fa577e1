//! Decides how a judgement is told: a line per check up to the one that failed, the reason, the facts.

use std::error::Error;

use serde_json::{Value, json};

/// A judgement.
#[derive(Debug)]
pub(super) struct Report {
    checks: &'static [(&'static str, &'static str)],
    outcome: Result<Value, Refusal>,
}

/// Why evidence was refused.
#[derive(Debug)]
struct Refusal {
    check: &'static str,
    reason: &'static str,
    because: String,
}

impl Report {
    /// Accepted, with these facts.
    pub(super) fn accepted(checks: &'static [(&'static str, &'static str)], facts: Value) -> Self {
        Self {
            checks,
            outcome: Ok(facts),
        }
    }

    /// Refused at this check.
    pub(super) fn refused(
        checks: &'static [(&'static str, &'static str)],
        check: &'static str,
        reason: &'static str,
        error: &dyn Error,
    ) -> Self {
        let mut because = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            because.push_str(&format!(": {error}"));
            cause = error.source();
        }
        Self {
            checks,
            outcome: Err(Refusal {
                check,
                reason,
                because,
            }),
        }
    }

    pub(super) fn is_accepted(&self) -> bool {
        self.outcome.is_ok()
    }

    /// The checks that were made, in order, and whether each held.
    fn made(&self) -> Vec<(&'static str, &'static str, bool)> {
        let failed = self.outcome.as_ref().err().map(|refusal| refusal.check);
        let mut made = Vec::new();
        for &(number, meaning) in self.checks {
            let ok = failed != Some(number);
            made.push((number, meaning, ok));
            if !ok {
                break;
            }
        }
        made
    }

    pub(super) fn to_json(&self) -> Value {
        let checks: Vec<Value> = self
            .made()
            .into_iter()
            .map(|(check, meaning, ok)| json!({ "check": check, "ok": ok, "meaning": meaning }))
            .collect();
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
        let mut text = String::new();
        for (number, meaning, ok) in self.made() {
            let word = if ok { "ok" } else { "FAILED" };
            text.push_str(&format!("{number:<4}{word:<7} {meaning}\n"));
        }
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
