//! Decides whether an attestation object proves a new credential to a relying party (spec webauthn.md 4.2 and 4.3), and what of it the verdict
//! will show.

use touchstone_evidence::Timestamp;
use touchstone_evidence::digest::Sha256;
use touchstone_evidence::webauthn::registration::{self, Verified};

use super::asked::Asked;
use super::case::Trail;
use super::policy::UserVerification;
use super::rp::Rp;

/// What the client sent.
pub(super) struct Sent<'a> {
    pub(super) credential_id: &'a [u8],
    pub(super) attestation_object: &'a [u8],
    pub(super) client_data_hash: &'a Sha256,
}

/// Judges and notes A1 to A14, K1 to K4, F1, F2 and the statement's own checks; the reason when it does not.
pub(super) fn verify(
    rp: &Rp,
    asked: &Asked,
    trail: &mut Trail,
    sent: &Sent<'_>,
    now: Timestamp,
) -> Result<Verified, &'static str> {
    let policy = rp.policy();
    let expected = registration::Expected {
        rp_id: rp.rp_id(),
        credential_id: sent.credential_id,
        client_data_hash: sent.client_data_hash,
        user_presence_waived: asked.conditional && policy.allow_conditional_create,
        user_verification_required: asked.user_verification == UserVerification::Required,
        backup_eligible: policy.backup.eligible,
        algorithms: &asked.algorithms,
        statement: rp.statement_policy(),
    };
    match registration::verify(sent.attestation_object, &expected, now) {
        Ok(verified) => {
            let made = registration::checks(Some(verified.statement.setting));
            trail.note_all(&made, None);
            note(trail, &verified);
            Ok(verified)
        }
        Err(error) => {
            let made = registration::checks(error.setting());
            trail.note_all(&made, Some(error.check()));
            trail.format = error.setting().map(|setting| setting.format().name());
            trail.fact("error", error.to_string());
            Err(error.reason())
        }
    }
}

/// What the verdict log keeps of what was proven.
fn note(trail: &mut Trail, verified: &Verified) {
    trail.format = Some(verified.format().name());
    trail.fact("aaguid", verified.aaguid.to_string());
    trail.fact("attestation_type", verified.attestation_type().name());
    trail.fact("algorithm", verified.algorithm);
    trail.fact("sign_count", verified.sign_count);
    trail.fact("user_verified", verified.user_verified);
    trail.fact("backup_eligible", verified.backup_eligible);
    trail.fact("backup_state", verified.backup_state);
    let id = data_encoding::BASE64URL_NOPAD.encode(&verified.credential_id);
    trail.fact("credential_id", id);
    for refused in &verified.statement.refused {
        let note = format!("element {}: {}", refused.position, refused.reason);
        trail.note(refused.check, false, Some(note));
    }
}
