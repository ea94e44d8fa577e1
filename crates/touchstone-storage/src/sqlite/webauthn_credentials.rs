//! Decides how a credential is written in SQLite, with the evidence of its registration.

use rusqlite::{Connection, params};
use touchstone_core::CredentialExtId;
use touchstone_core::ports::{CredentialEvidence, WebauthnCredential};

use super::fault::Fault;
use super::read::execute;
use crate::rows::{
    certificates_blob, positions_json, webauthn_credential_columns, without_nul, words_json,
};

/// Inserts the credential; false when its id is taken at the relying party, or its `ext_id` on the server.
pub(super) fn insert(
    connection: &Connection,
    credential: &WebauthnCredential,
) -> Result<bool, Fault> {
    let inserted = execute(
        connection,
        concat!(
            "INSERT INTO webauthn_credentials (",
            webauthn_credential_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
             $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31) \
             ON CONFLICT DO NOTHING"
        ),
        params![
            credential.ext_id.to_string(),
            credential.tenant_id.to_string(),
            credential.rp.to_string(),
            credential.user_ext_id,
            credential.credential_id,
            credential.public_key,
            credential.algorithm,
            credential.sign_count,
            credential.counter_anomaly_at.map(|at| at.unix_ms()),
            credential.uv_initialized,
            credential.backup_eligible,
            credential.backup_state,
            words_json(&credential.transports),
            credential.attachment.as_deref().map(without_nul),
            credential.aaguid,
            credential.certificate_key_id,
            credential.format,
            credential.attestation_type,
            without_nul(&credential.authenticator),
            credential.resident_key,
            credential.asked.attestation,
            credential.asked.resident_key,
            credential.asked.user_verification,
            credential.user_friendly_name.as_deref().map(without_nul),
            credential.user_agent.as_deref().map(without_nul),
            credential.last_user_agent.as_deref().map(without_nul),
            credential.state.as_str(),
            credential.trust,
            credential.created_at.unix_ms(),
            credential.last_used_at.map(|at| at.unix_ms()),
            credential.verdict_id.map(|id| id.to_string()),
        ],
    )?;
    Ok(inserted == 1)
}

/// Inserts what a credential was registered with.
pub(super) fn insert_evidence(
    connection: &Connection,
    ext_id: CredentialExtId,
    evidence: &CredentialEvidence,
) -> Result<(), Fault> {
    execute(
        connection,
        "INSERT INTO webauthn_evidence (ext_id, x5c, elements, attestation_object, client_data) \
         VALUES ($1, $2, $3, $4, $5)",
        params![
            ext_id.to_string(),
            certificates_blob(&evidence.x5c)?,
            positions_json(&evidence.elements),
            evidence.attestation_object,
            evidence.client_data,
        ],
    )?;
    Ok(())
}
