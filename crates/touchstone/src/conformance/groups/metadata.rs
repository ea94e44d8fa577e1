//! Decides group Q: what is known by BLOBs, and what must not be.

use crate::conformance::case::Case;
use crate::conformance::catalogue;
use crate::conformance::services::{
    BAD_SIGNATURE, FOREIGN_CHAIN, GOOD, REPORTED, REVOKED_INTERMEDIATE, REVOKED_SIGNER,
};

pub(super) fn cases() -> Vec<Case> {
    let unknown = |id, what, aaguid| refused(id, "metadata_entry_missing", what, aaguid);
    let reported = REPORTED.map(|(aaguid, _status)| {
        let what = "A model with a report that is undesired, one after the other.";
        refused("Q/F-1", "metadata_status_undesired", what, aaguid)
    });
    let right = Case::right("Q/P-1", "A model of a BLOB.", &catalogue::other(GOOD));
    let reported = reported.into_iter().reduce(Case::also);
    let refused = [
        unknown(
            "Q/F-2",
            "A model of a BLOB with a bad signature.",
            BAD_SIGNATURE,
        ),
        unknown("Q/F-3", "A model of a BLOB by a stranger.", FOREIGN_CHAIN),
        unknown(
            "Q/F-4",
            "A model of a BLOB below a revoked intermediate.",
            REVOKED_INTERMEDIATE,
        ),
        unknown(
            "Q/F-5",
            "A model of a BLOB by a revoked signer.",
            REVOKED_SIGNER,
        ),
    ];
    [right].into_iter().chain(reported).chain(refused).collect()
}

fn refused(id: &str, expected: &'static str, what: &str, aaguid: [u8; 16]) -> Case {
    let control = catalogue::other(GOOD);
    Case::refused(id, expected, what, &catalogue::other(aaguid), &control)
}
