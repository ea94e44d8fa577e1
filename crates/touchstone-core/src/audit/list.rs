//! Decides who may read the audit log: whoever may do everything, in its own tenant or in all. A row can be about any family, so no
//! smaller scope fits.

use crate::ports::{AuditFilter, AuditRow, Page, PageRequest};
use crate::{AdminCall, AdminError, AuditId, SCOPE_ALL, Timestamp};

/// Which rows are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only this action.
    pub action: Option<String>,
    /// Only this object.
    pub object: Option<String>,
    /// Only rows from this instant on.
    pub from: Option<Timestamp>,
    /// Only rows before this instant.
    pub to: Option<Timestamp>,
}

/// Rows, newest first.
pub async fn list(
    admin: &AdminCall<'_>,
    query: AuditQuery,
    page: PageRequest<AuditId>,
) -> Result<Page<AuditRow, AuditId>, AdminError> {
    admin.require(SCOPE_ALL)?;
    let filter = AuditFilter {
        tenant_id: admin.tenant_if_any().await?,
        action: query.action,
        object: query.object,
        from: query.from,
        to: query.to,
    };
    Ok(admin
        .touchstone
        .world
        .store
        .audit_rows(&filter, page)
        .await?)
}
