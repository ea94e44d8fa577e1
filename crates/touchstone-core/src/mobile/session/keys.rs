//! Decides which session master key issues and which only verify: next (60 s), current, previous (until no session of it can live).
//! Nodes reload them every 20 s, so none meets a reference that it cannot check (spec mobile.md 3.1).

use std::sync::{Arc, PoisonError, RwLock};

use touchstone_evidence::Timestamp;
use zeroize::Zeroizing;

use crate::ports::SessionKey;
use crate::refresh::{Attempts, age_ms};
use crate::sealed::{Place, SealError};
use crate::{SessionKeyId, World, random_bytes, sealed::Sealer};

/// A new key verifies at once and issues this much later.
pub(in crate::mobile) const ISSUES_AFTER_MS: i64 = 60_000;
/// How long a key verifies after its successor began to issue: the longest session and the time of a reload.
pub(in crate::mobile) const LIVE_AFTER_SUCCESSOR_MS: i64 = (90_000 + 60) * 1_000;
const RELOAD_MS: u64 = 20_000;
/// Keys that were read longer ago may lack one that issues by now.
const COMPLETE_MS: u64 = 60_000;

/// An opened session master key.
#[derive(Clone)]
pub(in crate::mobile) struct OpenKey {
    pub(in crate::mobile) bytes: Zeroizing<[u8; 32]>,
    issues_from: Timestamp,
}

struct Loaded {
    keys: Vec<OpenKey>,
    at: Timestamp,
    attempts: Attempts,
}

impl Loaded {
    fn new(keys: Vec<OpenKey>, at: Timestamp) -> Arc<Self> {
        Arc::new(Self {
            keys,
            at,
            attempts: Attempts::none(),
        })
    }
}

/// The session master keys as this node knows them.
pub(in crate::mobile) struct SessionKeys {
    loaded: RwLock<Arc<Loaded>>,
}

/// Where a session master key is sealed for.
pub(in crate::mobile) fn place(row: &str) -> Place<'_> {
    Place {
        entity: "session_master_key",
        column: "sealed",
        row,
        tenant_id: None,
    }
}

/// A new session master key that issues from `issues_from` on.
pub(in crate::mobile) fn new_session_key(
    world: &World,
    sealer: &Sealer,
    now: Timestamp,
    issues_from: Timestamp,
) -> SessionKey {
    let id = SessionKeyId::new(now, &*world.random);
    let secret = Zeroizing::new(random_bytes::<32>(&*world.random));
    let sealed = sealer.seal(&*secret, &place(&id.to_string()), &*world.random);
    SessionKey {
        id,
        sealed,
        created_at: now,
        issues_from,
    }
}

impl SessionKeys {
    /// From what is stored; there must be at least one.
    pub(in crate::mobile) fn open(
        stored: &[SessionKey],
        sealer: &Sealer,
        now: Timestamp,
    ) -> Result<Self, SealError> {
        let loaded = Loaded::new(open_all(stored, sealer)?, now);
        Ok(Self {
            loaded: RwLock::new(loaded),
        })
    }

    /// The keys, read anew when the last reading is 20 s old. A store that does not answer, or a key that cannot be opened,
    /// leaves the old ones in force.
    pub(in crate::mobile) async fn live(
        &self,
        world: &World,
        sealer: &Sealer,
        now: Timestamp,
    ) -> LiveKeys {
        let known = self.read();
        if age_ms(now, known.at) >= RELOAD_MS && known.attempts.begin(now) {
            match world.store.session_keys().await {
                Ok(stored) if !stored.is_empty() => self.reload(&stored, sealer, now),
                Ok(_) => tracing::error!("no session master key is stored; the known ones stay"),
                Err(error) => {
                    tracing::warn!(%error, "session master keys cannot be read; the known ones stay");
                }
            }
        }
        let loaded = self.read();
        let complete = age_ms(now, loaded.at) < COMPLETE_MS;
        LiveKeys { loaded, complete }
    }

    /// Reads them anew at the next use.
    pub(in crate::mobile) fn forget(&self) {
        let stale = Loaded::new(self.read().keys.clone(), Timestamp::from_unix_ms(i64::MIN));
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = stale;
    }

    fn reload(&self, stored: &[SessionKey], sealer: &Sealer, now: Timestamp) {
        match open_all(stored, sealer) {
            Ok(keys) => {
                let loaded = Loaded::new(keys, now);
                *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = loaded;
            }
            Err(error) => {
                tracing::error!(%error, "a session master key cannot be opened; the known ones stay");
            }
        }
    }

    fn read(&self) -> Arc<Loaded> {
        Arc::clone(&self.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The keys that verify now.
pub(in crate::mobile) struct LiveKeys {
    loaded: Arc<Loaded>,
    /// Whether no key can be missing: a new one issues only 60 s after it was stored.
    pub(in crate::mobile) complete: bool,
}

impl LiveKeys {
    /// All of them, newest first.
    pub(in crate::mobile) fn all(&self) -> impl Iterator<Item = &OpenKey> {
        self.loaded.keys.iter().rev()
    }

    /// The one that issues at `now`: the newest whose time has come. Before the time of all (a clock that jumped back) the oldest.
    pub(in crate::mobile) fn current(&self, now: Timestamp) -> Option<&OpenKey> {
        self.all()
            .find(|key| key.issues_from <= now)
            .or(self.loaded.keys.first())
    }
}

fn open_all(stored: &[SessionKey], sealer: &Sealer) -> Result<Vec<OpenKey>, SealError> {
    let mut keys = stored
        .iter()
        .map(|key| open_one(key, sealer))
        .collect::<Result<Vec<_>, _>>()?;
    // Two that were made in the same millisecond have identifiers in any order.
    keys.sort_by_key(|key| key.issues_from);
    Ok(keys)
}

fn open_one(key: &SessionKey, sealer: &Sealer) -> Result<OpenKey, SealError> {
    let secret = sealer.open(&key.sealed, &place(&key.id.to_string()))?;
    let bytes = <[u8; 32]>::try_from(secret.as_slice()).map_err(|_| SealError::Malformed)?;
    Ok(OpenKey {
        bytes: Zeroizing::new(bytes),
        issues_from: key.issues_from,
    })
}
