//! Decides which walks are due though nobody asked for them: the daily one, and one when Android's status list is another than the one by which
//! credentials were judged last. What was judged last is stored with the walks, so that neither a crash nor another node loses it.

use touchstone_evidence::Timestamp;

use super::super::service::Webauthn;
use super::{Cause, new_walk};
use crate::mobile::RefreshError;
use crate::ports::{ChangedModels, Reevaluation, StoreError};

const DAY_MS: i64 = 86_400_000;
/// Walks of one cause that are looked at: the newest may be one that another clock dated into the future.
const LOOK_BACK: u32 = 50;

impl Webauthn {
    pub(super) async fn begin_due_walks(&self, now: Timestamp) -> Result<(), StoreError> {
        let store = &self.world.store;
        let daily = store
            .newest_reevaluations(Cause::Daily.as_str(), LOOK_BACK)
            .await?;
        if !daily.iter().any(|walk| is_of_today(walk, now)) {
            let walk = new_walk(&self.world, Cause::Daily, None, now);
            store.start_reevaluation(&walk, None).await?;
        }
        self.begin_status_list_walk(now).await
    }

    /// A list that was in force earlier today, and has not come anew since the newest walk, is another node's that lags: the daily walk judges
    /// by it.
    async fn begin_status_list_walk(&self, now: Timestamp) -> Result<(), StoreError> {
        let Some(list) = self.status_lists.usable(now) else {
            return Ok(());
        };
        let digest = *list.list().digest();
        let store = &self.world.store;
        let cause = Cause::StatusList.as_str();
        let walks = store.newest_reevaluations(cause, LOOK_BACK).await?;
        let is_by_it = |walk: &Reevaluation| {
            let models = walk.only.as_ref();
            models.and_then(|models| models.status_list) == Some(digest)
        };
        let newest = walks.first();
        let came_anew = newest.is_some_and(|walk| walk.created_at <= list.fetched_at());
        let mut of_today = walks.iter().filter(|walk| is_of_today(walk, now));
        if newest.is_some_and(is_by_it) || (!came_anew && of_today.any(is_by_it)) {
            return Ok(());
        }
        let walk = Reevaluation {
            only: Some(ChangedModels {
                status_list: Some(digest),
                ..ChangedModels::default()
            }),
            ..new_walk(&self.world, Cause::StatusList, None, now)
        };
        store.start_reevaluation(&walk, None).await?;
        Ok(())
    }

    /// Puts the stored status list in force when another node has stored a newer one.
    pub(super) async fn adopt_status_list(&self) -> Result<(), StoreError> {
        match self.status_lists.adopt_stored(&self.world).await {
            Ok(()) => Ok(()),
            Err(RefreshError::Store(error)) => Err(error),
            // Whoever fetches lists says what is wrong with this one.
            Err(RefreshError::Malformed(_) | RefreshError::Upstream(_)) => Ok(()),
        }
    }
}

/// A walk that another clock dated into the future says nothing.
fn is_of_today(walk: &Reevaluation, now: Timestamp) -> bool {
    (-DAY_MS..DAY_MS).contains(&now.ms_since(walk.created_at))
}
