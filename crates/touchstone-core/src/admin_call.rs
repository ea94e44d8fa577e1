//! Decides what an administrator's operation is given, which tenant it acts in, and what trace it leaves (design.md section 3).

use crate::audit::Trace;
use crate::ports::{AuditRow, StoreError, Tenant, Versioned};
use crate::{AdminError, Call, Principal, TenantId, Timestamp, Touchstone};

/// An administrator's call.
#[derive(Clone, Copy, Debug)]
pub struct AdminCall<'a> {
    /// The server's mind.
    pub touchstone: &'a Touchstone,
    /// Who is asking.
    pub principal: &'a Principal,
    /// The request.
    pub call: &'a Call,
    /// The tenant that the caller named, by identifier or name.
    pub tenant: Option<&'a str>,
}

impl AdminCall<'_> {
    pub(crate) fn now(&self) -> Timestamp {
        self.call.now
    }

    /// The scope must have been given.
    pub(crate) fn require(&self, scope: &'static str) -> Result<(), AdminError> {
        if self.principal.has_scope(scope) {
            Ok(())
        } else {
            Err(AdminError::ScopeMissing(scope))
        }
    }

    /// The key must not be bound to a tenant.
    pub(crate) fn require_server_wide(&self) -> Result<(), AdminError> {
        match self.principal.tenant_id {
            None => Ok(()),
            Some(_) => Err(AdminError::ServerWideOnly),
        }
    }

    /// Whether an object of this tenant (`None` = of the server) may be seen at all. What may not be seen does not exist.
    pub(crate) fn sees(&self, owner: Option<TenantId>) -> bool {
        self.principal
            .tenant_id
            .is_none_or(|own| owner == Some(own))
    }

    /// The tenant in which an operation acts that needs one.
    pub(crate) async fn tenant_id(&self) -> Result<TenantId, AdminError> {
        self.tenant_if_any().await?.ok_or_else(|| {
            AdminError::invalid(
                "tenant_id",
                "this key is not bound to a tenant: name one, by identifier or name, in the query parameter tenant_id",
            )
        })
    }

    /// The tenant in which an operation acts that can also concern all of them: `None` for a server-wide key that names none.
    pub(crate) async fn tenant_if_any(&self) -> Result<Option<TenantId>, AdminError> {
        match (self.principal.tenant_id, self.tenant) {
            (own, None) => Ok(own),
            (_, Some(named)) => Ok(Some(self.named_tenant(named).await?.value.id)),
        }
    }

    /// The tenant of this identifier or name; a foreign one does not exist.
    pub(crate) async fn named_tenant(&self, named: &str) -> Result<Versioned<Tenant>, AdminError> {
        let found = self.find_tenant(named).await?.ok_or(AdminError::NotFound)?;
        if self.sees(Some(found.value.id)) {
            Ok(found)
        } else {
            Err(AdminError::NotFound)
        }
    }

    async fn find_tenant(&self, named: &str) -> Result<Option<Versioned<Tenant>>, StoreError> {
        let store = &self.touchstone.world.store;
        // A name has no underscore, so no name looks like an identifier.
        match named.parse::<TenantId>() {
            Ok(id) => store.tenant(id).await,
            Err(_) => store.tenant_by_name(named).await,
        }
    }

    /// To be held over a write: what is cached of the tenant is forgotten behind it, however it ends.
    pub(crate) fn forgetting(&self, tenant_id: Option<TenantId>) -> Forgetting<'_> {
        Forgetting {
            touchstone: self.touchstone,
            tenant_id,
        }
    }

    /// The audit row of a change by the caller.
    pub(crate) fn audit(&self, trace: Trace) -> AuditRow {
        trace.row(self.touchstone, self.call, self.principal.actor.clone())
    }
}

/// Forgets what is cached of a tenant when it goes out of scope: also when the outcome of the write is not known, or when the caller
/// hung up in the middle of it.
pub(crate) struct Forgetting<'a> {
    touchstone: &'a Touchstone,
    tenant_id: Option<TenantId>,
}

impl Drop for Forgetting<'_> {
    fn drop(&mut self) {
        self.touchstone.forget(self.tenant_id);
    }
}
