//! Decides how credentials are written in PostgreSQL, with the evidence of their registration: each step one statement for all.

use deadpool_postgres::Transaction;
use tokio_postgres::{Client, Error, GenericClient, Row, Statement};
use touchstone_core::CredentialExtId;
use touchstone_core::ports::{CredentialEvidence, StoreError, WebauthnCredential};

use super::fault::Fault;
use crate::rows::{
    certificates_blob, positions_json, webauthn_credential_columns, without_nul, words_json,
};

/// Inserts credentials whose user and relying party exist; answers with the `ext_id` of each. Where the number of active ones that the
/// user may have there is named, it is kept, and a disabled user gets none.
pub(super) const INSERT_CREDENTIALS: &str = concat!(
    "INSERT INTO webauthn_credentials (",
    webauthn_credential_columns!(),
    ") SELECT n.ext_id, n.tenant_id, n.rp, n.user_ext_id, n.credential_id, n.public_key, \
             n.algorithm, n.sign_count, n.counter_anomaly_at, n.uv_initialized, \
             n.backup_eligible, n.backup_state, n.transports, n.attachment, n.aaguid, \
             n.certificate_key_id, n.format, n.attestation_type, n.authenticator, n.resident_key, \
             n.asked_attestation, n.asked_resident_key, n.asked_user_verification, \
             n.user_friendly_name, n.user_agent, n.last_user_agent, n.state, n.trust, \
             n.created_at, n.last_used_at, n.verdict_id \
     FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[], \
             $7::bigint[], $8::bigint[], $9::bigint[], $10::boolean[], $11::boolean[], \
             $12::boolean[], $13::text[], $14::text[], $15::bytea[], $16::bytea[], $17::text[], \
             $18::text[], $19::text[], $20::boolean[], $21::text[], $22::text[], $23::text[], \
             $24::text[], $25::text[], $26::text[], $27::text[], $28::text[], $29::bigint[], \
             $30::bigint[], $31::text[], $32::bigint[], $33::boolean[]) AS n (",
    webauthn_credential_columns!(),
    ", max_per_user, first_only) \
     JOIN webauthn_users w ON w.tenant_id = n.tenant_id AND w.ext_id = n.user_ext_id \
     JOIN webauthn_rps r ON r.tenant_id = n.tenant_id AND r.id = n.rp \
     WHERE n.max_per_user IS NULL OR (w.state <> 'disabled' \
     AND n.max_per_user > (SELECT COUNT(*) FROM webauthn_credentials c \
     WHERE c.tenant_id = n.tenant_id AND c.user_ext_id = n.user_ext_id AND c.rp = n.rp \
     AND c.state = 'active') AND NOT (n.first_only AND EXISTS (SELECT 1 \
     FROM webauthn_credentials c WHERE c.tenant_id = n.tenant_id \
     AND c.user_ext_id = n.user_ext_id))) \
     ORDER BY n.rp, n.credential_id ON CONFLICT DO NOTHING \
     RETURNING ext_id"
);

/// A credential, how many active ones its user may have at the relying party, and whether it must be the user's first; `None` where the caller
/// sees to that.
pub(super) type New<'c> = (&'c WebauthnCredential, Option<(u64, bool)>);

