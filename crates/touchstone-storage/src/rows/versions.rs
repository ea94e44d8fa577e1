//! Decides whether a write meets the version that it was made against.

/// The version after the write; `None` when another one than the wanted is stored.
pub(crate) fn version_after(stored: u64, if_version: Option<u64>) -> Option<u64> {
    match if_version {
        Some(wanted) if wanted != stored => None,
        _ => Some(stored.saturating_add(1)),
    }
}

/// A version as a column.
pub(crate) fn version_number(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}
