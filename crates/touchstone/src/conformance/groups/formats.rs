//! Decides groups H, I, K and L: none, fido-u2f, android-key and android-safetynet.

use touchstone_simulator::webauthn::Flaw;
use touchstone_simulator::webauthn::android_key::AndroidKeyFlaw;
use touchstone_simulator::webauthn::flaw::{FidoU2fFlaw, NoneFlaw};
use touchstone_simulator::webauthn::safetynet::SafetyNetFlaw;

use crate::conformance::case::Case;
use crate::conformance::catalogue;
use crate::conformance::model::Model;

pub(super) fn cases() -> Vec<Case> {
    none()
        .into_iter()
        .chain(u2f())
        .chain(android())
        .chain(safetynet())
        .collect()
}

fn none() -> [Case; 3] {
    let none = Model::unattested();
    let mut unasked = catalogue::itself();
    unasked.attests_unasked = true;
    [
        Case::right("H/P-1", "No attestation.", &none).attesting("none"),
        Case::right("H/P-2", "Self attestation that nobody asked for.", &unasked).attesting("none"),
        Case::flawed("H/F-1", Flaw::None(NoneFlaw::Members), &none).attesting("none"),
    ]
}

fn u2f() -> [Case; 3] {
    let u2f = catalogue::u2f();
    [
        Case::right("I/P-1", "A U2F token.", &u2f),
        Case::flawed("I/F-1", Flaw::FidoU2f(FidoU2fFlaw::AaguidNotZero), &u2f),
        Case::flawed("I/F-2", Flaw::FidoU2f(FidoU2fFlaw::SignatureFlipped), &u2f),
    ]
}

fn android() -> [Case; 4] {
    let android = catalogue::android();
    let flawed = |id, flaw| Case::flawed(id, Flaw::AndroidKey(flaw), &android);
    [
        Case::right("K/P-1", "A key of an Android phone.", &android),
        flawed("K/F-1", AndroidKeyFlaw::ChallengeOther),
        flawed("K/F-2", AndroidKeyFlaw::LeafKeyOther),
        flawed("K/F-3", AndroidKeyFlaw::ChainReversed),
    ]
}

fn safetynet() -> [Case; 8] {
    let safetynet = catalogue::safetynet();
    let flawed = |id, flaw| Case::flawed(id, Flaw::SafetyNet(flaw), &safetynet);
    [
        Case::right("L/P-1", "An Android phone with SafetyNet.", &safetynet),
        flawed("L/F-1", SafetyNetFlaw::VersionEmpty),
        flawed("L/F-2", SafetyNetFlaw::ResponseEmpty),
        flawed("L/F-3", SafetyNetFlaw::NonceOther),
        flawed("L/F-4", SafetyNetFlaw::CertificatesEmpty),
        flawed("L/F-5", SafetyNetFlaw::CtsFalse),
        flawed("L/F-6", SafetyNetFlaw::TimestampFuture),
        flawed("L/F-7", SafetyNetFlaw::TimestampOld),
    ]
}
