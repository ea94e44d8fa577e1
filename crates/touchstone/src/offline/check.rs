//! Decides how checks are told, one a line: its number, how it ended, what it says.

use serde_json::{Value, json};

/// The checks of a format, in the order in which they run: number, and what it says.
pub(crate) type Table = &'static [(&'static str, &'static str)];

/// A check that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// Such as `K9`.
    pub(crate) number: &'static str,
    meaning: &'static str,
    /// Whether it held.
    pub(crate) is_ok: bool,
}

/// All of a table; with a failed one those up to it.
pub(crate) fn up_to(table: &[(&'static str, &'static str)], failed: Option<&str>) -> Vec<Check> {
    let mut made = Vec::new();
    for check in table {
        let is_ok = failed != Some(check.0);
        made.push(Check::made(*check, is_ok));
        if !is_ok {
            break;
        }
    }
    made
}

impl Check {
    /// One that was made: number and what it says, and whether it held.
    pub(crate) const fn made((number, meaning): (&'static str, &'static str), is_ok: bool) -> Self {
        Self {
            number,
            meaning,
            is_ok,
        }
    }

    /// For programs.
    pub(crate) fn to_json(self) -> Value {
        json!({ "check": self.number, "ok": self.is_ok, "meaning": self.meaning })
    }

    /// For people: a line.
    pub(crate) fn to_text(self) -> String {
        let word = if self.is_ok { "ok" } else { "FAILED" };
        format!("{:<4}{word:<7} {}\n", self.number, self.meaning)
    }
}
