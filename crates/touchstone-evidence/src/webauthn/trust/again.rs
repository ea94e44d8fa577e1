//! Decides whether a stored credential stays trusted when metadata, lists or settings have changed: T1, T7 and T12 (spec
//! webauthn.md section 4.5). Its dates, chain and anchor were judged when it registered.

use super::super::statement::VerifiedStatement;
use super::super::{Aaguid, AttestationType};
use super::gate::not_denied;
use super::judge::check_status;
use super::{AttestationMode, Error, Knowledge, TrustPolicy, anchors, chain, revocation};
use crate::Timestamp;

/// Judges again what was known of an element when its credential registered; its algorithm plays no part. In the mode
/// `disabled`, and without attestation, only T1 is judged.
pub fn judge_again(
    statement: &VerifiedStatement,
    aaguid: &Aaguid,
    knowledge: &Knowledge<'_>,
    policy: &TrustPolicy,
    now: Timestamp,
) -> Result<(), Error> {
    // T1
    not_denied(aaguid, policy)?;
    let is_judged = policy.mode != AttestationMode::Disabled;
    if !is_judged || statement.attestation_type == AttestationType::None {
        return Ok(());
    }
    let certificates = chain::read(&statement.x5c)?;
    // T7
    check_status(statement, &certificates, knowledge, policy, now)?;
    if certificates.is_empty() {
        return Ok(());
    }
    // T12: the anchor may be gone by now; then the last certificate's list cannot be checked.
    let known = anchors::known(knowledge);
    let anchor = anchors::end_of(&certificates, &known, policy.profile());
    let format = statement.format();
    revocation::check(&certificates, anchor, format, knowledge, policy, now).map(|_| ())
}
