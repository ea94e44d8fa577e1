//! Decides how documents come in: one JSON value from a file, or from standard input when the path is `-`.

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use crate::evidence_file;

/// The file as one JSON value.
pub(super) fn read(path: &Path) -> anyhow::Result<Value> {
    let bytes = evidence_file::read_large(path)?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is no JSON", path.display()))
}
