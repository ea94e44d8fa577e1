//! Decides which relying party a request concerns (spec webauthn.md 2.5): what is stored, at most 5 s old, and up to 65 s old while the store
//! does not answer. A write on this node is seen at once. That there is none is remembered too, or a stranger's header would cost a look-up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;
use touchstone_evidence::Timestamp;

use super::answer::CeremonyError;
use super::request::Asker;
use super::rp::Rp;
use super::service::Webauthn;
use crate::ports::{RpKey, StoreError};
use crate::refresh::{Attempts, age_ms};
use crate::{Call, RpId, World};

const FRESH_MS: u64 = 5_000;
const STALE_MS: u64 = 65_000;
/// How many answers are remembered.
const ANSWERS_MAX: u64 = 20_000;
/// Longer headers name no relying party.
const NAME_BYTES_MAX: usize = 512;

#[derive(Debug)]
struct Answer {
    rp: Option<Arc<Rp>>,
    read_at: Timestamp,
    attempts: Attempts,
}

/// The relying parties that were looked up lately.
pub(super) struct Rps {
    read: Cache<RpKey, Arc<Answer>>,
    /// Grows with every [`Rps::forget`]: what was read before it must not be kept after it.
    generation: AtomicU64,
}

/// A relying party cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum RpError {
    /// The store did not answer.
    #[error("the relying party cannot be looked up")]
    Store(#[from] StoreError),
    /// What is stored cannot be read.
    #[error("what is stored of the relying party cannot be read")]
    Unreadable(#[from] super::rp::UnreadableRp),
}

impl From<RpError> for CeremonyError {
    fn from(error: RpError) -> Self {
        match error {
            RpError::Store(error) => Self::Store(error),
            RpError::Unreadable(_) => Self::Unusable("a stored relying party"),
        }
    }
}

impl Rps {
    pub(super) fn new() -> Self {
        Self {
            read: Cache::new(ANSWERS_MAX),
            generation: AtomicU64::new(0),
        }
    }

    /// The relying party that is found by this.
    pub(super) async fn find(
        &self,
        world: &World,
        by: RpKey,
        now: Timestamp,
    ) -> Result<Option<Arc<Rp>>, RpError> {
        let known = self.read.get(&by);
        let known = known.filter(|known| age_ms(now, known.read_at) < STALE_MS);
        if let Some(known) = &known
            && (age_ms(now, known.read_at) < FRESH_MS || !known.attempts.begin(now))
        {
            return Ok(known.rp.clone());
        }
        let generation = self.generation.load(Ordering::SeqCst);
        match (world.store.find_webauthn_rp(&by).await, known) {
            (Ok(stored), _) => {
                let rp = stored.map(|stored| Rp::read(stored.value).map(Arc::new));
                let rp = rp.transpose()?;
                self.keep(by, rp.clone(), now, generation);
                Ok(rp)
            }
            (Err(error), Some(known)) => {
                tracing::warn!(%error, "a relying party cannot be read; the known one stays");
                Ok(known.rp.clone())
            }
            (Err(error), None) => Err(RpError::Store(error)),
        }
    }

    /// Whether there is one, as far as a fresh answer is remembered; the store is not asked.
    fn remembers(&self, by: &RpKey, now: Timestamp) -> Option<bool> {
        let known = self.read.get(by)?;
        (age_ms(now, known.read_at) < FRESH_MS).then(|| known.rp.is_some())
    }

    /// Forgets everything: origins and hosts are looked up across tenants.
    pub(super) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.read.invalidate_all();
    }

    fn keep(&self, by: RpKey, rp: Option<Arc<Rp>>, now: Timestamp, generation: u64) {
        let answer = Arc::new(Answer {
            rp,
            read_at: now,
            attempts: Attempts::none(),
        });
        self.read.insert(by.clone(), answer);
        if self.generation.load(Ordering::SeqCst) != generation {
            self.read.invalidate(&by);
        }
    }
}

/// How a page's origin is looked up; none for what no page has.
fn web_origin(origin: &str) -> Option<RpKey> {
    let is_web = origin.starts_with("https://") || origin.starts_with("http://");
    (is_web && origin.len() <= NAME_BYTES_MAX).then(|| RpKey::Origin(origin.to_owned()))
}

impl Webauthn {
    /// The relying party that the request concerns: that of the key, of the origin, of the host, of the configuration. With a key only its
    /// tenant's are considered.
    pub async fn choose_rp(&self, asker: &Asker, call: &Call) -> Result<Option<Arc<Rp>>, RpError> {
        let principal = asker.principal.as_deref();
        if let Some(bound) = principal.and_then(|principal| principal.rp_id) {
            return self.rp(bound, call).await;
        }
        let named = |name: &Option<String>| {
            let name = name.as_ref();
            name.filter(|name| name.len() <= NAME_BYTES_MAX).cloned()
        };
        let keys = [
            named(&asker.origin).map(RpKey::Origin),
            named(&asker.host).map(RpKey::Host),
            self.default_rp.map(RpKey::Id),
        ];
        for key in keys.into_iter().flatten() {
            let found = self.rps.find(&self.world, key, call.now).await?;
            let found = found.filter(|rp| principal.is_none_or(|key| rp.admits(key)));
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Whether the text is an origin of any relying party of this server (CORS, spec webauthn.md 2.6).
    pub async fn is_origin_of_an_rp(&self, origin: &str, call: &Call) -> Result<bool, RpError> {
        let Some(key) = web_origin(origin) else {
            return Ok(false);
        };
        let found = self.rps.find(&self.world, key, call.now).await?;
        Ok(found.is_some())
    }

    /// What [`Webauthn::is_origin_of_an_rp`] answers, where that takes no look-up; else nothing.
    pub fn remembers_origin(&self, origin: &str, call: &Call) -> Option<bool> {
        match web_origin(origin) {
            Some(key) => self.rps.remembers(&key, call.now),
            None => Some(false),
        }
    }

    /// The relying party of this identifier.
    pub(super) async fn rp(&self, id: RpId, call: &Call) -> Result<Option<Arc<Rp>>, RpError> {
        self.rps.find(&self.world, RpKey::Id(id), call.now).await
    }
}
