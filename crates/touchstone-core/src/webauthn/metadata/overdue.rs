//! Decides whether what is known of a model is current: all but the entry of a BLOB whose successor is overdue.

use std::sync::Arc;

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::metadata::Entry;

use super::{MdsState, Metadata};

impl Metadata {
    /// Whether the entry, which was found here, is current.
    pub(in crate::webauthn) fn is_current(&self, entry: &Arc<Entry>, now: Timestamp) -> bool {
        let mut blobs = self.sources.iter().filter_map(super::Source::blob);
        let source = blobs.find(|blob| {
            let mut entries = blob.models.entries().iter();
            entries.any(|of_blob| Arc::ptr_eq(of_blob, entry))
        });
        let next_update = source.map(|blob| blob.next_update);
        next_update.is_none_or(|date| MdsState::of(Some(date), now) == MdsState::Up)
    }
}
