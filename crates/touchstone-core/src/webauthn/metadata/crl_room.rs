//! Decides how many revocation lists are kept, and how large they may be together.

use touchstone_evidence::Timestamp;

use crate::ports::CrlRoom;

/// Lists that are known.
pub(super) const LISTS_MAX: usize = 1_000;
/// Bytes of all lists: they are held in memory too.
const BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Issuers of a list: one, and those that took its place under the same address.
const ISSUERS_MAX: u64 = 4;
/// A list that nothing has named for so long gives way to another one.
const UNUSED_S: i64 = 30 * 86_400;

/// The room at this time.
pub(super) fn room(now: Timestamp) -> CrlRoom {
    CrlRoom {
        lists: u64::try_from(LISTS_MAX).unwrap_or(u64::MAX),
        bytes: BYTES_MAX,
        issuers_per_list: ISSUERS_MAX,
        unused_since: now.plus_s(-UNUSED_S),
    }
}
