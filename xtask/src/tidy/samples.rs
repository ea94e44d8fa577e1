//! Small files for the rules' own tests.

use super::Finding;
use super::source::RustFile;

/// A Rust file with this path and text.
pub(super) fn file(path: &str, text: &str) -> RustFile {
    RustFile::parse(path, text.to_owned()).unwrap()
}

/// The lines of the findings.
pub(super) fn lines(findings: &[Finding]) -> Vec<usize> {
    findings.iter().map(|finding| finding.line).collect()
}
