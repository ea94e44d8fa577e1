//! Decides group J: TPMs.

use touchstone_simulator::webauthn::ca::Order;
use touchstone_simulator::webauthn::tpm::{ALG_SHA1, TpmFlaw};
use touchstone_simulator::webauthn::{Algorithm, Flaw, Statement};

use crate::conformance::case::{Case, OK};
use crate::conformance::catalogue;
use crate::conformance::make::draft;

pub(super) fn cases() -> Vec<Case> {
    let tpm = catalogue::tpm(Algorithm::Rs256);
    let flawed = |id, flaw| Case::flawed(id, Flaw::Tpm(flaw), &tpm);
    vec![
        Case::right("J/P-1", "A TPM with RS256.", &tpm),
        named_by_sha1("J/P-2", "A TPM with RS1, SHA-1 throughout.", Algorithm::Rs1),
        named_by_sha1(
            "J/P-3",
            "RS256, and the name is by SHA-1.",
            Algorithm::Rs256,
        ),
        Case::right(
            "J/P-4",
            "A TPM with ES256.",
            &catalogue::tpm(Algorithm::Es256),
        ),
        aik_last(),
        flawed("J/F-2", TpmFlaw::ExtraDataOther),
        flawed("J/F-3", TpmFlaw::MagicOther),
        flawed("J/F-4", TpmFlaw::UniqueOther),
    ]
}

fn named_by_sha1(id: &str, what: &str, algorithm: Algorithm) -> Case {
    let make = draft(|draft| {
        if let Statement::Tpm(tpm) = &mut draft.statement {
            tpm.name_alg = ALG_SHA1;
        }
    });
    Case::registration(id, OK, what, &catalogue::tpm(algorithm), [make])
}

/// With a key of the kind that the CA's is: another kind would be found before the signature.
fn aik_last() -> Case {
    let what = "The AIK certificate is the last one.";
    let make = draft(|draft| {
        if let Statement::Tpm(tpm) = &mut draft.statement {
            tpm.chain.order = Order::LeafLast;
        }
    });
    let tpm = catalogue::tpm(Algorithm::Es256);
    Case::registration("J/F-1", "attestation_signature_invalid", what, &tpm, [make])
}
