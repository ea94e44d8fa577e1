//! Decides when stored credentials are judged again (spec webauthn.md 4.5): when metadata, a statement or the status list of Android keys is
//! another, when an administrator asks, and once a day, for reports begin and end with a date. Walks are stored: one node at a time goes on
//! with each, in batches, and another can take over; unfinished walks take turns.

mod due;
mod elements;
mod judge;
mod standing;
mod walk;

use std::time::Duration;

use touchstone_evidence::Timestamp;

use super::service::Webauthn;
use crate::ports::{ChangedModels, Reevaluation, StoreError};
use crate::{Call, ReevaluationId, TenantId, World};

/// How long one call may go on.
const ROUND: Duration = Duration::from_secs(20);
/// How long a batch is one node's.
const LEASE_S: i64 = 300;
/// For so long this node may remember what another has changed since: relying parties, and tenants' statements.
const REMEMBERED_MS: i64 = 65_000;

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
        self.adopt_status_list().await?;
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
            self.adopt_status_list().await?;
            if walk.after.is_none() || now.ms_since(walk.created_at) < REMEMBERED_MS {
                self.forget(walk.tenant_id);
            }
            judged += self.walk_on(walk, now).await?;
        }
        Ok(judged)
    }

    /// A walk that an administrator asks for.
    pub(super) fn asked_walk(&self, tenant_id: Option<TenantId>, now: Timestamp) -> Reevaluation {
        new_walk(&self.world, Cause::Asked, tenant_id, now)
    }

    /// The walk over the tenant's credentials of these models, about which its own statement is another.
    pub(super) fn statement_walk(
        &self,
        tenant_id: TenantId,
        models: ChangedModels,
        now: Timestamp,
    ) -> Reevaluation {
        Reevaluation {
            only: Some(models),
            ..new_walk(&self.world, Cause::Statement, Some(tenant_id), now)
        }
    }
}

/// The walk over the credentials of the models that a BLOB changed.
pub(super) fn metadata_walk(world: &World, models: ChangedModels, now: Timestamp) -> Reevaluation {
    Reevaluation {
        only: Some(models),
        ..new_walk(world, Cause::Metadata, None, now)
    }
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
