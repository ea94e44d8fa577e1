//! Decides what it takes that a flaw has its reason, in flags: those of `touchstone webauthn rp set`, and those of the simulator itself.

use touchstone_simulator::webauthn::{Condition, Flaw};

use crate::simulate::setup::Needs;

/// What it takes beside the defaults.
pub(super) fn needs(flaw: Flaw) -> Needs {
    let of = |flags: &[&str]| Needs {
        policy: flags.iter().map(|flag| (*flag).to_owned()).collect(),
        settings: Vec::new(),
    };
    let enforced = "--set=attestation.mode=enforced";
    let format = flaw.format().unwrap_or("packed");
    let anchors = format!("--anchors={format}=ROOTS.pem");
    match flaw.condition() {
        None | Some(Condition::CounterAboveZero) => of(&[]),
        Some(Condition::UserVerificationRequired) => of(&["--user-verification=required"]),
        Some(Condition::CrossOriginAllowed) => of(&["--set=allow_cross_origin=true"]),
        Some(Condition::TokenBindingShape) => of(&["--set=token_binding_shape=true"]),
        Some(Condition::U2fZeroAaguid) => of(&["--set=u2f_zero_aaguid=true"]),
        Some(Condition::AndroidKeyMinimumTee) => of(&["--set=android_key.minimum_level=tee"]),
        Some(Condition::UsernameLess) => of(&["--username="]),
        Some(Condition::UsernameGiven) => of(&["--username=NAME"]),
        Some(Condition::Enforced) => of(&[enforced, &anchors]),
        Some(Condition::AnchorRefused) => {
            let refused = "--set=attestation.x5c_contains_anchor=refuse";
            of(&[enforced, &anchors, refused])
        }
        Some(Condition::Sha1Refused) => {
            let refused = "--set=attestation.sha1_certificates=refuse";
            of(&[enforced, &anchors, refused])
        }
    }
}
