//! Decides whose key this is. Look-up is by hash and kind; unknown, revoked, expired keys and those of disabled tenants take the
//! same path (one hash, one look-up) and sound the same. Only live keys are cached, for 60 s, and their expiry is compared on each use.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;
use touchstone_evidence::Timestamp;

use super::form::sha256;
use crate::ports::{Actor, ApiKey, FoundApiKey, KeyKind, StoreError};
use crate::refresh::age_ms;
use crate::{ApiKeyId, Principal, TenantId, World};

/// How long a live key is believed without asking the store.
const CACHE_TTL_MS: u64 = 60_000;
/// At most this many keys are cached.
const CACHE_KEYS_MAX: u64 = 100_000;

/// The caller is not let in.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// No live key of this kind has this hash. The reason is for the log only.
    #[error("the key is refused: {because}")]
    Refused {
        /// `unknown`, `revoked`, `expired` or `tenant_disabled`; of console sessions also why there is none.
        because: &'static str,
    },
    /// The store did not answer.
    #[error("the key cannot be looked up")]
    Store(#[from] StoreError),
}

#[derive(Clone)]
struct Cached {
    principal: Arc<Principal>,
    tenant_id: Option<TenantId>,
    expires_at: Option<Timestamp>,
    read_at: Timestamp,
}

/// Recognises API keys.
pub struct ApiKeys {
    world: World,
    live: Cache<([u8; 32], KeyKind), Cached>,
    used: Cache<ApiKeyId, Timestamp>,
    /// Grows with every [`ApiKeys::forget`]: what was read before it must not be cached after it.
    generation: AtomicU64,
}

impl ApiKeys {
    /// Nothing is cached yet.
    pub fn new(world: World) -> Self {
        Self {
            world,
            live: Cache::new(CACHE_KEYS_MAX),
            used: Cache::new(CACHE_KEYS_MAX),
            generation: AtomicU64::new(0),
        }
    }

    /// Whose key `presented` is, at `now`.
    pub async fn authenticate(
        &self,
        presented: &[u8],
        kind: KeyKind,
        now: Timestamp,
    ) -> Result<Arc<Principal>, AuthError> {
        self.authenticate_hash(sha256(presented), kind, now).await
    }

    /// Whose key has this SHA-256, at `now`. The hash must come from a presented key: of the store's it would be as good as the key.
    pub(crate) async fn authenticate_hash(
        &self,
        hash: [u8; 32],
        kind: KeyKind,
        now: Timestamp,
    ) -> Result<Arc<Principal>, AuthError> {
        if let Some(cached) = self.live.get(&(hash, kind)) {
            let fresh = age_ms(now, cached.read_at) < CACHE_TTL_MS;
            if fresh && cached.expires_at.is_none_or(|at| now < at) {
                self.note_use(&cached.principal, now);
                return Ok(cached.principal);
            }
        }
        let generation = self.generation.load(Ordering::SeqCst);
        let found = self.world.store.find_api_key(&hash, kind).await?;
        let live = found.ok_or("unknown").and_then(|found| live(found, now));
        match live {
            Ok(key) => Ok(self.remember(hash, key, now, generation)),
            Err(because) => {
                self.live.invalidate(&(hash, kind));
                Err(AuthError::Refused { because })
            }
        }
    }

    /// Forgets what is cached for this tenant; server-wide keys and everything else with `None`.
    pub fn forget(&self, tenant_id: Option<TenantId>) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        // Changes are rare: a walk over the cache is simpler than an index by tenant.
        for (key, cached) in &self.live {
            if tenant_id.is_none() || cached.tenant_id == tenant_id {
                self.live.invalidate(&*key);
            }
        }
    }

    /// Writes the minutes of last use that were noted since the last call.
    pub async fn flush_uses(&self) -> Result<(), StoreError> {
        let uses: Vec<(ApiKeyId, Timestamp)> = self.used.iter().map(|(id, at)| (*id, at)).collect();
        if uses.is_empty() {
            return Ok(());
        }
        self.world.store.touch_api_keys(&uses).await?;
        for (id, _) in uses {
            self.used.invalidate(&id);
        }
        Ok(())
    }

    fn remember(
        &self,
        hash: [u8; 32],
        key: ApiKey,
        now: Timestamp,
        generation: u64,
    ) -> Arc<Principal> {
        let mut app_ids = key.app_ids;
        if let Some(ids) = &mut app_ids {
            ids.sort_unstable();
        }
        let principal = Arc::new(Principal {
            actor: Actor::ApiKey(key.id),
            kind: key.kind,
            tenant_id: key.tenant_id,
            app_ids,
            rp_id: key.rp_id,
            scopes: key.scopes,
        });
        let cached = Cached {
            principal: Arc::clone(&principal),
            tenant_id: key.tenant_id,
            expires_at: key.expires_at,
            read_at: now,
        };
        self.live.insert((hash, key.kind), cached);
        if self.generation.load(Ordering::SeqCst) != generation {
            self.live.invalidate(&(hash, key.kind));
        }
        self.note_use(&principal, now);
        principal
    }

    fn note_use(&self, principal: &Principal, now: Timestamp) {
        let Some(id) = principal.api_key_id() else {
            return;
        };
        let minute = Timestamp::from_unix_ms(now.unix_ms().div_euclid(60_000) * 60_000);
        if self.used.get(&id) != Some(minute) {
            self.used.insert(id, minute);
        }
    }
}

fn live(found: FoundApiKey, now: Timestamp) -> Result<ApiKey, &'static str> {
    if found.key.revoked_at.is_some() {
        Err("revoked")
    } else if found.key.expires_at.is_some_and(|at| at <= now) {
        Err("expired")
    } else if !found.tenant_enabled {
        Err("tenant_disabled")
    } else {
        Ok(found.key)
    }
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeys").finish_non_exhaustive()
    }
}
