//! Decides groups F and G: packed statements with certificates, and without.

use touchstone_simulator::webauthn::ca::{CertificateFlaw, Order};
use touchstone_simulator::webauthn::flaw::{ObjectFlaw, PackedFlaw};
use touchstone_simulator::webauthn::{Flaw, Statement};

use crate::conformance::case::Case;
use crate::conformance::catalogue;
use crate::conformance::make::draft;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

pub(super) fn cases() -> Vec<Case> {
    let full = catalogue::full();
    let flawed = |id, flaw| Case::flawed(id, flaw, &full);
    use CertificateFlaw as C;
    use PackedFlaw as P;
    let right = Case::right;
    let mut cases = vec![
        right("F/P-1", "The root issued the leaf.", &catalogue::plain()),
        right("F/P-2", "The chain ends at the root.", &full),
        right("F/P-3", "The leaf is the anchor.", &catalogue::batch()),
        right("F/P-4", "Critical constraints.", &catalogue::long()),
        right("F/P-5", "Integers of 64 bits.", &catalogue::big_numbers()),
        flawed("F/F-1", Flaw::Object(ObjectFlaw::FormatOther)),
        flawed("F/F-2", Flaw::Packed(P::SignatureFlipped)),
        flawed("F/F-3", Flaw::Packed(P::CertificatesLeftOut)),
        flawed("F/F-4", Flaw::Packed(P::CertificatesText)),
        flawed("F/F-5", Flaw::Packed(P::CertificatesEmpty)),
        flawed("F/F-6", Flaw::Certificate(C::LeafExpired)),
        flawed("F/F-7", Flaw::Certificate(C::LeafNotYetValid)),
        flawed("F/F-8", Flaw::Certificate(C::LeafKeySecp256k1)),
        upper_intermediate_expired(),
        flawed("F/F-10", Flaw::Certificate(C::AnchorIncluded)),
        leaf_last(),
        flawed("F/F-12", Flaw::Certificate(C::IntermediateExpired)),
        flawed("F/F-13", Flaw::Packed(P::SignedByStranger)),
        flawed("F/F-14", Flaw::Packed(P::SignedByCredential)),
    ];
    cases.extend(itself());
    cases
}

fn itself() -> [Case; 4] {
    let itself = catalogue::surrogate_only();
    [
        Case::right("G/P-1", "Self attestation.", &itself),
        Case::flawed("G/F-1", Flaw::Packed(PackedFlaw::SignatureFlipped), &itself),
        Case::refused(
            "G/F-2",
            "attestation_type_not_in_metadata",
            "Certificates of a model that metadata know with self attestation only.",
            &catalogue::surrogate_only_full(),
            &itself,
        ),
        Case::flawed("G/F-3", Flaw::Object(ObjectFlaw::FormatOther), &itself),
    ]
}

fn upper_intermediate_expired() -> Case {
    let what = "The upper intermediate is out of date.";
    let make = draft(|draft| {
        let expired_ms = draft.now_ms.saturating_sub(DAY_MS);
        if let Statement::Packed(packed) = &mut draft.statement
            && let Some(chain) = &mut packed.chain
            && let Some(upper) = chain.ca.intermediates.last_mut()
        {
            upper.profile.not_after_ms = expired_ms;
        }
    });
    Case::registration("F/F-9", "cert_expired", what, &catalogue::long(), [make])
}

fn leaf_last() -> Case {
    let what = "The leaf is the last certificate.";
    let make = draft(|draft| {
        if let Statement::Packed(packed) = &mut draft.statement
            && let Some(chain) = &mut packed.chain
        {
            chain.order = Order::LeafLast;
        }
    });
    let expected = "attestation_signature_invalid";
    Case::registration("F/F-11", expected, what, &catalogue::full(), [make])
}
