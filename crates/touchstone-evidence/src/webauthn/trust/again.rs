//! Decides whether a stored credential stays trusted when metadata, lists or settings have changed: T1, T7 and T12 (spec
//! webauthn.md section 4.5). Its dates, chain and anchor were judged when it registered.

use super::super::statement::VerifiedStatement;
use super::super::{Aaguid, AttestationType, Format};
use super::gate::not_denied;
use super::judge::check_status;
use super::{AttestationMode, Error, Knowledge, TrustPolicy, anchors, chain, revocation};
use crate::Timestamp;
use crate::x509::{Certificate, Revocation};

/// How much is known of a statement against which nothing speaks. That nothing is known against it takes no trust away; only
/// what is known in its favour gives trust back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cleared {
    /// T7: the model has an entry whose reports were judged, or the policy asks nothing of reports.
    pub status: bool,
    /// T12: the status list, or a current list for each certificate that names one, was at hand; or the policy asks for none.
    pub revocation: bool,
}

impl Cleared {
    /// Everything that is asked for speaks for it.
    pub const ALL: Self = Self {
        status: true,
        revocation: true,
    };
    /// Nothing speaks for it.
    pub const NONE: Self = Self {
        status: false,
        revocation: false,
    };

    /// What is known of both of two statements.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            status: self.status && other.status,
            revocation: self.revocation && other.revocation,
        }
    }
}

/// Judges again what was known of an element when its credential registered; its algorithm plays no part. In the mode
/// `disabled`, which finds nothing out, and without attestation, of which nothing is asked, only T1 is judged. T7 is judged by an entry: without
/// one nothing has changed for the model.
pub fn judge_again(
    statement: &VerifiedStatement,
    aaguid: &Aaguid,
    knowledge: &Knowledge<'_>,
    policy: &TrustPolicy,
    now: Timestamp,
) -> Result<Cleared, Error> {
    // T1
    not_denied(aaguid, policy)?;
    if statement.attestation_type == AttestationType::None {
        return Ok(Cleared::ALL);
    }
    if policy.mode == AttestationMode::Disabled {
        return Ok(Cleared::NONE);
    }
    let certificates = chain::read(&statement.x5c)?;
    let revocation = judge_revocation(statement, &certificates, knowledge, policy, now);
    // T7 comes first, unless the key itself is known to be lost: that outlives what is said of
    // its model.
    if !matches!(revocation, Err(Error::CertRevoked { .. })) && knowledge.entry.is_some() {
        check_status(statement, &certificates, knowledge, policy, now)?;
    }
    let status = knowledge.entry.is_some() || !policy.status.asks_anything();
    let revocation = revocation?;
    Ok(Cleared { status, revocation })
}

/// T12; whether something is known in favour of every certificate.
fn judge_revocation(
    statement: &VerifiedStatement,
    certificates: &[Certificate<'_>],
    knowledge: &Knowledge<'_>,
    policy: &TrustPolicy,
    now: Timestamp,
) -> Result<bool, Error> {
    if certificates.is_empty() {
        // A chain that is not at hand says nothing.
        return Ok(statement.attestation_type == AttestationType::SelfAttested);
    }
    // The anchor may be gone by now; then the last certificate's list cannot be checked.
    let known = anchors::known(knowledge);
    let anchor = anchors::end_of(certificates, &known, policy.profile());
    let asked = match policy.revocation {
        // Of a model of which nothing is known, the registration asked no more (T4).
        Revocation::Hard if known.is_empty() => Revocation::Soft,
        asked => asked,
    };
    let format = statement.format();
    let unknown = revocation::check(certificates, anchor, format, knowledge, asked, now)?;
    Ok(match (asked, format) {
        (Revocation::Off, _) => true,
        (_, Format::AndroidKey) => knowledge.status_list.is_some(),
        _ => unknown.is_empty(),
    })
}
