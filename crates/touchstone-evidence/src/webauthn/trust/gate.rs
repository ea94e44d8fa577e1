//! T1 to T3: decides whether a statement is one that the relying party takes at all. These refuse in every mode.

use super::super::statement::VerifiedStatements;
use super::super::{Aaguid, AttestationType};
use super::{Error, TrustPolicy};

/// Judges a whole statement about the model `aaguid`.
pub fn gate(
    statement: &VerifiedStatements,
    aaguid: &Aaguid,
    policy: &TrustPolicy,
) -> Result<(), Error> {
    // T1
    not_denied(aaguid, policy)?;
    // T2
    let vouches = statement.elements.iter().any(|element| {
        let of = element.attestation_type;
        of != AttestationType::None && of != AttestationType::SelfAttested
    });
    if !policy.aaguid_allow.is_empty() {
        if !policy.aaguid_allow.contains(aaguid) {
            return Err(Error::AaguidNotAllowed);
        }
        if policy.require_proof && !vouches {
            return Err(Error::AaguidUnproven { check: "T2" });
        }
    }
    // T3
    let attestation_type = statement.attestation_type;
    let is_accepted = policy.accepted_types.contains(&attestation_type);
    if is_accepted && (vouches || !policy.attestation_required) {
        Ok(())
    } else {
        Err(Error::TypeNotAllowed { attestation_type })
    }
}

pub(super) fn not_denied(aaguid: &Aaguid, policy: &TrustPolicy) -> Result<(), Error> {
    if policy.aaguid_deny.contains(aaguid) {
        Err(Error::AaguidDenied)
    } else {
        Ok(())
    }
}
