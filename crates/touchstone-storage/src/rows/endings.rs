//! Decides which ending a settlement has, of whatever family.

use touchstone_core::VerdictId;
use touchstone_core::ports::{Ending, Settled, StoreError};

use super::corrupt;

/// The ending that the caller wants for this end of the race.
pub(crate) fn ending_for<'s, C: PartialEq>(
    ending: &'s Ending,
    conflicts: &'s [(C, Ending)],
    conflict: Option<C>,
) -> Result<&'s Ending, StoreError> {
    let Some(conflict) = conflict else {
        return Ok(ending);
    };
    conflicts
        .iter()
        .find_map(|(supplied, ending)| (*supplied == conflict).then_some(ending))
        .ok_or(corrupt(
            "settlement.conflicts: no ending for the one that occurred",
        ))
}

/// What is answered once that ending is on disk.
pub(crate) fn settled<C: PartialEq + Copy>(
    verdict_id: VerdictId,
    ending: Ending,
    conflicts: Vec<(C, Ending)>,
    conflict: Option<C>,
) -> Settled<C> {
    let supplied = conflict.and_then(|conflict| {
        let mut conflicts = conflicts.into_iter();
        conflicts.find_map(|(supplied, ending)| (supplied == conflict).then_some(ending))
    });
    Settled {
        verdict_id,
        conflict,
        ending: supplied.unwrap_or(ending),
    }
}
