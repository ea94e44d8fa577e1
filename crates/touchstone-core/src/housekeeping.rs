//! Decides what is tidied up in the background, in rounds that each do a little: uses of sessions, old verdicts, repeated calls, last uses.

use crate::mobile::MobileSettings;
use crate::ports::{PageRequest, Pruned, StoreError};
use crate::{Call, TenantId, Timestamp, Touchstone};

const ROWS_MAX: u32 = 10_000;
const DAY_MS: i64 = 86_400_000;
/// No tenant keeps verdicts longer.
const KEEP_DAYS_MAX: i64 = 3_650;

/// What a round removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Housekept {
    /// Uses of sessions and nonces.
    pub pruned: Pruned,
    /// Verdicts past their tenant's retention.
    pub verdicts: u64,
    /// Answers of idempotent calls.
    pub idempotent: u64,
}

/// One round. What fails is tried again in the next.
pub async fn run(touchstone: &Touchstone, call: &Call) -> Result<Housekept, StoreError> {
    let store = &touchstone.world.store;
    touchstone.api_keys.flush_uses().await?;
    let pruned = touchstone.mobile.prune(call).await?;
    let idempotent = store.expire_idempotent(call.now, ROWS_MAX).await?;
    let (verdicts, keep_from) = expire_verdicts(touchstone, call.now).await?;
    store.arrange_verdicts(call.now, keep_from).await?;
    Ok(Housekept { pruned, verdicts, idempotent })
}

/// Walks all tenants; how many verdicts went, and from when on some tenant still wants them.
async fn expire_verdicts(
    touchstone: &Touchstone,
    now: Timestamp,
) -> Result<(u64, Timestamp), StoreError> {
    let store = &touchstone.world.store;
    let (mut gone, mut keep_days_max, mut after) = (0, 0, None);
    loop {
        let page = store.tenants(None, PageRequest { limit: 200, after }).await?;
        for tenant in &page.items {
            let keep_days = keep_days(touchstone, tenant.value.id).await?;
            keep_days_max = keep_days_max.max(keep_days);
            let before = now.plus_ms(-keep_days * DAY_MS);
            gone += store.expire_verdicts(tenant.value.id, before, ROWS_MAX).await?;
        }
        after = page.next;
        if after.is_none() {
            return Ok((gone, now.plus_ms(-keep_days_max * DAY_MS)));
        }
    }
}

/// Settings that cannot be read keep everything.
async fn keep_days(touchstone: &Touchstone, tenant_id: TenantId) -> Result<i64, StoreError> {
    let stored = touchstone.world.store.mobile_policy(tenant_id).await?.settings;
    let settings = match stored {
        None => Ok(MobileSettings::default()),
        Some(text) => serde_json::from_str::<MobileSettings>(&text.value),
    };
    Ok(settings.map_or(KEEP_DAYS_MAX, |settings| i64::from(settings.keep_verdicts_days)))
}
