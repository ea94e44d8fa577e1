//! Decides how an administrator's write is made: with its audit row in the same transaction, and against the version that was read.

use super::AuditRow;

/// A write by an administrator and the trace it leaves; both are on disk or neither is.
#[derive(Clone, Debug)]
pub struct Change<T> {
    /// What is to be stored.
    pub value: T,
    /// The version that must be stored now (`If-Match`); `None` asks for no check.
    pub if_version: Option<u64>,
    /// The row of the audit log.
    pub audit: AuditRow,
}

/// A value and how often it was written, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The value.
    pub value: T,
    /// Grows by one with every write.
    pub version: u64,
}

/// How a write against a version ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written<T> {
    /// It is on disk.
    Done(T),
    /// There is no such object in this tenant.
    NotFound,
    /// Another version is stored now; nothing was changed.
    VersionDiffers,
    /// Another object has the same unique name; nothing was changed.
    Taken,
    /// Other objects hang on it; nothing was changed. How many.
    InUse(u64),
    /// The limit of such objects is reached; nothing was changed.
    Full,
    /// The object is in a state from which this cannot be done (a revoked key cannot be rotated); nothing was changed.
    Refused,
}
