//! Decides groups A and M: what options hold.

use crate::conformance::case::{Case, OK};
use crate::conformance::played::Played;

pub(super) fn cases() -> Vec<Case> {
    [
        (
            "A/P-1",
            "Creation options are complete, and an extension is echoed.",
            Played::CompleteCreationOptions,
        ),
        (
            "A/P-2",
            "The attestation `none` is echoed.",
            Played::AttestationNoneEchoed,
        ),
        (
            "A/P-3",
            "Two registrations have two challenges.",
            Played::TwoCreationChallenges,
        ),
        (
            "A/P-4",
            "User verification `required` is echoed.",
            Played::UserVerificationEchoed,
        ),
        (
            "B/P-1",
            "A registered credential is excluded from the next registration.",
            Played::Excluded,
        ),
        (
            "M/P-1",
            "Request options are complete, and name the registered credential.",
            Played::CompleteRequestOptions,
        ),
        (
            "M/P-2",
            "Two sign-ins have two challenges.",
            Played::TwoRequestChallenges,
        ),
    ]
    .map(|(id, what, played)| Case::played(id, OK, what, played))
    .into()
}
