//! Decides which settings and apps a request is judged by: what is stored, at most 5 s old, and up to 60 s old while the store does
//! not answer. A write on this node is seen at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use moka::sync::Cache;
use touchstone_evidence::Timestamp;

use super::error::PolicyError;
use super::settings::{AppleAppPolicy, MobileSettings};
use crate::ports::{AppleApp, MobilePolicy};
use crate::{Principal, TenantId, World};

const FRESH_MS: i64 = 5_000;
const STALE_MS: i64 = 60_000;
const TENANTS_MAX: u64 = 10_000;

/// An enabled app and all that its evidence is compared with.
#[derive(Debug)]
pub(super) struct EnabledAppleApp {
    pub(super) app: AppleApp,
    pub(super) policy: AppleAppPolicy,
    /// SHA-256 of the App ID.
    pub(super) rp_id_hash: [u8; 32],
    /// Settings and policy, as the verdict log keeps them.
    pub(super) applied: Arc<str>,
}

/// Everything of a tenant that evidence is judged by.
#[derive(Debug)]
pub(super) struct TenantPolicy {
    pub(super) settings: MobileSettings,
    pub(super) apple_apps: Vec<EnabledAppleApp>,
    /// Settings alone, for verdicts that found no app.
    pub(super) applied: Arc<str>,
    read_at: Timestamp,
}

impl TenantPolicy {
    /// The enabled apps that this caller may use.
    pub(super) fn apple_apps_for<'a>(
        &'a self,
        principal: &'a Principal,
    ) -> impl Iterator<Item = &'a EnabledAppleApp> {
        self.apple_apps.iter().filter(|enabled| principal.may_use(enabled.app.id))
    }

    fn read(stored: MobilePolicy, now: Timestamp) -> Result<Self, PolicyError> {
        let settings = match &stored.settings {
            None => MobileSettings::default(),
            Some(text) => {
                serde_json::from_str(&text.value).map_err(|_| PolicyError::Unreadable("settings"))?
            }
        };
        let enabled = stored.apple_apps.into_iter().filter(|app| app.enabled);
        let apple_apps =
            enabled.map(|app| read_app(app, &settings)).collect::<Result<Vec<_>, _>>()?;
        let applied = serde_json::json!({ "settings": settings }).to_string().into();
        Ok(Self { settings, apple_apps, applied, read_at: now })
    }
}

fn read_app(app: AppleApp, settings: &MobileSettings) -> Result<EnabledAppleApp, PolicyError> {
    let policy: AppleAppPolicy =
        serde_json::from_str(&app.policy).map_err(|_| PolicyError::Unreadable("apple app"))?;
    let mut rp_id_hash = [0; 32];
    rp_id_hash.copy_from_slice(digest(&SHA256, app.apple_app_id.as_bytes()).as_ref());
    let applied = serde_json::json!({
        "settings": settings,
        "apple_app": { "id": app.id, "apple_app_id": app.apple_app_id, "policy": policy },
    });
    Ok(EnabledAppleApp { app, policy, rp_id_hash, applied: applied.to_string().into() })
}

/// The tenants' policies that were read lately.
pub(super) struct Policies {
    read: Cache<TenantId, Arc<TenantPolicy>>,
    /// Grows with every [`Policies::forget`]: what was read before it must not be kept after it.
    generation: AtomicU64,
}

impl Policies {
    pub(super) fn new() -> Self {
        Self { read: Cache::new(TENANTS_MAX), generation: AtomicU64::new(0) }
    }

    /// The tenant's policy.
    pub(super) async fn of(
        &self,
        world: &World,
        tenant_id: TenantId,
        now: Timestamp,
    ) -> Result<Arc<TenantPolicy>, PolicyError> {
        let known = self.read.get(&tenant_id);
        let age_ms = known.as_ref().map_or(i64::MAX, |known| now.ms_since(known.read_at));
        if let Some(known) = known.as_ref().filter(|_| (0..FRESH_MS).contains(&age_ms)) {
            return Ok(Arc::clone(known));
        }
        let generation = self.generation.load(Ordering::SeqCst);
        match (world.store.mobile_policy(tenant_id).await, known) {
            (Ok(stored), _) => {
                let policy = Arc::new(TenantPolicy::read(stored, now)?);
                self.keep(tenant_id, &policy, generation);
                Ok(policy)
            }
            (Err(error), Some(known)) if (0..STALE_MS).contains(&age_ms) => {
                tracing::warn!(error = %error, age_ms, "settings cannot be read; the known ones stay");
                Ok(known)
            }
            (Err(error), _) => Err(PolicyError::Store(error)),
        }
    }

    /// Forgets what was read of this tenant, or of all.
    pub(super) fn forget(&self, tenant_id: Option<TenantId>) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        match tenant_id {
            Some(tenant_id) => self.read.invalidate(&tenant_id),
            None => self.read.invalidate_all(),
        }
    }

    fn keep(&self, tenant_id: TenantId, policy: &Arc<TenantPolicy>, generation: u64) {
        self.read.insert(tenant_id, Arc::clone(policy));
        if self.generation.load(Ordering::SeqCst) != generation {
            self.read.invalidate(&tenant_id);
        }
    }
}
