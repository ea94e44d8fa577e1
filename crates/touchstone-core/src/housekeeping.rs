//! Decides what is tidied up in the background: uses of sessions, ended ceremonies, old verdicts, repeated calls, last uses. Each step goes on while there is
//! more to remove and time is left, and none keeps another from its work.

use std::time::Duration;

use crate::mobile::MobileSettings;
use crate::ports::{PageRequest, Pruned, StoreError};
use crate::{Call, TenantId, Timestamp, Touchstone};

/// Rows that one statement removes at most: other writers wait for it.
pub(crate) const ROWS_MAX: u32 = 2_000;
/// How long a round may go on.
const ROUND: Duration = Duration::from_secs(20);
/// How long after its end a session of a passkey ceremony is kept, in seconds.
const LATE_S: i64 = 600;
const DAY_MS: i64 = 86_400_000;
/// No tenant keeps verdicts longer.
const KEEP_DAYS_MAX: i64 = 3_650;

/// What a round removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Housekept {
    /// Uses of sessions and nonces.
    pub pruned: Pruned,
    /// Sessions of passkey ceremonies that nobody can ask for any more, and users that never registered.
    pub webauthn: u64,
    /// Verdicts past their tenant's retention.
    pub verdicts: u64,
    /// Answers of idempotent calls.
    pub idempotent: u64,
    /// Steps that failed and are tried again in the next round.
    pub failed: u64,
}

impl Housekept {
    /// What a step gave; its failure is logged and counted, and goes no further.
    fn take<T: Default>(&mut self, step: &'static str, result: Result<T, StoreError>) -> T {
        result.unwrap_or_else(|error| {
            self.failed += 1;
            tracing::warn!(step, error = %error, cause = ?error, "a step of housekeeping failed");
            T::default()
        })
    }
}

/// One round. What fails is tried again in the next.
pub async fn run(touchstone: &Touchstone, call: &Call) -> Housekept {
    let mut kept = Housekept::default();
    kept.take(
        "last uses of API keys",
        touchstone.api_keys.flush_uses().await,
    );
    prune(touchstone, call, &mut kept).await;
    prune_webauthn(touchstone, call, &mut kept).await;
    expire_idempotent(touchstone, call, &mut kept).await;
    let keep_from = expire_verdicts(touchstone, call, &mut kept).await;
    if let Some(keep_from) = keep_from {
        let arranged = touchstone
            .world
            .store
            .arrange_verdicts(call.now, keep_from)
            .await;
        kept.take("verdict log", arranged);
    }
    kept
}

fn time_is_left(call: &Call) -> bool {
    call.elapsed() < ROUND
}

async fn prune(touchstone: &Touchstone, call: &Call, kept: &mut Housekept) {
    let mut pruned = Pruned {
        sessions: u64::MAX,
        nonces: 0,
    };
    while pruned.sessions.max(pruned.nonces) >= u64::from(ROWS_MAX) && time_is_left(call) {
        pruned = kept.take(
            "uses of sessions and nonces",
            touchstone.mobile.prune(call).await,
        );
        kept.pruned.sessions += pruned.sessions;
        kept.pruned.nonces += pruned.nonces;
    }
}

/// A late result still hears that its session expired (spec webauthn.md 3.1).
async fn prune_webauthn(touchstone: &Touchstone, call: &Call, kept: &mut Housekept) {
    let before = call.now.plus_s(-LATE_S);
    let mut gone = u64::MAX;
    while gone >= u64::from(ROWS_MAX) && time_is_left(call) {
        let store = &touchstone.world.store;
        let pruned = store.prune_webauthn(before, ROWS_MAX).await;
        gone = kept.take("sessions of passkeys", pruned);
        kept.webauthn += gone;
    }
}

async fn expire_idempotent(touchstone: &Touchstone, call: &Call, kept: &mut Housekept) {
    let mut gone = u64::MAX;
    while gone >= u64::from(ROWS_MAX) && time_is_left(call) {
        let expired = touchstone
            .world
            .store
            .expire_idempotent(call.now, ROWS_MAX)
            .await;
        gone = kept.take("answers of idempotent calls", expired);
        kept.idempotent += gone;
    }
}

/// Walks all tenants; from when on some tenant still wants its verdicts, `None` when not all could be asked.
async fn expire_verdicts(
    touchstone: &Touchstone,
    call: &Call,
    kept: &mut Housekept,
) -> Option<Timestamp> {
    let store = &touchstone.world.store;
    let (mut keep_days_max, mut after) = (0, None);
    loop {
        let page = store.tenants(None, PageRequest { limit: 200, after }).await;
        let page = kept.take("tenants", page.map(Some))?;
        for tenant in &page.items {
            let keep_days = keep_days(touchstone, tenant.value.id, kept).await;
            keep_days_max = keep_days_max.max(keep_days);
            expire_verdicts_of(touchstone, tenant.value.id, keep_days, call, kept).await;
        }
        after = page.next;
        if after.is_none() {
            return Some(call.now.plus_ms(-keep_days_max * DAY_MS));
        }
    }
}

async fn expire_verdicts_of(
    touchstone: &Touchstone,
    tenant_id: TenantId,
    keep_days: i64,
    call: &Call,
    kept: &mut Housekept,
) {
    let before = call.now.plus_ms(-keep_days * DAY_MS);
    let mut gone = u64::MAX;
    while gone >= u64::from(ROWS_MAX) && time_is_left(call) {
        let expired = touchstone
            .world
            .store
            .expire_verdicts(tenant_id, before, ROWS_MAX)
            .await;
        gone = kept.take("verdicts", expired);
        kept.verdicts += gone;
    }
}

/// Settings that cannot be read keep everything.
async fn keep_days(touchstone: &Touchstone, tenant_id: TenantId, kept: &mut Housekept) -> i64 {
    let policy = touchstone.world.store.mobile_policy(tenant_id).await;
    let Some(policy) = kept.take("settings", policy.map(Some)) else {
        return KEEP_DAYS_MAX;
    };
    let settings = match policy.settings {
        None => Ok(MobileSettings::default()),
        Some(text) => serde_json::from_str::<MobileSettings>(&text.value),
    };
    settings.map_or(KEEP_DAYS_MAX, |settings| {
        i64::from(settings.keep_verdicts_days)
    })
}
