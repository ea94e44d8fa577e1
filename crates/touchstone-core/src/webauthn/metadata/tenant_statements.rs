//! Decides which of a tenant's own statements a ceremony is judged by: what is stored, at most 5 s old, and up to 65 s old while the store does
//! not answer. A write on this node is seen at once. Statements are long: one is read and parsed once, and again when its digest is another.

mod read;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use tokio::sync::Semaphore;
use touchstone_evidence::Timestamp;

use self::read::Parsed;
pub(in crate::webauthn) use self::read::parse_apart;
use super::Models;
use crate::ports::StoreError;
use crate::refresh::{Attempts, age_ms};
use crate::{TenantId, World};

const FRESH_MS: u64 = 5_000;
const STALE_MS: u64 = 65_000;
/// Bytes of statements that are kept in memory, of all tenants.
const KEPT_BYTES_MAX: u64 = 256 * 1_024 * 1_024;
/// What a tenant without any counts for.
const TENANT_BYTES: u32 = 1_024;
/// Tenants whose statements are read at once.
const READS_MAX: usize = 4;

/// The statements of tenants that were read lately.
#[derive(Debug)]
pub(super) struct TenantStatements {
    read: Cache<TenantId, Arc<Statements>>,
    /// Grows with every [`TenantStatements::forget`]: what was read before it is not fresh after it.
    generation: AtomicU64,
    reads: Semaphore,
}

#[derive(Debug)]
struct Statements {
    models: Arc<Models>,
    parsed: BTreeMap<[u8; 16], Parsed>,
    read_at: Timestamp,
    /// Something was written since: the digests tell what.
    is_outdated: AtomicBool,
    attempts: Attempts,
}

impl Statements {
    fn is_usable(&self, now: Timestamp) -> bool {
        !self.is_outdated.load(Ordering::SeqCst) && age_ms(now, self.read_at) < STALE_MS
    }

    fn weight(&self) -> u32 {
        let parsed = self.parsed.values();
        parsed.fold(TENANT_BYTES, |sum, one| sum.saturating_add(one.bytes))
    }
}

impl TenantStatements {
    pub(super) fn new() -> Self {
        let weight = |_: &TenantId, of_tenant: &Arc<Statements>| of_tenant.weight();
        // Whoever comes is kept: what is turned away would be read again by each of its ceremonies.
        let read = Cache::builder().eviction_policy(EvictionPolicy::lru());
        let read = read.weigher(weight);
        Self {
            read: read.max_capacity(KEPT_BYTES_MAX).build(),
            generation: AtomicU64::new(0),
            reads: Semaphore::new(READS_MAX),
        }
    }

    /// The tenant's statements.
    pub(super) async fn get(
        &self,
        world: &World,
        tenant_id: TenantId,
        now: Timestamp,
    ) -> Result<Arc<Models>, StoreError> {
        let known = self.read.get(&tenant_id);
        let usable = known.as_ref().filter(|known| known.is_usable(now));
        if let Some(known) = usable
            && (age_ms(now, known.read_at) < FRESH_MS || !known.attempts.begin(now))
        {
            return Ok(Arc::clone(&known.models));
        }
        match self.read_anew(world, tenant_id, now).await {
            Ok(models) => Ok(models),
            Err(error) => {
                let known = usable.ok_or(error)?;
                tracing::warn!("a tenant's statements cannot be read; the known ones stay");
                Ok(Arc::clone(&known.models))
            }
        }
    }

    /// Reads what is not known by its digest. A crowd that comes to a tenant of which nothing is known waits for the first of it.
    async fn read_anew(
        &self,
        world: &World,
        tenant_id: TenantId,
        now: Timestamp,
    ) -> Result<Arc<Models>, StoreError> {
        let _place = self.reads.acquire().await;
        let known = self.read.get(&tenant_id);
        if let Some(known) = &known
            && known.is_usable(now)
            && age_ms(now, known.read_at) < FRESH_MS
        {
            return Ok(Arc::clone(&known.models));
        }
        let generation = self.generation.load(Ordering::SeqCst);
        let nothing = BTreeMap::new();
        let before = known.as_ref().map_or(&nothing, |known| &known.parsed);
        let parsed = read::read(world, tenant_id, before).await?;
        let models = Arc::new(read::models(&parsed));
        let statements = Arc::new(Statements {
            models: Arc::clone(&models),
            parsed,
            read_at: now,
            is_outdated: AtomicBool::new(false),
            attempts: Attempts::none(),
        });
        self.read.insert(tenant_id, Arc::clone(&statements));
        if self.generation.load(Ordering::SeqCst) != generation {
            statements.is_outdated.store(true, Ordering::SeqCst);
        }
        Ok(models)
    }

    /// What is known of this tenant, or of all, has to be read again.
    pub(super) fn forget(&self, tenant_id: Option<TenantId>) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        let outdate = |known: Arc<Statements>| known.is_outdated.store(true, Ordering::SeqCst);
        match tenant_id {
            Some(tenant_id) => drop(self.read.get(&tenant_id).map(outdate)),
            None => self.read.iter().for_each(|(_, known)| outdate(known)),
        }
    }
}
