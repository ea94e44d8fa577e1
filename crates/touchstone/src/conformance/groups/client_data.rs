//! Decides groups C and O: the client data.

use serde_json::Value;
use touchstone_simulator::webauthn::flaw::ClientDataFlaw;
use touchstone_simulator::webauthn::{ClientData, Flaw};

use super::{no_objects, no_texts};
use crate::conformance::case::Case;
use crate::conformance::catalogue;
use crate::conformance::make::{draft, sign_in_draft};

/// A case: its number, its flaw, and the member that is tried with each of these values too.
type Row = (u8, ClientDataFlaw, Option<(&'static str, [Value; 4])>);

fn rows() -> Vec<Row> {
    use ClientDataFlaw as C;
    let binding = |value: Value| Some(("tokenBinding", [(); 4].map(|()| value.clone())));
    vec![
        (1, C::TypeMissing, None),
        (2, C::TypeNumber, Some(("type", no_texts()))),
        (3, C::TypeEmpty, None),
        (4, C::TypeOther, None),
        (5, C::TypeOfOtherCeremony, None),
        (6, C::ChallengeMissing, None),
        (7, C::ChallengeNumber, Some(("challenge", no_texts()))),
        (8, C::ChallengeEmpty, None),
        (9, C::ChallengeBase64, None),
        (10, C::ChallengeOther, None),
        (11, C::OriginMissing, None),
        (12, C::OriginNumber, Some(("origin", no_texts()))),
        (13, C::OriginEmpty, None),
        (14, C::OriginOther, None),
        (
            15,
            C::TokenBindingText,
            Some(("tokenBinding", no_objects())),
        ),
        (16, C::TokenBindingEmpty, None),
        (
            17,
            C::TokenBindingStatusOther,
            binding(serde_json::json!({"status": 1})),
        ),
    ]
}

pub(super) fn registration() -> Vec<Case> {
    let full = catalogue::full();
    let case = |(number, flaw, more): Row| {
        let (id, flaw) = (format!("C/F-{number}"), Flaw::ClientData(flaw));
        let (expected, what) = (flaw.expected_reason(), flaw.description());
        let case = Case::flawed(&id, flaw, &full);
        let Some((member, values)) = more else {
            return case;
        };
        let makes =
            values.map(|value| draft(move |draft| set(&mut draft.client_data, member, &value)));
        case.also(Case::registration(&id, expected, what, &full, makes))
    };
    rows().into_iter().map(case).collect()
}

pub(super) fn sign_in() -> Vec<Case> {
    let case = |(number, flaw, more): Row| {
        let (id, flaw) = (format!("O/F-{number}"), Flaw::ClientData(flaw));
        let (expected, what) = (flaw.expected_reason(), flaw.description());
        let case = Case::flawed_sign_in(&id, flaw);
        let Some((member, values)) = more else {
            return case;
        };
        let makes = values
            .map(|value| sign_in_draft(move |draft| set(&mut draft.client_data, member, &value)));
        case.also(Case::sign_in(&id, expected, what, makes))
    };
    rows().into_iter().map(case).collect()
}

fn set(data: &mut ClientData, member: &str, value: &Value) {
    data.set(member, value.clone());
}