/// Runs [`INSERT_CREDENTIALS`]; of those that were inserted the `ext_id`.
pub(super) async fn insert_credentials(
    client: &impl GenericClient,
    statement: &Statement,
    new: &[New<'_>],
) -> Result<Vec<Row>, Error> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    macro_rules! column {
        (|$c:ident| $value:expr) => {
            new.iter().map(|($c, _)| $value).collect::<Vec<_>>()
        };
    }
    macro_rules! device_text {
        ($text:ident) => {
            column!(|c| c
                .$text
                .as_deref()
                .map(|text| without_nul(text).into_owned()))
        };
    }
    let max_per_user: Vec<Option<i64>> = new
        .iter()
        .map(|(_, rule)| rule.map(|(max, _)| i64::try_from(max).unwrap_or(i64::MAX)))
        .collect();
    let first_only: Vec<bool> = new
        .iter()
        .map(|(_, rule)| rule.is_some_and(|(_, first_only)| first_only))
        .collect();
    client
        .query(
            statement,
            &[
                &column!(|c| c.ext_id.to_string()),
                &column!(|c| c.tenant_id.to_string()),
                &column!(|c| c.rp.to_string()),
                &column!(|c| c.user_ext_id.as_str()),
                &column!(|c| c.credential_id.as_slice()),
                &column!(|c| c.public_key.as_slice()),
                &column!(|c| c.algorithm),
                &column!(|c| i64::from(c.sign_count)),
                &column!(|c| c.counter_anomaly_at.map(|at| at.unix_ms())),
                &column!(|c| c.uv_initialized),
                &column!(|c| c.backup_eligible),
                &column!(|c| c.backup_state),
                &column!(|c| words_json(&c.transports)),
                &device_text!(attachment),
                &column!(|c| c.aaguid.as_slice()),
                &column!(|c| c.certificate_key_id.as_ref().map(|id| id.as_slice())),
                &column!(|c| c.format.as_str()),
                &column!(|c| c.attestation_type.as_str()),
                &column!(|c| without_nul(&c.authenticator).into_owned()),
                &column!(|c| c.resident_key),
                &column!(|c| c.asked.attestation.as_str()),
                &column!(|c| c.asked.resident_key.as_str()),
                &column!(|c| c.asked.user_verification.as_str()),
                &device_text!(user_friendly_name),
                &device_text!(user_agent),
                &device_text!(last_user_agent),
                &column!(|c| c.state.as_str()),
                &column!(|c| c.trust.as_str()),
                &column!(|c| c.created_at.unix_ms()),
                &column!(|c| c.last_used_at.map(|at| at.unix_ms())),
                &column!(|c| c.verdict_id.map(|id| id.to_string())),
                &max_per_user,
                &first_only,
            ],
        )
        .await
}

/// Inserts a credential whose user and relying party are locked; false when its id is taken at the relying party, or its `ext_id` on the
/// server.
pub(super) async fn insert(
    transaction: &Transaction<'_>,
    credential: &WebauthnCredential,
) -> Result<bool, Fault> {
    let statement = transaction.prepare_cached(INSERT_CREDENTIALS).await?;
    let new = [(credential, None)];
    let inserted = insert_credentials(&**transaction, &statement, &new).await?;
    Ok(!inserted.is_empty())
}

/// Evidence of credentials that are stored; of others it is left out.
pub(super) const INSERT_EVIDENCE: &str = "\
    INSERT INTO webauthn_evidence (ext_id, x5c, elements, attestation_object, client_data) \
    SELECT n.ext_id, n.x5c, n.elements, n.attestation_object, n.client_data \
    FROM UNNEST($1::text[], $2::bytea[], $3::text[], $4::bytea[], $5::bytea[]) \
    AS n (ext_id, x5c, elements, attestation_object, client_data) \
    WHERE EXISTS (SELECT 1 FROM webauthn_credentials c WHERE c.ext_id = n.ext_id)";

/// Runs [`INSERT_EVIDENCE`].
pub(super) async fn insert_evidence(
    client: &Client,
    statement: &Statement,
    new: &[(CredentialExtId, &CredentialEvidence)],
) -> Result<(), Fault> {
    if new.is_empty() {
        return Ok(());
    }
    let ext_ids: Vec<String> = new.iter().map(|(id, _)| id.to_string()).collect();
    let x5c: Result<Vec<Vec<u8>>, StoreError> = new
        .iter()
        .map(|(_, evidence)| certificates_blob(&evidence.x5c))
        .collect();
    let elements: Vec<String> = new
        .iter()
        .map(|(_, evidence)| positions_json(&evidence.elements))
        .collect();
    let objects: Vec<&[u8]> = new
        .iter()
        .map(|(_, evidence)| evidence.attestation_object.as_slice())
        .collect();
    let client_data: Vec<&[u8]> = new
        .iter()
        .map(|(_, evidence)| evidence.client_data.as_slice())
        .collect();
    client
        .execute(
            statement,
            &[&ext_ids, &x5c?, &elements, &objects, &client_data],
        )
        .await?;
    Ok(())
}
