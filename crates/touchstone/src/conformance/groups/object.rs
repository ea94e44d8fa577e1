//! Decides group D: the attestation object and the authenticator data.

use touchstone_simulator::webauthn::flaw::{AuthDataFlaw, ObjectFlaw, PackedFlaw};
use touchstone_simulator::webauthn::{Cbor, Flaw, Statement};

use crate::conformance::case::{Case, OK};
use crate::conformance::catalogue;
use crate::conformance::make::draft;

/// An algorithm that signs nothing.
const RSAES_OAEP_SHA512: i64 = -42;

pub(super) fn cases() -> Vec<Case> {
    let full = catalogue::full();
    let flawed = |id, flaw| Case::flawed(id, flaw, &full);
    use AuthDataFlaw as A;
    use ObjectFlaw as O;
    use PackedFlaw as P;
    vec![
        extensions(),
        flawed("D/F-1", Flaw::Object(O::NotMap)),
        flawed("D/F-2", Flaw::Object(O::FormatMissing)),
        flawed("D/F-3", Flaw::Object(O::FormatNumber)),
        flawed("D/F-4", Flaw::Object(O::StatementMissing)),
        flawed("D/F-5", Flaw::Object(O::StatementText)),
        flawed("D/F-6", Flaw::Object(O::AuthDataMissing)),
        flawed("D/F-7", Flaw::Object(O::AuthDataText)),
        flawed("D/F-8", Flaw::AuthData(A::Empty)),
        flawed("D/F-9", Flaw::AuthData(A::AttestedDataFlagClear)),
        flawed("D/F-10", Flaw::AuthData(A::NoAttestedData)),
        flawed("D/F-11", Flaw::AuthData(A::AttestedDataMissing)),
        flawed("D/F-12", Flaw::AuthData(A::TrailingByte)),
        flawed("D/F-13", Flaw::Packed(P::Empty)),
        flawed("D/F-14", Flaw::Packed(P::AlgorithmMissing)),
        flawed("D/F-15", Flaw::Packed(P::AlgorithmText)),
        algorithm_unknown(),
        flawed("D/F-17", Flaw::Packed(P::SignatureMissing)),
        flawed("D/F-18", Flaw::Packed(P::SignatureText)),
        flawed("D/F-19", Flaw::Packed(P::SignatureEmpty)),
    ]
}

fn extensions() -> Case {
    let what = "A packed registration with extension data.";
    let make = draft(|draft| {
        let level = (Cbor::Text("credProtect".to_owned()), Cbor::Integer(2));
        draft.auth_data.set_extensions(Cbor::Map(vec![level]));
    });
    Case::registration("D/P-1", OK, what, &catalogue::full(), [make])
}

fn algorithm_unknown() -> Case {
    let what = "`alg` is -42, which signs nothing.";
    let make = draft(|draft| {
        if let Statement::Packed(packed) = &mut draft.statement {
            packed.algorithm = Some(RSAES_OAEP_SHA512);
        }
    });
    let expected = "attestation_alg_unsupported";
    Case::registration("D/F-16", expected, what, &catalogue::full(), [make])
}
