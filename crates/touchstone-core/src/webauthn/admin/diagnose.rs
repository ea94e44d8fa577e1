//! Decides what would become of a registration without its session: the checks of client data, attestation object, statement and trust, with
//! every outcome and fact. Nothing is written (spec webauthn.md 6).

use serde_json::{Map, Value};
use touchstone_evidence::webauthn::Ceremony;
use touchstone_evidence::webauthn::client_data::ClientData;
use touchstone_evidence::webauthn::registration::{self, Verified};

use super::READ;
use super::relying_parties::stored_rp;
use crate::mobile::CheckLine;
use crate::ports::StoreError;
use crate::webauthn::asked::Asked;
use crate::webauthn::attestation::{self, Sent};
use crate::webauthn::case::Trail;
use crate::webauthn::rp::Rp;
use crate::webauthn::{CeremonyError, RpError, client_data};
use crate::{AdminCall, AdminError};

/// A registration without its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiagnosedRegistration {
    /// The relying party: its identifier or RP ID.
    pub rp: String,
    /// The attestation object as the client sent it.
    pub attestation_object: Vec<u8>,
    /// The client data as the client sent it.
    pub client_data: Vec<u8>,
}

/// What would become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Why it would be refused; `None` when it would be accepted.
    pub reason: Option<&'static str>,
    /// Every check that was made, in the order of a registration.
    pub checks: Vec<CheckLine>,
    /// What was proven.
    pub facts: Map<String, Value>,
}

/// Judges the registration as the relying party would. Takes the scope `webauthn:read`.
pub async fn diagnose(
    admin: &AdminCall<'_>,
    diagnosed: DiagnosedRegistration,
) -> Result<Diagnosis, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_rp(admin, tenant_id, &diagnosed.rp).await?;
    let webauthn = &admin.touchstone.webauthn;
    let rp = match webauthn.rp(stored.value.id, admin.call).await {
        Ok(rp) => rp.ok_or(AdminError::NotFound)?,
        Err(RpError::Store(error)) => return Err(error.into()),
        Err(RpError::Unreadable(_)) => return Err(corrupt("a stored relying party").into()),
    };
    let mut trail = Trail::default();
    let judged = judge(admin, &rp, &diagnosed, &mut trail);
    let reason = match judged {
        Err(reason) => Some(reason),
        Ok(verified) => {
            let trust = webauthn.judge_trust(&rp, &verified, &mut trail, admin.now());
            match trust.await {
                Ok(trust) => {
                    trail.fact("authenticator", trust.description);
                    trust.refused
                }
                Err(CeremonyError::Store(error)) => return Err(error.into()),
                Err(_) => return Err(corrupt("an attestation").into()),
            }
        }
    };
    Ok(Diagnosis {
        reason,
        checks: trail.checks,
        facts: trail.facts,
    })
}

/// What of a registration can be judged without its session: all but C7 and S1 to S4. One that fails in its client data shows the checks of
/// its attestation object too; the first failure is the reason, as it would be in a ceremony.
fn judge(
    admin: &AdminCall<'_>,
    rp: &Rp,
    diagnosed: &DiagnosedRegistration,
    trail: &mut Trail,
) -> Result<Verified, &'static str> {
    let padding = admin.touchstone.webauthn.profile(Some(rp)).padding();
    let read = ClientData::read(&diagnosed.client_data, Ceremony::Registration, padding);
    let failed = read.as_ref().err().map(|error| error.check());
    let read_checks: Vec<_> = client_data::read_checks().collect();
    trail.note_all(&read_checks, failed);
    let client_data = read.map_err(|error| error.reason())?;
    let judged = client_data::judge(rp, trail, &client_data);
    let sent_id = registration::credential_id(&diagnosed.attestation_object);
    let sent = Sent {
        // What cannot be read fails at its own check.
        credential_id: sent_id.as_deref().unwrap_or_default(),
        attestation_object: &diagnosed.attestation_object,
        client_data_hash: client_data.hash(),
    };
    let verified = attestation::verify(rp, &asked(rp), trail, &sent, admin.now());
    judged.and(verified)
}

/// What the relying party's options would ask for at least.
fn asked(rp: &Rp) -> Asked {
    let policy = rp.policy();
    Asked {
        user_verification: policy.user_verification.minimum,
        attestation: None,
        resident_key: None,
        algorithms: policy.algorithms.clone(),
        display_name: None,
        first_only: false,
        conditional: false,
        allowed: None,
        appid: None,
    }
}

const fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { what }
}
