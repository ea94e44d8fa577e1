//! Decides groups B and N: the JSON around the response.

use serde_json::Value;
use touchstone_simulator::webauthn::flaw::{AssertionFlaw, AuthDataFlaw, EnvelopeFlaw};
use touchstone_simulator::webauthn::{Assertion, Flaw, Registration};

use super::{no_objects, no_texts};
use crate::conformance::case::Case;
use crate::conformance::catalogue;
use crate::conformance::make::{Make, registration_json, sign_in_json};

pub(super) fn registration() -> Vec<Case> {
    let full = catalogue::full();
    let flawed = |id, flaw| Case::flawed(id, Flaw::Envelope(flaw), &full);
    let typed = |id, flaw, pointer: &'static str, values: [Value; 4]| {
        let flaw = Flaw::Envelope(flaw);
        let (expected, what) = (flaw.expected_reason(), flaw.description());
        let makes = values.map(|value| set_in_registration(pointer, value));
        Case::flawed(id, flaw, &full).also(Case::registration(id, expected, what, &full, makes))
    };
    use EnvelopeFlaw as E;
    let uv = Flaw::AuthData(AuthDataFlaw::UserUnverified);
    vec![
        flawed("B/F-1", E::IdMissing),
        typed("B/F-2", E::IdNumber, "/id", no_texts()),
        flawed("B/F-3", E::IdBase64),
        flawed("B/F-4", E::TypeMissing),
        typed("B/F-5", E::TypeNumber, "/type", no_texts()),
        flawed("B/F-6", E::TypeOther),
        flawed("B/F-7", E::ResponseMissing),
        typed("B/F-8", E::ResponseArray, "/response", no_objects()),
        flawed("B/F-9", E::ClientDataMissing),
        typed(
            "B/F-10",
            E::ClientDataNumber,
            "/response/clientDataJSON",
            no_texts(),
        ),
        flawed("B/F-11", E::ClientDataEmpty),
        flawed("B/F-12", E::ObjectMissing),
        typed(
            "B/F-13",
            E::ObjectNumber,
            "/response/attestationObject",
            no_texts(),
        ),
        flawed("B/F-14", E::ObjectEmpty),
        Case::flawed("B/F-15", uv, &full).verifying("required"),
    ]
}

pub(super) fn sign_in() -> Vec<Case> {
    let flawed = |id, flaw| Case::flawed_sign_in(id, Flaw::Envelope(flaw));
    let typed = |id, flaw, pointer: &'static str, values: [Value; 4]| {
        let flaw = Flaw::Envelope(flaw);
        let (expected, what) = (flaw.expected_reason(), flaw.description());
        let makes = values.map(|value| set_in_sign_in(pointer, value));
        Case::flawed_sign_in(id, flaw).also(Case::sign_in(id, expected, what, makes))
    };
    use EnvelopeFlaw as E;
    let signature = Flaw::Assertion(AssertionFlaw::SignatureFlipped);
    let stranger = Flaw::Assertion(AssertionFlaw::SignedByStranger);
    let data = "/response/authenticatorData";
    vec![
        Case::right_sign_in("N/P-1", "A right sign-in."),
        flawed("N/F-1", E::IdMissing),
        typed("N/F-2", E::IdNumber, "/id", no_texts()),
        flawed("N/F-3", E::IdBase64),
        flawed("N/F-4", E::TypeMissing),
        typed("N/F-5", E::TypeNumber, "/type", no_texts()),
        flawed("N/F-6", E::TypeOther),
        flawed("N/F-7", E::ResponseMissing),
        typed("N/F-8", E::ResponseArray, "/response", no_objects()),
        flawed("N/F-9", E::ClientDataMissing),
        typed(
            "N/F-10",
            E::ClientDataNumber,
            "/response/clientDataJSON",
            no_texts(),
        ),
        flawed("N/F-11", E::ClientDataEmpty),
        flawed("N/F-12", E::AuthDataMissing),
        typed("N/F-13", E::AuthDataNumber, data, no_texts()),
        flawed("N/F-14", E::AuthDataBase64),
        flawed("N/F-15", E::AuthDataEmpty),
        flawed("N/F-16", E::SignatureMissing),
        typed(
            "N/F-17",
            E::SignatureNumber,
            "/response/signature",
            no_texts(),
        ),
        flawed("N/F-18", E::SignatureBase64),
        flawed("N/F-19", E::SignatureEmpty),
        Case::flawed_sign_in("N/F-20", signature).also(Case::flawed_sign_in("N/F-20", stranger)),
        typed(
            "N/F-21",
            E::UserHandleNumber,
            "/response/userHandle",
            no_texts(),
        ),
    ]
}

fn set_in_registration(pointer: &'static str, value: Value) -> Make<Registration> {
    registration_json(move |message| set(message, pointer, &value))
}

fn set_in_sign_in(pointer: &'static str, value: Value) -> Make<Assertion> {
    sign_in_json(move |message| set(message, pointer, &value))
}

fn set(message: &mut Value, pointer: &str, value: &Value) {
    if let Some(place) = message.pointer_mut(pointer) {
        place.clone_from(value);
    }
}
