//! T1 to T3: decides whether a statement is one that the relying party takes at all. These refuse in every mode.

use alloc::vec::Vec;

use super::super::statement::{CompoundRule, VerifiedStatement, VerifiedStatements};
use super::super::{Aaguid, AttestationType};
use super::{Error, TrustPolicy};

/// Judges a statement about the model `aaguid`, and each of its elements; gives the elements that are to be judged further.
/// Under `any` these are the ones that pass, so that what one element proves never stands for another; under `all`, and
/// for what is not compound, they are all.
pub fn gate<'s>(
    statement: &'s VerifiedStatements,
    aaguid: &Aaguid,
    policy: &TrustPolicy,
    rule: CompoundRule,
) -> Result<Vec<&'s VerifiedStatement>, Error> {
    // T1
    not_denied(aaguid, policy)?;
    // T2
    if !policy.aaguid_allow.is_empty() && !policy.aaguid_allow.contains(aaguid) {
        return Err(Error::AaguidNotAllowed);
    }
    let elements = statement.elements.iter().collect();
    let elements = passing(elements, rule, |element| proven(element, policy))?;
    // T3
    let attestation_type = statement.attestation_type;
    if !policy.accepted_types.contains(&attestation_type) {
        return Err(Error::TypeNotAllowed { attestation_type });
    }
    passing(elements, rule, |element| accepted(element, policy))
}

/// The elements that pass, when they are as many as the rule asks for: all, or one that is not `none`.
fn passing(
    elements: Vec<&VerifiedStatement>,
    rule: CompoundRule,
    check: impl Fn(&VerifiedStatement) -> Result<(), Error>,
) -> Result<Vec<&VerifiedStatement>, Error> {
    let (mut passing, mut failed) = (Vec::new(), None);
    for element in elements {
        match check(element) {
            Ok(()) => passing.push(element),
            Err(error) => {
                failed.get_or_insert(error);
            }
        }
    }
    let mut types = passing.iter().map(|element| element.attestation_type);
    let says_something = types.any(|of| of != AttestationType::None);
    match failed {
        Some(error) if rule == CompoundRule::All || !says_something => Err(error),
        _ => Ok(passing),
    }
}

/// T2: where a list wants a proof, somebody else than the credential's key vouches.
fn proven(element: &VerifiedStatement, policy: &TrustPolicy) -> Result<(), Error> {
    if policy.wants_proof() && !vouches(element) {
        Err(Error::AaguidUnproven { check: "T2" })
    } else {
        Ok(())
    }
}

/// T3: the type is one of those accepted.
fn accepted(element: &VerifiedStatement, policy: &TrustPolicy) -> Result<(), Error> {
    let attestation_type = element.attestation_type;
    let is_accepted = policy.accepted_types.contains(&attestation_type);
    if is_accepted && (vouches(element) || !policy.attestation_required) {
        Ok(())
    } else {
        Err(Error::TypeNotAllowed { attestation_type })
    }
}

fn vouches(element: &VerifiedStatement) -> bool {
    let of = element.attestation_type;
    of != AttestationType::None && of != AttestationType::SelfAttested
}

pub(super) fn not_denied(aaguid: &Aaguid, policy: &TrustPolicy) -> Result<(), Error> {
    if policy.aaguid_deny.contains(aaguid) {
        Err(Error::AaguidDenied)
    } else {
        Ok(())
    }
}
