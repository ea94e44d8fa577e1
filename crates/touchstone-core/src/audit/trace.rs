//! Decides what an administrator's write leaves behind: who, what, before, after. No secret ever comes here.

use serde_json::Value;

use crate::ports::{Actor, AuditRow};
use crate::{AuditId, Call, TenantId, Touchstone};

/// A change that is about to be made.
pub(crate) struct Trace {
    /// What, such as `tenant.create`.
    pub(crate) action: &'static str,
    /// The tenant it concerns; `None` for objects of the server.
    pub(crate) tenant_id: Option<TenantId>,
    /// The identifier of the object.
    pub(crate) object: String,
    /// The object before.
    pub(crate) before: Option<Value>,
    /// The object after.
    pub(crate) after: Option<Value>,
}

impl Trace {
    /// The row of the audit log.
    pub(crate) fn row(self, touchstone: &Touchstone, call: &Call, actor: Actor) -> AuditRow {
        AuditRow {
            id: AuditId::new(call.now, &*touchstone.world.random),
            tenant_id: self.tenant_id,
            actor,
            action: self.action.to_owned(),
            object: self.object,
            before: self.before.map(|value| value.to_string()),
            after: self.after.map(|value| value.to_string()),
            request_id: call.request_id.clone(),
            created_at: call.now,
        }
    }
}
