//! Decides how many calls to Google may be under way (spec mobile.md section 8): a slow Google holds up nobody else, and one tenant
//! does not use up the node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use touchstone_core::TenantId;

const NODE_MAX: usize = 256;
const TENANT_MAX: usize = 64;

/// The calls under way.
#[derive(Debug, Default)]
pub(super) struct Places(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    /// Without those that have none.
    by_tenant: HashMap<TenantId, usize>,
}

/// The right to one call; given back when dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    tenant_id: TenantId,
}

impl Places {
    /// A place for this tenant, if one is free.
    pub(super) fn take(self: &Arc<Self>, tenant_id: TenantId) -> Option<Place> {
        let mut taken = self.taken();
        let of_tenant = taken.by_tenant.get(&tenant_id).copied().unwrap_or(0);
        if taken.all >= NODE_MAX || of_tenant >= TENANT_MAX {
            return None;
        }
        taken.all = taken.all.saturating_add(1);
        let of_tenant = of_tenant.saturating_add(1);
        taken.by_tenant.insert(tenant_id, of_tenant);
        Some(Place {
            places: Arc::clone(self),
            tenant_id,
        })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.all = taken.all.saturating_sub(1);
        let of_tenant = taken.by_tenant.get(&self.tenant_id).copied().unwrap_or(0);
        if of_tenant > 1 {
            taken
                .by_tenant
                .insert(self.tenant_id, of_tenant.saturating_sub(1));
        } else {
            taken.by_tenant.remove(&self.tenant_id);
        }
    }
}

#[cfg(test)]
mod tests;
