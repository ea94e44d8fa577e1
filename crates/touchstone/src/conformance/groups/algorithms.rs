//! Decides group E: self attestation with each algorithm of the profile.

use touchstone_simulator::webauthn::Algorithm;

use crate::conformance::case::Case;
use crate::conformance::catalogue;

pub(super) fn cases() -> Vec<Case> {
    [
        (1, "ES256K", Algorithm::Es256k),
        (2, "PS256", Algorithm::Ps256),
        (3, "PS384", Algorithm::Ps384),
        (4, "PS512", Algorithm::Ps512),
        (5, "RS256", Algorithm::Rs256),
        (6, "RS384", Algorithm::Rs384),
        (7, "RS512", Algorithm::Rs512),
        (8, "RS1", Algorithm::Rs1),
        (9, "ES256", Algorithm::Es256),
        (10, "ES384", Algorithm::Es384),
        (11, "ES512", Algorithm::Es512),
        (12, "Ed25519", Algorithm::EdDsa),
    ]
    .map(|(number, name, algorithm)| {
        let what = format!("Self attestation with {name}.");
        let model = catalogue::itself().with_key(algorithm);
        Case::right(&format!("E/P-{number}"), &what, &model)
    })
    .into()
}
