//! Decides how a walk over stored credentials looks.

use serde::Serialize;
use touchstone_core::ports::Reevaluation;
use touchstone_core::{ReevaluationId, TenantId};

#[derive(Debug, Serialize)]
pub(super) struct ReevaluationShape {
    id: ReevaluationId,
    tenant_id: Option<TenantId>,
    cause: String,
    /// How many models it is about; `null` = it is not limited to models.
    models: Option<usize>,
    judged: u64,
    changed: u64,
    created_at: String,
    finished_at: Option<String>,
}

impl From<Reevaluation> for ReevaluationShape {
    fn from(walk: Reevaluation) -> Self {
        let models = walk.only.filter(|only| only.status_list.is_none());
        let models = models.map(|only| {
            let (aaguids, key_ids) = (only.aaguids.len(), only.key_ids.len());
            aaguids.saturating_add(key_ids)
        });
        Self {
            id: walk.id,
            tenant_id: walk.tenant_id,
            cause: walk.cause,
            models,
            judged: walk.judged,
            changed: walk.changed,
            created_at: walk.created_at.to_string(),
            finished_at: walk.finished_at.map(|at| at.to_string()),
        }
    }
}
