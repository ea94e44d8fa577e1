//! Decides which settings and apps a request is judged by: what is stored, at most 5 s old, and up to 65 s old while the store does
//! not answer (an API key is believed for 60). A write on this node is seen at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use moka::sync::Cache;
use touchstone_evidence::{Timestamp, app_attest};

use super::android_app::EnabledAndroidApp;
use super::android_policy::AndroidService;
use super::error::PolicyError;
use super::settings::{AppleAppPolicy, MobileSettings};
use crate::ports::{AppleApp, MobilePolicy};
use crate::refresh::{Attempts, age_ms};
use crate::{AppId, Principal, TenantId, World};

const FRESH_MS: u64 = 5_000;
const STALE_MS: u64 = 65_000;
/// All tenants together may keep this many apps (and tenants) in memory.
const APPS_MAX: u64 = 100_000;

/// An enabled app and all that its evidence is compared with.
#[derive(Debug)]
pub(super) struct EnabledAppleApp {
    pub(super) app: AppleApp,
    pub(super) policy: AppleAppPolicy,
    /// SHA-256 of the App ID.
    pub(super) rp_id_hash: [u8; 32],
    applied: OnceLock<Arc<str>>,
}

impl EnabledAppleApp {
    /// The team: what stands before the first dot of the App ID.
    pub(super) fn team_id(&self) -> &str {
        let parts = self.app.apple_app_id.split_once('.');
        parts.map_or("", |(team_id, _)| team_id)
    }

    /// Settings and policy, as the verdict log keeps them.
    pub(super) fn applied(&self, settings: &MobileSettings) -> Arc<str> {
        let text = || {
            let app = serde_json::json!({
                "id": self.app.id, "apple_app_id": self.app.apple_app_id, "policy": self.policy,
            });
            serde_json::json!({ "settings": settings, "apple_app": app })
                .to_string()
                .into()
        };
        Arc::clone(self.applied.get_or_init(text))
    }

    fn read(app: AppleApp) -> Result<Self, PolicyError> {
        let policy: AppleAppPolicy =
            serde_json::from_str(&app.policy).map_err(|_| PolicyError::Unreadable("apple app"))?;
        if !policy.issues().is_empty() {
            return Err(PolicyError::Unreadable("apple app"));
        }
        let rp_id_hash = app_attest::rp_id_hash(&app.apple_app_id);
        Ok(Self {
            app,
            policy,
            rp_id_hash,
            applied: OnceLock::new(),
        })
    }
}

/// Everything of a tenant that evidence is judged by.
#[derive(Debug)]
pub(super) struct TenantPolicy {
    pub(super) settings: MobileSettings,
    /// Settings alone, for verdicts that found no app.
    pub(super) applied: Arc<str>,
    apple_apps: BTreeMap<AppId, EnabledAppleApp>,
    android_apps: Vec<EnabledAndroidApp>,
    read_at: Timestamp,
    attempts: Attempts,
}

impl TenantPolicy {
    /// The enabled apps that this caller may use.
    pub(super) fn apple_apps_for<'a>(
        &'a self,
        principal: &'a Principal,
    ) -> impl Iterator<Item = &'a EnabledAppleApp> {
        self.apple_apps
            .values()
            .filter(|enabled| principal.may_use(enabled.app.id))
    }

    /// The enabled apps that this caller may use and that are served on this platform.
    pub(super) fn android_apps_for<'a>(
        &'a self,
        principal: &'a Principal,
        service: AndroidService,
    ) -> impl Iterator<Item = &'a EnabledAndroidApp> {
        self.android_apps
            .iter()
            .filter(move |enabled| enabled.policy.serves(service))
            .filter(|enabled| principal.may_use(enabled.app.id))
    }

    /// The enabled app of this identifier.
    pub(super) fn apple_app(&self, id: AppId) -> Option<&EnabledAppleApp> {
        self.apple_apps.get(&id)
    }

    fn read(stored: MobilePolicy, now: Timestamp) -> Result<Self, PolicyError> {
        let settings: MobileSettings = match &stored.settings {
            None => MobileSettings::default(),
            Some(text) => serde_json::from_str(&text.value)
                .map_err(|_| PolicyError::Unreadable("settings"))?,
        };
        if !settings.issues().is_empty() {
            return Err(PolicyError::Unreadable("settings"));
        }
        let enabled = stored.apple_apps.into_iter().filter(|app| app.enabled);
        let apple_apps = enabled
            .map(|app| Ok((app.id, EnabledAppleApp::read(app)?)))
            .collect::<Result<_, PolicyError>>()?;
        let enabled = stored.android_apps.into_iter().filter(|app| app.enabled);
        let android_apps = enabled
            .map(EnabledAndroidApp::read)
            .collect::<Result<_, PolicyError>>()?;
        let applied = serde_json::json!({ "settings": settings })
            .to_string()
            .into();
        Ok(Self {
            settings,
            applied,
            apple_apps,
            android_apps,
            read_at: now,
            attempts: Attempts::none(),
        })
    }
}

/// The tenants' policies that were read lately.
pub(super) struct Policies {
    read: Cache<TenantId, Arc<TenantPolicy>>,
    /// Grows with every [`Policies::forget`]: what was read before it must not be kept after it.
    generation: AtomicU64,
}

impl Policies {
    pub(super) fn new() -> Self {
        let weight = |_: &TenantId, policy: &Arc<TenantPolicy>| {
            u32::try_from(policy.apple_apps.len() + policy.android_apps.len() + 1)
                .unwrap_or(u32::MAX)
        };
        let read = Cache::builder()
            .max_capacity(APPS_MAX)
            .weigher(weight)
            .build();
        Self {
            read,
            generation: AtomicU64::new(0),
        }
    }

    /// The tenant's policy.
    pub(super) async fn of(
        &self,
        world: &World,
        tenant_id: TenantId,
        now: Timestamp,
    ) -> Result<Arc<TenantPolicy>, PolicyError> {
        let known = self.read.get(&tenant_id);
        let known = known.filter(|known| age_ms(now, known.read_at) < STALE_MS);
        if let Some(known) = &known
            && (age_ms(now, known.read_at) < FRESH_MS || !known.attempts.begin(now))
        {
            return Ok(Arc::clone(known));
        }
        let generation = self.generation.load(Ordering::SeqCst);
        match (world.store.mobile_policy(tenant_id).await, known) {
            (Ok(stored), _) => {
                let policy = Arc::new(TenantPolicy::read(stored, now)?);
                self.keep(tenant_id, &policy, generation);
                Ok(policy)
            }
            (Err(error), Some(known)) => {
                tracing::warn!(%error, "settings cannot be read; the known ones stay");
                Ok(known)
            }
            (Err(error), None) => Err(PolicyError::Store(error)),
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
