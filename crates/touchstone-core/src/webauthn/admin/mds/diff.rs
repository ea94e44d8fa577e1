//! Decides what is told of the last take-over of a BLOB: the models that it changed, which are those whose credentials were judged again.

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::Aaguid;

use crate::ports::{ChangedModels, Reevaluation};
use crate::webauthn::admin::READ;
use crate::webauthn::reevaluation::METADATA_CAUSE;
use crate::{AdminCall, AdminError, ReevaluationId};

/// What the last BLOB that said something else changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MdsDiff {
    /// When it was taken over.
    pub at: Timestamp,
    /// The walk over the credentials of these models.
    pub reevaluation: ReevaluationId,
    /// Models about which nothing was known before.
    pub added: Vec<Aaguid>,
    /// Models about which something else is known.
    pub changed: Vec<Aaguid>,
    /// Models about which nothing is known any more.
    pub removed: Vec<Aaguid>,
    /// Key ids of U2F tokens that were added, changed or removed.
    pub key_ids: Vec<[u8; 20]>,
}

/// What changed at the last take-over; `None` while there was none. Takes the scope `webauthn:read`.
pub async fn mds_diff(admin: &AdminCall<'_>) -> Result<Option<MdsDiff>, AdminError> {
    admin.require(READ)?;
    let store = &admin.touchstone.world.store;
    let newest = store.newest_reevaluations(METADATA_CAUSE, 1).await?;
    Ok(newest.into_iter().next().map(diff))
}

fn diff(walk: Reevaluation) -> MdsDiff {
    let ChangedModels {
        aaguids,
        key_ids,
        added,
        removed,
        status_list: _,
    } = walk.only.unwrap_or_default();
    let models = |list: &[[u8; 16]]| list.iter().copied().map(Aaguid).collect();
    let is_else = |aaguid: &[u8; 16]| !added.contains(aaguid) && !removed.contains(aaguid);
    let changed: Vec<[u8; 16]> = aaguids.into_iter().filter(is_else).collect();
    MdsDiff {
        at: walk.created_at,
        reevaluation: walk.id,
        changed: models(&changed),
        added: models(&added),
        removed: models(&removed),
        key_ids,
    }
}
