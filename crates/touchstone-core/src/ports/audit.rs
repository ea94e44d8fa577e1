//! Decides what the audit log keeps of an administrator's write: who, what, before, after; no secrets.

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::{Page, PageRequest, StoreError};
use crate::{ApiKeyId, AuditId, TenantId};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The bearer of this admin key.
    ApiKey(ApiKeyId),
    /// Someone who may read the store's files: the command line with `--local`.
    Local,
    /// The server itself, such as at its first start.
    Server,
}

/// A row of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its identifier.
    pub id: AuditId,
    /// The tenant it concerns; `None` for server-wide objects.
    pub tenant_id: Option<TenantId>,
    /// Who.
    pub actor: Actor,
    /// What, such as `mobile.apple_app.create`.
    pub action: String,
    /// The identifier of the object.
    pub object: String,
    /// The object before, as JSON, without secrets.
    pub before: Option<String>,
    /// The object after, as JSON, without secrets.
    pub after: Option<String>,
    /// The request in which it happened.
    pub request_id: String,
    /// When.
    pub created_at: Timestamp,
}

/// Which rows a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only of this tenant; `None` = all rows.
    pub tenant_id: Option<TenantId>,
    /// Only this action.
    pub action: Option<String>,
    /// Only this object.
    pub object: Option<String>,
    /// Only rows from this instant on.
    pub from: Option<Timestamp>,
    /// Only rows before this instant.
    pub to: Option<Timestamp>,
}

/// The audit log. Its rows are written by the verbs that change something.
#[async_trait]
pub trait AuditStore: Send + Sync + 'static {
    /// Rows, newest first.
    async fn audit_rows(
        &self,
        filter: &AuditFilter,
        page: PageRequest<AuditId>,
    ) -> Result<Page<AuditRow, AuditId>, StoreError>;
}
