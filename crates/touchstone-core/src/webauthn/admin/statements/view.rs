//! Decides how a tenant's own statement is shown, and what the audit log keeps of it.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::Entry;

use crate::Timestamp;
use crate::ports::LocalStatement;
use crate::webauthn::session::sha256;

/// A tenant's own statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementView {
    /// The model.
    pub aaguid: Aaguid,
    /// What the model is called.
    pub description: Option<String>,
    /// When it was last written.
    pub updated_at: Timestamp,
    /// An entry of MDS3 or a bare metadata statement, as it was written: JSON.
    pub json: String,
}

impl StatementView {
    pub(super) fn of(stored: LocalStatement) -> Self {
        let entry = Entry::parse_local(stored.json.as_bytes()).ok();
        Self {
            aaguid: Aaguid(stored.aaguid),
            description: entry.and_then(|entry| entry.description),
            updated_at: stored.updated_at,
            json: stored.json,
        }
    }
}

/// A statement may hold a megabyte of pictures: a digest tells whether it was the same.
pub(super) fn snapshot(statement: &LocalStatement) -> Value {
    json!({
        "aaguid": Aaguid(statement.aaguid).to_string(),
        "sha256": HEXLOWER.encode(&sha256(statement.json.as_bytes())),
        "updated_at": statement.updated_at.to_string(),
    })
}
