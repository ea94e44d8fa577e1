//! Decides when the status list is fetched and which one is kept: the source is asked when its own word (300 to 86,400 s, else an hour) has run
//! out, and a list that cannot be read leaves the old one in force (spec mobile.md 7.2).

use touchstone_evidence::Timestamp;
use touchstone_evidence::android_key::StatusList;

use super::{RefreshError, StatusListView};
use crate::mobile::service::Mobile;
use crate::ports::{StatusListAnswer, StoredStatusList};

const FRESH_S_MIN: u32 = 300;
const FRESH_S_MAX: u32 = 86_400;
const FRESH_S_DEFAULT: u32 = 3_600;

impl Mobile {
    /// Takes over what another node, or this one before its restart, has stored, when it is newer than what is in force.
    pub async fn adopt_stored_status_list(&self) -> Result<(), RefreshError> {
        if self.status_list_is_from_file() {
            return Ok(());
        }
        let store = &self.world.store;
        let Some((fetched_at, etag)) = store.status_list_age().await? else {
            return Ok(());
        };
        let known = self.status_lists.current();
        let known = known.map(|loaded| (loaded.stored.fetched_at, loaded.stored.etag.clone()));
        if known == Some((fetched_at, etag)) {
            return Ok(());
        }
        match store.status_list().await? {
            Some(stored) => Ok(self.status_lists.put(stored)?),
            None => Ok(()),
        }
    }

    /// Fetches the list when that is due, or at once when `forced`; what is in force afterwards. One call at a time; the next one finds the
    /// work done.
    pub async fn refresh_status_list(
        &self,
        now: Timestamp,
        forced: bool,
    ) -> Result<Option<StatusListView>, RefreshError> {
        let _one_at_a_time = self.status_lists.refreshing.lock().await;
        self.adopt_stored_status_list().await?;
        let view = self.status_lists.view(now);
        let fresh = view.as_ref().is_some_and(|view| view.fresh_until > now);
        if self.status_list_is_from_file() || (fresh && !forced) {
            return Ok(view);
        }
        let source = self.world.upstream.status_list_source();
        // A validator says something to the source that gave it only.
        let known = view.filter(|view| view.source == source);
        let etag = known.and_then(|view| view.etag);
        let list = match self.world.upstream.status_list(etag).await? {
            StatusListAnswer::Unchanged { max_age_s } => self.confirmed(now, max_age_s).await?,
            StatusListAnswer::List {
                body,
                etag,
                max_age_s,
            } => Some(fetched(body, etag, source, now, max_age_s)?),
        };
        if let Some(list) = list {
            self.world.store.put_status_list(&list).await?;
            self.status_lists.put(list)?;
        }
        Ok(self.status_lists.view(now))
    }

    /// The stored list once more, as old as now.
    async fn confirmed(
        &self,
        now: Timestamp,
        max_age_s: Option<u32>,
    ) -> Result<Option<StoredStatusList>, RefreshError> {
        let stored = self.world.store.status_list().await?;
        Ok(stored.map(|stored| StoredStatusList {
            fetched_at: now,
            fresh_until: fresh_until(now, max_age_s),
            ..stored
        }))
    }
}

fn fetched(
    body: Vec<u8>,
    etag: Option<String>,
    source: String,
    now: Timestamp,
    max_age_s: Option<u32>,
) -> Result<StoredStatusList, RefreshError> {
    let entries = u64::try_from(StatusList::parse(&body)?.entries()).unwrap_or(u64::MAX);
    Ok(StoredStatusList {
        body,
        fetched_at: now,
        fresh_until: fresh_until(now, max_age_s),
        etag,
        entries,
        source,
    })
}

fn fresh_until(now: Timestamp, max_age_s: Option<u32>) -> Timestamp {
    let fresh_s = max_age_s
        .unwrap_or(FRESH_S_DEFAULT)
        .clamp(FRESH_S_MIN, FRESH_S_MAX);
    now.plus_s(i64::from(fresh_s))
}
