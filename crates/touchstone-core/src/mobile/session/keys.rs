//! Decides which session master key issues and which only verify: next (60 s), current, previous (until no session of it can live).
//! Nodes reload them every 20 s, so none meets a reference that it cannot check (spec mobile.md 3.1).

use std::sync::{Arc, PoisonError, RwLock};

use touchstone_evidence::Timestamp;
use zeroize::Zeroizing;

use crate::ports::SessionKey;
use crate::sealed::{Place, SealError};
use crate::{SessionKeyId, World, random_bytes, sealed::Sealer};

/// A new key verifies at once and issues this much later.
pub(in crate::mobile) const ISSUES_AFTER_MS: i64 = 60_000;
/// How long a key verifies after its successor began to issue: the longest session and the time of a reload.
pub(in crate::mobile) const LIVE_AFTER_SUCCESSOR_MS: i64 = (90_000 + 60) * 1_000;
const RELOAD_MS: i64 = 20_000;

/// An opened session master key.
#[derive(Clone)]
pub(in crate::mobile) struct OpenKey {
    pub(in crate::mobile) bytes: Zeroizing<[u8; 32]>,
    issues_from: Timestamp,
}

struct Loaded {
    keys: Vec<OpenKey>,
    at: Timestamp,
}

/// The session master keys as this node knows them.
pub(in crate::mobile) struct SessionKeys {
    loaded: RwLock<Arc<Loaded>>,
}

/// Where a session master key is sealed for.
pub(in crate::mobile) fn place(row: &str) -> Place<'_> {
    Place { entity: "session_master_key", column: "sealed", row, tenant_id: None }
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
    SessionKey { id, sealed, created_at: now, issues_from }
}

impl SessionKeys {
    /// From what is stored; there must be at least one.
    pub(in crate::mobile) fn open(
        stored: &[SessionKey],
        sealer: &Sealer,
        now: Timestamp,
    ) -> Result<Self, SealError> {
        let loaded = Loaded { keys: open_all(stored, sealer)?, at: now };
        Ok(Self { loaded: RwLock::new(Arc::new(loaded)) })
    }

    /// The keys, read anew when the last reading is 20 s old. A store that does not answer leaves the old ones in force.
    pub(in crate::mobile) async fn live(
        &self,
        world: &World,
        sealer: &Sealer,
        now: Timestamp,
    ) -> Result<LiveKeys, SealError> {
        let known = self.read();
        if (0..RELOAD_MS).contains(&now.ms_since(known.at)) {
            return Ok(LiveKeys(known));
        }
        match world.store.session_keys().await {
            Ok(stored) if !stored.is_empty() => self.reload(&stored, sealer, now)?,
            Ok(_) => tracing::error!("no session master key is stored; the known ones stay"),
            Err(error) => {
                tracing::warn!(error = %error, "session master keys cannot be read; the known ones stay");
            }
        }
        Ok(LiveKeys(self.read()))
    }

    /// Reads them anew at the next use.
    pub(in crate::mobile) fn forget(&self) {
        let known = self.read();
        let stale = Loaded { keys: known.keys.clone(), at: Timestamp::from_unix_ms(i64::MIN) };
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(stale);
    }

    fn reload(
        &self,
        stored: &[SessionKey],
        sealer: &Sealer,
        now: Timestamp,
    ) -> Result<(), SealError> {
        let loaded = Arc::new(Loaded { keys: open_all(stored, sealer)?, at: now });
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = loaded;
        Ok(())
    }

    fn read(&self) -> Arc<Loaded> {
        Arc::clone(&self.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The keys that verify now.
pub(in crate::mobile) struct LiveKeys(Arc<Loaded>);

impl LiveKeys {
    /// All of them, newest first.
    pub(in crate::mobile) fn all(&self) -> impl Iterator<Item = &OpenKey> {
        self.0.keys.iter().rev()
    }

    /// The one that issues at `now`: the newest whose time has come. Before the time of all (a clock that jumped back) the oldest.
    pub(in crate::mobile) fn current(&self, now: Timestamp) -> Option<&OpenKey> {
        self.all().find(|key| key.issues_from <= now).or(self.0.keys.first())
    }
}

fn open_all(stored: &[SessionKey], sealer: &Sealer) -> Result<Vec<OpenKey>, SealError> {
    stored.iter().map(|key| open_one(key, sealer)).collect()
}

fn open_one(key: &SessionKey, sealer: &Sealer) -> Result<OpenKey, SealError> {
    let secret = sealer.open(&key.sealed, &place(&key.id.to_string()))?;
    let bytes = <[u8; 32]>::try_from(secret.as_slice()).map_err(|_| SealError::Malformed)?;
    Ok(OpenKey { bytes: Zeroizing::new(bytes), issues_from: key.issues_from })
}
