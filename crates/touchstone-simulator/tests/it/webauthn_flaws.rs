//! Is every WebAuthn flaw really in the message, and can each be named?

use std::collections::BTreeSet;

use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{
    Assertion, CeremonyKind, Flaw, Registration, Statement, UnknownFlaw,
};

use crate::webauthn_scene::{ORIGIN, authenticator, register, registrations, request_options};

/// Every check that a message can fail by itself.
const CHECKS: &str = "A1 A10 A11 A12 A13 A14 A2 A3 A4 A5 A6 A7 A8 A9a A9b A9c A9d C1 C10 C11 C12 C13 C14 C15 C2 C3 \
    C4 C5 C6 C8 C9 D1 D2 D3 D4 D5 D6 D7 E1 E10 E11 E12 E13 E14 E15 E16 E17 E18 E19 E2 E3 E4 E5 E6 E7 E8 E9 F1 G1 \
    G10 G11 G3 G4 G9 K1 K2 K3 K4 L1 L2 L3 N1 O1 O2 P1 P2 P3 P4 P5 P6 P7 P8 P9 S1 T10 T11 T8 T9 U1 U2 U3 U4 X1 X2 \
    X3 X4 X5 X6 X7 X8 Y1 Y2 Y3 Y4 Y5";

fn assertion() -> Assertion {
    let mut authenticator = authenticator(Statement::None);
    authenticator.always_discoverable = true;
    register(&mut authenticator);
    authenticator.sign_in(&request_options(), ORIGIN).unwrap()
}

/// The flaws that this registration can have.
fn flaws_of(registration: &Registration) -> Vec<Flaw> {
    let format = registration.statement.format();
    let certificates = match &registration.statement {
        Statement::Packed(packed) => Some(packed.chain.is_some()),
        _ => None,
    };
    let fits = |flaw: &Flaw| {
        flaw.ceremony() != Some(CeremonyKind::Authentication)
            && flaw.format().is_none_or(|needed| needed == format)
            && flaw
                .needs_certificates()
                .is_none_or(|needed| certificates == Some(needed))
    };
    Flaw::all().filter(fits).collect()
}

#[test]
fn every_check_of_a_message_has_a_flaw() {
    let checks: BTreeSet<_> = Flaw::all().map(Flaw::check).collect();
    let expected: BTreeSet<_> = CHECKS.split_whitespace().collect();
    assert_eq!(checks, expected);
}

#[test]
fn every_flaw_changes_each_registration_that_can_have_it_in_its_own_way() {
    for registration in registrations() {
        let right = registration.message().to_string().into_bytes();
        let mut seen = BTreeSet::from([right]);
        for flaw in flaws_of(&registration) {
            let format = registration.statement.format();
            assert!(seen.insert(registration.flawed(flaw)), "{format}: {flaw}");
        }
    }
}

#[test]
fn every_flaw_changes_a_sign_in_in_its_own_way() {
    let assertion = assertion();
    let mut seen = BTreeSet::from([assertion.message().to_string().into_bytes()]);
    let fits = |flaw: &Flaw| flaw.ceremony() != Some(CeremonyKind::Registration);
    for flaw in Flaw::all().filter(fits) {
        let flawed = assertion.flawed(flaw);
        // The first sign-in counts 2: the last counter is not zero.
        assert!(seen.insert(flawed), "{flaw}");
    }
}

#[test]
fn a_flaw_of_the_other_ceremony_leaves_a_sign_in_right() {
    let assertion = assertion();
    for flaw in Flaw::all().filter(|flaw| flaw.format().is_some()) {
        assert_eq!(assertion.flawed_seal(flaw), assertion.seal(), "{flaw}");
    }
}

#[test]
fn a_flaw_of_another_format_leaves_a_registration_right() {
    let registration = register(&mut authenticator(Statement::Packed(Packed::by_itself())));
    let foreign = |flaw: &Flaw| flaw.format().is_some_and(|format| format != "packed");
    for flaw in Flaw::all().filter(foreign) {
        assert_eq!(
            registration.flawed_seal(flaw),
            registration.seal(),
            "{flaw}"
        );
    }
}

#[test]
fn every_flaw_is_found_again_by_its_name() {
    for flaw in Flaw::all() {
        assert_eq!(flaw.to_string().parse(), Ok(flaw));
        assert!(flaw.description().ends_with('.'), "{flaw}");
        let word = |letter: char| letter.is_ascii_alphanumeric() || "._".contains(letter);
        assert!(flaw.to_string().chars().all(word), "{flaw}");
    }
}

#[test]
fn a_name_of_no_flaw_is_refused() {
    for name in ["", "packed", "packed.", "signature_flipped", "Packed.empty"] {
        assert_eq!(name.parse::<Flaw>(), Err(UnknownFlaw), "{name}");
    }
}
