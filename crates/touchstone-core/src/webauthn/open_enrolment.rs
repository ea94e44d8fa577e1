//! Decides which relying parties let whoever reaches them add a passkey to any user: a server says so when it starts (spec webauthn.md 2.8).

use super::admin::RegisteredRp;
use super::service::Webauthn;
use crate::TenantId;
use crate::ports::{PageRequest, StoreError};

/// Rows that are read at once.
const PAGE: usize = 200;

impl Webauthn {
    /// Their RP IDs. Those of disabled tenants, and those whose settings cannot be read, let nobody in.
    pub async fn open_enrolments(&self) -> Result<Vec<String>, StoreError> {
        let (mut open, mut after) = (Vec::new(), None);
        loop {
            let page = PageRequest { limit: PAGE, after };
            let tenants = self.world.store.tenants(None, page).await?;
            for tenant in tenants.items {
                if tenant.value.enabled {
                    open.extend(self.open_enrolments_of(tenant.value.id).await?);
                }
            }
            after = tenants.next;
            if after.is_none() {
                return Ok(open);
            }
        }
    }

    async fn open_enrolments_of(&self, tenant_id: TenantId) -> Result<Vec<String>, StoreError> {
        // A tenant has 100 at most.
        let all = PageRequest {
            limit: PAGE,
            after: None,
        };
        let stored = self.world.store.webauthn_rps(tenant_id, all).await?;
        let rps = stored.items.into_iter();
        let rps = rps.filter_map(|stored| RegisteredRp::read(stored).ok());
        let open = rps.filter(|rp| rp.value.policy.leaves_enrolment_open());
        Ok(open.map(|rp| rp.value.rp_id).collect())
    }
}
