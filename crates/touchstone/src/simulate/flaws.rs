//! Decides how flaws are named on the command line and listed: each with its check, the reason that must answer it, and what the server
//! must be told for that, beside the defaults.

use std::fmt::Display;
use std::str::FromStr;

use serde_json::{Value, json};
use touchstone_core::nearest;

use super::setup::Needs;
use crate::cli::Terminal;

/// A flaw of some kind of evidence.
pub(super) trait Flawed: Copy + Display + FromStr + 'static {
    /// Every one, in the order of the checks.
    fn every() -> Vec<Self>;
    /// The check that must find it, the reason that must answer it, what is wrong.
    fn facts(self) -> [&'static str; 3];
    /// What the server must be told.
    fn needs(self) -> Needs;
}

/// Gives a simulator's flaws, which tell the same in the same words, their trait.
macro_rules! flawed {
    ($flaw:ty, $every:expr, $needs:expr) => {
        impl $crate::simulate::flaws::Flawed for $flaw {
            fn every() -> Vec<Self> {
                $every
            }

            fn facts(self) -> [&'static str; 3] {
                [self.check(), self.expected_reason(), self.description()]
            }

            fn needs(self) -> $crate::simulate::setup::Needs {
                $needs(self)
            }
        }
    };
}
pub(super) use flawed;

/// Reads the name of a flaw; the nearest one is told when there is none.
pub(super) fn read<F: Flawed>(text: &str) -> Result<F, String> {
    text.parse().map_err(|_| {
        let names: Vec<String> = F::every().iter().map(ToString::to_string).collect();
        match nearest(text, names.iter().map(String::as_str)) {
            Some(near) => format!("no such flaw; did you mean {near}?"),
            None => "no such flaw; --flaws lists them all".to_owned(),
        }
    })
}

/// Prints every flaw.
pub(super) fn list<F: Flawed>(terminal: Terminal) -> anyhow::Result<()> {
    let row = |flaw: F| {
        let [check, reason, what] = flaw.facts();
        json!({
            "flaw": flaw.to_string(),
            "check": check,
            "reason": reason,
            "what": what,
            "needs": flaw.needs().told(),
        })
    };
    let items: Vec<Value> = F::every().into_iter().map(row).collect();
    let list = json!({ "items": items, "next_cursor": null });
    terminal.list(&list, &["flaw", "check", "reason", "what", "needs"])
}
