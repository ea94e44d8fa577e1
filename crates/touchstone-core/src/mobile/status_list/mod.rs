//! Decides which status list of Android attestation keys is in force: the newest one that can be read. None, or one that is too old, and no
//! Android key is judged (spec mobile.md 7.2).

mod refresh;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use touchstone_evidence::Timestamp;
use touchstone_evidence::android_key::{StatusList, StatusListError};

use super::service::Mobile;
use crate::ports::{StoreError, StoredStatusList, UpstreamError};

/// How far ahead of this node's clock another node's may be. What was fetched later than that was dated by a clock that has been corrected since,
/// and its age is not known.
const AHEAD_MAX_MS: i64 = 300_000;
/// The longest time for which a source's word keeps a list fresh.
const FRESH_MS_MAX: i64 = 86_400_000;

/// What is known of the list in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusListView {
    /// How many entries it has.
    pub entries: u64,
    /// Where it came from: an address, `loaded` or `file`.
    pub source: String,
    /// When it was last known to be the newest one.
    pub fetched_at: Timestamp,
    /// Until when it need not be fetched again.
    pub fresh_until: Timestamp,
    /// The validator of its source.
    pub etag: Option<String>,
    /// Whether it is too old to judge by.
    pub is_stale: bool,
}

/// No other list came into force; the old one stays.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The source gave no answer.
    #[error("the source of the status list gave no answer")]
    Upstream(#[from] UpstreamError),
    /// What came is no status list (`status_list_malformed`).
    #[error("what came is no status list")]
    Malformed(#[from] StatusListError),
    /// It could not be read from or written to the store.
    #[error("the status list cannot be stored")]
    Store(#[from] StoreError),
}

/// A list that was read.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(super) list: StatusList,
    stored: StoredStatusList,
}

impl Loaded {
    /// The list, for other families.
    pub(crate) const fn list(&self) -> &StatusList {
        &self.list
    }

    /// When the list was last known to be the newest one.
    pub(crate) const fn fetched_at(&self) -> Timestamp {
        self.stored.fetched_at
    }
}

/// The list in force; every family that judges Android keys asks it.
#[derive(Debug)]
pub struct StatusLists {
    current: RwLock<Option<Arc<Loaded>>>,
    /// One refresh at a time.
    refreshing: tokio::sync::Mutex<()>,
    /// A file of the operator's takes the place of any other source.
    from_file: AtomicBool,
    max_age_ms: i64,
}

impl StatusLists {
    pub(super) fn new(max_age_h: u32) -> Self {
        Self {
            current: RwLock::new(None),
            refreshing: tokio::sync::Mutex::new(()),
            from_file: AtomicBool::new(false),
            max_age_ms: i64::from(max_age_h) * 3_600_000,
        }
    }

    /// The list in force, unless it is too old to judge by.
    pub(crate) fn usable(&self, now: Timestamp) -> Option<Arc<Loaded>> {
        self.current().filter(|loaded| !self.is_stale(loaded, now))
    }

    fn is_from_file(&self) -> bool {
        self.from_file.load(Ordering::SeqCst)
    }

    fn current(&self) -> Option<Arc<Loaded>> {
        let current = self.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is_stale(&self, loaded: &Loaded, now: Timestamp) -> bool {
        let age_ms = now.ms_since(loaded.stored.fetched_at);
        age_ms > self.max_age_ms || age_ms < -AHEAD_MAX_MS
    }

    /// Whether the list need not be fetched yet.
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.current().is_some_and(|loaded| {
            let left_ms = loaded.stored.fresh_until.ms_since(now);
            (1..=FRESH_MS_MAX + AHEAD_MAX_MS).contains(&left_ms) && !self.is_stale(&loaded, now)
        })
    }

    fn put(&self, list: StatusList, stored: StoredStatusList) {
        // The list itself is what is looked up; its text is in the store.
        let stored = StoredStatusList {
            body: Bytes::new(),
            ..stored
        };
        let loaded = Arc::new(Loaded { list, stored });
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded);
    }

    fn view(&self, now: Timestamp) -> Option<StatusListView> {
        let loaded = self.current()?;
        let stored = &loaded.stored;
        Some(StatusListView {
            entries: stored.entries,
            source: stored.source.clone(),
            fetched_at: stored.fetched_at,
            fresh_until: stored.fresh_until,
            etag: stored.etag.clone(),
            is_stale: self.is_stale(&loaded, now),
        })
    }
}

impl Mobile {
    /// What is known of the status list in force; `None` while there is none.
    pub fn status_list_view(&self, now: Timestamp) -> Option<StatusListView> {
        self.status_lists.view(now)
    }

    /// Whether the list comes from a file of the operator's.
    pub fn status_list_is_from_file(&self) -> bool {
        self.status_lists.is_from_file()
    }

    /// Puts the operator's own list in force, instead of any other source. `written_at` says how old it is.
    pub fn use_status_list_file(
        &self,
        body: Vec<u8>,
        written_at: Timestamp,
    ) -> Result<(), StatusListError> {
        let list = StatusList::parse(&body)?;
        let stored = StoredStatusList {
            body: body.into(),
            fetched_at: written_at,
            fresh_until: written_at,
            etag: None,
            entries: entries(&list),
            source: "file".to_owned(),
        };
        self.status_lists.from_file.store(true, Ordering::SeqCst);
        self.status_lists.put(list, stored);
        Ok(())
    }
}

pub(super) fn entries(list: &StatusList) -> u64 {
    u64::try_from(list.entries()).unwrap_or(u64::MAX)
}
