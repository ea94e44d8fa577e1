//! Decides how a tenant's own statement is shown, and what the audit log keeps of it.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use touchstone_evidence::webauthn::Aaguid;

use crate::Timestamp;
use crate::ports::{LocalStatement, StatementHead};

/// A tenant's own statement in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementHeadView {
    /// The model.
    pub aaguid: Aaguid,
    /// What the model is called.
    pub description: Option<String>,
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// A tenant's own statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementView {
    /// What is known without reading it.
    pub head: StatementHeadView,
    /// An entry of MDS3 or a bare metadata statement, as it was written: JSON.
    pub json: String,
}

impl StatementHeadView {
    pub(super) fn of(stored: StatementHead) -> Self {
        Self {
            aaguid: Aaguid(stored.aaguid),
            description: stored.description,
            updated_at: stored.updated_at,
        }
    }
}

impl StatementView {
    pub(super) fn of(stored: LocalStatement) -> Self {
        Self {
            head: StatementHeadView::of(stored.head),
            json: stored.json,
        }
    }
}

/// A statement may hold a megabyte of pictures: a digest tells whether it was the same.
pub(super) fn snapshot(head: &StatementHead) -> Value {
    json!({
        "aaguid": Aaguid(head.aaguid).to_string(),
        "sha256": HEXLOWER.encode(&head.sha256),
        "updated_at": head.updated_at.to_string(),
    })
}
