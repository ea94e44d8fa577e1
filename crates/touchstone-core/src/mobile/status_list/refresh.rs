//! Decides when the status list is fetched and which one is kept: the source is asked when its own word (300 to 86,400 s, else an hour) has run
//! out, and a list that cannot be read leaves the old one in force (spec mobile.md 7.2).

use touchstone_evidence::Timestamp;
use touchstone_evidence::android_key::StatusList;

use super::{RefreshError, StatusListView, StatusLists, entries};
use crate::World;
use crate::mobile::judgement::chain_of;
use crate::mobile::service::Mobile;
use crate::ports::{AuditRow, StatusListAnswer, StoredStatusList, UpstreamError};

const FRESH_S_MIN: u32 = 300;
const FRESH_S_MAX: u32 = 86_400;
const FRESH_S_DEFAULT: u32 = 3_600;

/// A list that came from the source, or was confirmed by it.
struct Fetched {
    list: StatusList,
    stored: StoredStatusList,
}

impl StatusLists {
    /// Puts in force what is stored, by this node or another, when that is another list than the one in force. Whoever refreshes it does so too,
    /// and is left alone: what was read here may be the older one by then.
    pub(crate) async fn adopt_stored(&self, world: &World) -> Result<(), RefreshError> {
        match self.refreshing.try_lock() {
            Ok(_one_at_a_time) => self.adopt(world).await,
            Err(_) => Ok(()),
        }
    }

    /// The same for whoever has just stored one: waits until no other list is being put in force.
    pub(in crate::mobile) async fn adopt_loaded(&self, world: &World) -> Result<(), RefreshError> {
        let _one_at_a_time = self.refreshing.lock().await;
        self.adopt(world).await
    }

    /// For whoever holds `refreshing`.
    async fn adopt(&self, world: &World) -> Result<(), RefreshError> {
        if self.is_from_file() {
            return Ok(());
        }
        let Some((fetched_at, etag)) = world.store.status_list_age().await? else {
            return Ok(());
        };
        let known = self.current();
        let known = known.map(|loaded| (loaded.stored.fetched_at, loaded.stored.etag.clone()));
        if known == Some((fetched_at, etag)) {
            return Ok(());
        }
        if let Some(stored) = world.store.status_list().await? {
            self.put(StatusList::parse(&stored.body)?, stored);
        }
        Ok(())
    }
}

impl Mobile {
    /// Puts in force what is stored, by this node or another, when that is another list than the one in force.
    pub async fn adopt_stored_status_list(&self) -> Result<(), RefreshError> {
        self.status_lists.adopt_stored(&self.world).await
    }

    /// Fetches the list when that is due, or at once when `forced`; what is in force afterwards. One call at a time; the next one finds the
    /// work done.
    pub async fn refresh_status_list(
        &self,
        now: Timestamp,
        forced: bool,
    ) -> Result<Option<StatusListView>, RefreshError> {
        self.refresh_status_list_traced(now, forced, |_| None).await
    }

    /// The same; what `trace` makes of the list that came is left together with it.
    pub(in crate::mobile) async fn refresh_status_list_traced(
        &self,
        now: Timestamp,
        forced: bool,
        trace: impl FnOnce(&StoredStatusList) -> Option<AuditRow>,
    ) -> Result<Option<StatusListView>, RefreshError> {
        let _one_at_a_time = self.status_lists.refreshing.lock().await;
        match self.status_lists.adopt(&self.world).await {
            Ok(()) => {}
            // What is stored cannot be read: the source has a better one, hopefully.
            Err(RefreshError::Malformed(error)) => {
                let error = chain_of(&error);
                tracing::warn!(error, "the stored status list cannot be used");
            }
            Err(error) => return Err(error),
        }
        let settled = self.status_lists.is_fresh(now) && !forced;
        if self.status_list_is_from_file() || settled {
            return Ok(self.status_lists.view(now));
        }
        let fetched = self.fetch(now).await?;
        let trace = trace(&fetched.stored);
        let store = &self.world.store;
        if store
            .put_status_list(&fetched.stored, trace.as_ref())
            .await?
        {
            self.status_lists.put(fetched.list, fetched.stored);
        } else {
            // Another node was faster.
            self.status_lists.adopt(&self.world).await?;
        }
        Ok(self.status_lists.view(now))
    }

    async fn fetch(&self, now: Timestamp) -> Result<Fetched, RefreshError> {
        let source = self.world.upstream.status_list_source();
        // A validator says something to the source that gave it only.
        let known = self.status_lists.view(now);
        let etag = known
            .filter(|view| view.source == source)
            .and_then(|view| view.etag);
        let mut answer = self.world.upstream.status_list(etag.clone()).await?;
        if let StatusListAnswer::Unchanged { max_age_s } = answer {
            if let Some(confirmed) = self.confirmed(&source, etag, now, max_age_s).await? {
                return Ok(confirmed);
            }
            // What was confirmed is stored no more: somebody has loaded another meanwhile.
            answer = self.world.upstream.status_list(None).await?;
        }
        let StatusListAnswer::List {
            body,
            etag,
            max_age_s,
        } = answer
        else {
            // "Unchanged", although it was told of no list.
            return Err(RefreshError::Upstream(UpstreamError::Unavailable {
                cause: "garbage",
                retry_after_s: 5,
            }));
        };
        let list = StatusList::parse(&body)?;
        let stored = StoredStatusList {
            body: body.into(),
            fetched_at: now,
            fresh_until: fresh_until(now, max_age_s),
            etag,
            entries: entries(&list),
            source,
        };
        Ok(Fetched { list, stored })
    }

    /// The stored list once more, as old as now, when it is the one that was asked about.
    async fn confirmed(
        &self,
        source: &str,
        etag: Option<String>,
        now: Timestamp,
        max_age_s: Option<u32>,
    ) -> Result<Option<Fetched>, RefreshError> {
        let stored = self.world.store.status_list().await?;
        let asked = stored.filter(|stored| stored.source == source && stored.etag == etag);
        let Some(stored) = asked.filter(|_| etag.is_some()) else {
            return Ok(None);
        };
        let stored = StoredStatusList {
            fetched_at: now,
            fresh_until: fresh_until(now, max_age_s),
            ..stored
        };
        let list = StatusList::parse(&stored.body)?;
        Ok(Some(Fetched { list, stored }))
    }
}

fn fresh_until(now: Timestamp, max_age_s: Option<u32>) -> Timestamp {
    let fresh_s = max_age_s
        .unwrap_or(FRESH_S_DEFAULT)
        .clamp(FRESH_S_MIN, FRESH_S_MAX);
    now.plus_s(i64::from(fresh_s))
}
