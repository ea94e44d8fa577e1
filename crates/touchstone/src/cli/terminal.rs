//! Decides how results are printed: for people by default, as JSON with `--json`. Nothing else writes to standard output.

use std::fmt::Display;
use std::io::{self, Write as _};

use anyhow::Context as _;
use serde_json::Value;

use super::table;

/// Where results go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    json: bool,
}

impl Terminal {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether a program reads along.
    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// A line, whoever reads it.
    pub(crate) fn line(self, text: impl Display) -> anyhow::Result<()> {
        write(&format!("{text}\n"))
    }

    /// Text as it is.
    pub(crate) fn text(self, text: &str) -> anyhow::Result<()> {
        write(text)
    }

    /// A result that has one form for programs and another for people.
    pub(crate) fn either(
        self,
        value: &Value,
        human: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        if self.json {
            self.json(value)
        } else {
            write(&human())
        }
    }

    /// One object, a member per line.
    pub(crate) fn object(self, value: &Value) -> anyhow::Result<()> {
        self.either(value, || table::members(value))
    }

    /// A list of objects, one per line, with these members as columns.
    pub(crate) fn list(self, value: &Value, columns: &[&str]) -> anyhow::Result<()> {
        self.either(value, || table::rows(value, columns))
    }

    /// JSON over several lines.
    pub(crate) fn json(self, value: &Value) -> anyhow::Result<()> {
        write(&format!("{value:#}\n"))
    }

    /// JSON on one line, for results that come one after the other.
    pub(crate) fn json_line(self, value: &Value) -> anyhow::Result<()> {
        write(&format!("{value}\n"))
    }
}

/// A remark for people, beside the result.
pub(crate) fn remark(text: impl Display) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

fn write(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("cannot write to standard output")
}

/// Whether the reader went away, as `head` does: no failure of ours.
pub(crate) fn reader_left(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
