//! Decides our own group: each fault alone, where the FIDO tool reaches a reason only beside another fault.

use touchstone_simulator::webauthn::android_key::AndroidKeyFlaw;
use touchstone_simulator::webauthn::ca::{AikFlaw, CertificateFlaw, Order};
use touchstone_simulator::webauthn::flaw::AssertionFlaw;
use touchstone_simulator::webauthn::tpm::TpmFlaw;
use touchstone_simulator::webauthn::{Algorithm, Flaw, Statement};

use crate::conformance::case::Case;
use crate::conformance::catalogue;
use crate::conformance::make::draft;
use crate::conformance::played::Played;

pub(super) fn cases() -> Vec<Case> {
    let trust = metadata().into_iter().chain(chains());
    trust
        .chain(tpm())
        .chain(android())
        .chain(ceremonies())
        .collect()
}

fn metadata() -> [Case; 3] {
    let right = catalogue::full_only();
    let refused = |id, expected, what, model| Case::refused(id, expected, what, &model, &right);
    [
        refused(
            "D-16b",
            "metadata_alg_mismatch",
            "The leaf signs with ES384, and metadata know ES256 only.",
            catalogue::full_only_by(Algorithm::Es384),
        ),
        refused(
            "F-3b",
            "attestation_type_not_in_metadata",
            "Self attestation of a model that metadata know with certificates only.",
            catalogue::full_only_itself(),
        ),
        refused(
            "F-8b",
            "metadata_alg_mismatch",
            "The leaf signs with ES256K, and metadata know ES256 only.",
            catalogue::full_only_by(Algorithm::Es256k),
        ),
    ]
}

fn chains() -> [Case; 4] {
    let (full, long) = (catalogue::full(), catalogue::long());
    let flawed = |id, flaw, model| Case::flawed(id, Flaw::Certificate(flaw), model);
    [
        flawed("F-9b", CertificateFlaw::RootOther, &full),
        flawed("F-11b", CertificateFlaw::IssuersSwapped, &long),
        flawed("F-12b", CertificateFlaw::IntermediateNotCa, &full),
        flawed("F-15b", CertificateFlaw::PathTooLong, &long),
    ]
}

fn tpm() -> [Case; 6] {
    let tpm = catalogue::tpm(Algorithm::Rs256);
    let flawed = |id, flaw| Case::flawed(id, flaw, &tpm);
    let swapped = draft(|draft| {
        if let Statement::Tpm(tpm) = &mut draft.statement {
            tpm.chain.order = Order::IssuersSwapped;
        }
    });
    let what = "The two issuers of the AIK certificate are swapped.";
    let long = catalogue::long_tpm(Algorithm::Rs256);
    [
        Case::registration("J-1b", "chain_broken", what, &long, [swapped]),
        flawed("J-4b", Flaw::Tpm(TpmFlaw::NameOfOtherHash)),
        flawed("J-5b", Flaw::Tpm(TpmFlaw::TypeOther)),
        flawed("J-6b-1", Flaw::Aik(AikFlaw::PurposeMissing)),
        flawed("J-6b-2", Flaw::Aik(AikFlaw::SubjectNamed)),
        flawed("J-6b-3", Flaw::Aik(AikFlaw::NameMissing)),
    ]
}

fn android() -> [Case; 3] {
    let android = catalogue::android();
    let flawed = |id, flaw| Case::flawed(id, Flaw::AndroidKey(flaw), &android);
    [
        flawed("K-4b-1", AndroidKeyFlaw::AllApplications),
        flawed("K-4b-2", AndroidKeyFlaw::OriginImported),
        flawed("K-4b-3", AndroidKeyFlaw::PurposeOther),
    ]
}

fn ceremonies() -> [Case; 6] {
    let backup = Flaw::Assertion(AssertionFlaw::BackupEligibilityOther);
    [
        Case::played(
            "N-22b",
            "credential_not_allowed",
            "The credential of another user than the one that was named.",
            Played::CredentialOfOther,
        ),
        Case::played(
            "N-23b-1",
            "user_handle_missing",
            "No user was named, and the message names none.",
            Played::UserHandleMissing,
        ),
        Case::played(
            "N-23b-2",
            "user_handle_mismatch",
            "No user was named, and the message names another one.",
            Played::UserHandleOfOther,
        ),
        Case::flawed_sign_in("P-6b", backup),
        Case::played(
            "B-16b",
            "session_used",
            "The same message again, and copies of one at once; one is accepted.",
            Played::SameMessageTwice,
        ),
        Case::played(
            "B-17b",
            "session_ceremony_mismatch",
            "The challenge of the other ceremony.",
            Played::OtherCeremony,
        ),
    ]
}
