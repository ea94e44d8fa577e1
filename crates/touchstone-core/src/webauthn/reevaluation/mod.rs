//! Decides when stored credentials are judged again (spec webauthn.md 4.5): when metadata, a statement or the status list of Android keys is
//! another, when an administrator asks, and once a day, for reports begin and end with a date. Walks are stored: one node at a time goes on
//! with each, in batches, and another can take over.

mod elements;
mod standing;
mod walk;

use std::sync::PoisonError;
use std::time::Duration;

use touchstone_evidence::Timestamp;

use super::service::Webauthn;
use crate::ports::{ChangedModels, PageRequest, Reevaluation, StoreError};
use crate::{Call, ReevaluationId, TenantId, World};

/// How long one call may go on.
const ROUND: Duration = Duration::from_secs(20);
/// How long a batch is one node's.
const LEASE_S: i64 = 300;
const DAY_MS: i64 = 86_400_000;
/// Among the newest walks, so many are looked at.
const LOOK_BACK: usize = 200;

/// The word for walks that a BLOB led to.
pub(super) const METADATA_CAUSE: &str = "metadata";

/// Why credentials are judged again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Metadata,
    Statement,
    StatusList,
    Daily,
    Asked,
}

impl Cause {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Metadata => METADATA_CAUSE,
            Self::Statement => "statement",
            Self::StatusList => "status_list",
            Self::Daily => "daily",
            Self::Asked => "asked",
        }
    }
}

impl Webauthn {
    /// Goes on with the walks that are under way, and begins those that are due; how many credentials were judged. What is not done in a
    /// bounded time is done by the next call.
    pub async fn reevaluate(&self, call: &Call) -> Result<u64, StoreError> {
        self.begin_due_walks(call.now).await?;
        let store = &self.world.store;
        let mut judged = 0;
        while call.elapsed() < ROUND {
            let now = self.world.clock.now();
            let until = now.plus_s(LEASE_S);
            let Some(walk) = store.lease_reevaluation(now, until).await? else {
                break;
            };
            // The news that led to it may have come to this node later than the walk.
            self.metadata.adopt_blobs(&self.world).await?;
            judged += self.walk_on(walk, now).await?;
        }
        Ok(judged)
    }

    /// A walk that an administrator asks for.
    pub(super) fn asked_walk(&self, tenant_id: Option<TenantId>, now: Timestamp) -> Reevaluation {
        new_walk(&self.world, Cause::Asked, tenant_id, now)
    }

    /// The tenant's credentials of these models are judged again: its own statement about them is another.
    pub(super) async fn judge_by_statement(
        &self,
        tenant_id: TenantId,
        models: ChangedModels,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let walk = Reevaluation {
            only: Some(models),
            ..new_walk(&self.world, Cause::Statement, Some(tenant_id), now)
        };
        self.world.store.start_reevaluation(&walk, None).await
    }

    async fn begin_due_walks(&self, now: Timestamp) -> Result<(), StoreError> {
        let newest = PageRequest {
            limit: LOOK_BACK,
            after: None,
        };
        let store = &self.world.store;
        let known = store.reevaluations(None, newest).await?.items;
        let since = |cause: Cause| {
            let mut of = known.iter().filter(|walk| walk.cause == cause.as_str());
            of.next().map(|walk| now.ms_since(walk.created_at))
        };
        // A walk that another clock dated into the future says nothing.
        let has_today = |age_ms: i64| (-DAY_MS..DAY_MS).contains(&age_ms);
        if !since(Cause::Daily).is_some_and(has_today) {
            let walk = new_walk(&self.world, Cause::Daily, None, now);
            store.start_reevaluation(&walk, None).await?;
        }
        if self.status_list_is_another(now) {
            let walk = new_walk(&self.world, Cause::StatusList, None, now);
            store.start_reevaluation(&walk, None).await?;
        }
        Ok(())
    }

    /// Whether the status list of Android keys is another than when this was last asked. The first one is judged by within a day.
    fn status_list_is_another(&self, now: Timestamp) -> bool {
        let Some(list) = self.status_lists.usable(now) else {
            return false;
        };
        let digest = *list.list().digest();
        let known = self.metadata.judged_by_status_list.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        known.replace(digest).is_some_and(|before| before != digest)
    }
}

/// The credentials of the models that a BLOB changed are judged again.
pub(super) async fn judge_by_metadata(
    world: &World,
    models: ChangedModels,
    now: Timestamp,
) -> Result<(), StoreError> {
    let walk = Reevaluation {
        only: Some(models),
        ..new_walk(world, Cause::Metadata, None, now)
    };
    world.store.start_reevaluation(&walk, None).await
}

fn new_walk(
    world: &World,
    cause: Cause,
    tenant_id: Option<TenantId>,
    now: Timestamp,
) -> Reevaluation {
    Reevaluation {
        id: ReevaluationId::new(now, &*world.random),
        tenant_id,
        cause: cause.as_str().to_owned(),
        only: None,
        created_at: now,
        finished_at: None,
        after: None,
        judged: 0,
        changed: 0,
    }
}
