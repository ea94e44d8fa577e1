//! Decides which of a tenant's own statements a ceremony is judged by: what is stored, at most 5 s old, and up to 65 s old while the store does
//! not answer. A write on this node is seen at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;
use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::metadata::Entry;

use super::Models;
use crate::ports::{LocalStatement, StoreError};
use crate::refresh::{Attempts, age_ms};
use crate::{TenantId, World};

const FRESH_MS: u64 = 5_000;
const STALE_MS: u64 = 65_000;
/// Tenants whose statements are kept in memory.
const TENANTS_MAX: u64 = 10_000;

/// The statements of tenants that were read lately.
#[derive(Debug)]
pub(super) struct TenantStatements {
    read: Cache<TenantId, Arc<Statements>>,
    /// Grows with every [`TenantStatements::forget`]: what was read before it must not be kept after it.
    generation: AtomicU64,
}

#[derive(Debug)]
struct Statements {
    models: Arc<Models>,
    read_at: Timestamp,
    attempts: Attempts,
}

impl TenantStatements {
    pub(super) fn new() -> Self {
        Self {
            read: Cache::new(TENANTS_MAX),
            generation: AtomicU64::new(0),
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
        let known = known.filter(|known| age_ms(now, known.read_at) < STALE_MS);
        if let Some(known) = &known
            && (age_ms(now, known.read_at) < FRESH_MS || !known.attempts.begin(now))
        {
            return Ok(Arc::clone(&known.models));
        }
        let generation = self.generation.load(Ordering::SeqCst);
        match (world.store.local_statements(tenant_id).await, known) {
            (Ok(stored), _) => {
                let models = Arc::new(read(stored)?);
                self.keep(tenant_id, Arc::clone(&models), now, generation);
                Ok(models)
            }
            (Err(error), Some(known)) => {
                tracing::warn!(%error, "a tenant's statements cannot be read; the known ones stay");
                Ok(Arc::clone(&known.models))
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Forgets the statements of this tenant, or of all.
    pub(super) fn forget(&self, tenant_id: Option<TenantId>) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        match tenant_id {
            Some(tenant_id) => self.read.invalidate(&tenant_id),
            None => self.read.invalidate_all(),
        }
    }

    fn keep(&self, tenant_id: TenantId, models: Arc<Models>, now: Timestamp, generation: u64) {
        let statements = Arc::new(Statements {
            models,
            read_at: now,
            attempts: Attempts::none(),
        });
        self.read.insert(tenant_id, statements);
        if self.generation.load(Ordering::SeqCst) != generation {
            self.read.invalidate(&tenant_id);
        }
    }
}

/// A statement was read when it was written: one that cannot be read now is not passed by, for nobody knows against what it spoke.
fn read(stored: Vec<LocalStatement>) -> Result<Models, StoreError> {
    let mut models = Models::default();
    for statement in stored {
        let entry = Entry::parse_local(statement.json.as_bytes());
        let entry = entry.map_err(|_| StoreError::Corrupt {
            what: "webauthn_statements.json",
        })?;
        models.insert(entry, &statement.json);
    }
    Ok(models)
}
