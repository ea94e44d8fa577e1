//! Decides how the checks of a ceremony are noted: those of each part one after the other, up to the one that failed.

use std::error::Error;

use serde_json::Value;

use crate::offline::check::{Check, up_to};
use crate::offline::report::Report;

/// The checks that were made.
#[derive(Debug, Default)]
pub(super) struct Trail(Vec<Check>);

/// Why a ceremony is refused.
#[derive(Debug)]
pub(super) struct Refused {
    reason: &'static str,
    error: Box<dyn Error>,
}

impl Refused {
    pub(super) fn by(reason: &'static str, error: impl Error + 'static) -> Self {
        Self {
            reason,
            error: Box::new(error),
        }
    }
}

impl Trail {
    /// The checks of a part: all, or those up to the one that failed.
    pub(super) fn note_all(
        &mut self,
        checks: &[(&'static str, &'static str)],
        failed: Option<&'static str>,
    ) {
        self.0.extend(up_to(checks, failed));
    }

    /// One check.
    pub(super) fn note(&mut self, check: (&'static str, &'static str), is_ok: bool) {
        self.0.push(Check::made(check, is_ok));
    }

    /// What it comes to.
    pub(super) fn end(self, judged: Result<Value, Refused>) -> Report {
        match judged {
            Ok(facts) => Report::accepted_after(self.0, facts),
            Err(refused) => Report::refused_after(self.0, refused.reason, &*refused.error),
        }
    }
}
