//! Decides how walks over stored credentials are read, what they judge, and how a change of trust is kept.

use touchstone_core::ports::{
    ChangedModels, CredentialEvidence, PageRequest, Reevaluation, StoreError, ToJudge, TrustRecord,
    WebauthnCredential,
};
use touchstone_core::{ReevaluationId, TenantId};

use super::{
    Fields, ListQuery, Row, certificates, corrupt, credential_state, positions,
    webauthn_credential, webauthn_credential_columns,
};

macro_rules! reevaluation_columns {
    () => {
        "id, tenant_id, cause, only_json, created_at, finished_at, after_ext_id, judged, changed"
    };
}
pub(crate) use reevaluation_columns;

pub(crate) const INSERT_REEVALUATION: &str = concat!(
    "INSERT INTO webauthn_reevaluations (",
    reevaluation_columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
);

/// The walks `w` that a node may go on with at `$2`, who waits longest first. Of one tenant's walks with one cause a later one waits for the
/// earlier, or asking again and again would take the turns of others.
macro_rules! free_reevaluations {
    () => {
        "FROM webauthn_reevaluations w WHERE finished_at IS NULL \
         AND (leased_until IS NULL OR leased_until <= $2) \
         AND NOT EXISTS (SELECT 1 FROM webauthn_reevaluations e WHERE e.finished_at IS NULL \
         AND e.cause = w.cause AND e.tenant_id IS NOT DISTINCT FROM w.tenant_id AND e.id < w.id) \
         ORDER BY COALESCE(leased_until, created_at), id LIMIT 1"
    };
}
pub(crate) use free_reevaluations;

/// The walk of tenant `$1` and cause `$2` that no node has begun.
macro_rules! waiting_reevaluation {
    () => {
        concat!(
            "SELECT ",
            reevaluation_columns!(),
            " FROM webauthn_reevaluations WHERE finished_at IS NULL AND leased_until IS NULL \
              AND tenant_id IS NOT DISTINCT FROM $1 AND cause = $2 ORDER BY id DESC LIMIT 1"
        )
    };
}
pub(crate) use waiting_reevaluation;

/// What walk `$2` is about: `$1`.
pub(crate) const WIDEN_REEVALUATION: &str =
    "UPDATE webauthn_reevaluations SET only_json = $1 WHERE id = $2";

/// How far walk `$6` is, let go at `$5`. It never goes back: a node that lost its hold on it may come late.
pub(crate) const NOTE_REEVALUATION: &str = "\
    UPDATE webauthn_reevaluations SET after_ext_id = $1, judged = $2, changed = $3, \
    finished_at = $4, leased_until = $5 WHERE id = $6 AND finished_at IS NULL \
    AND (after_ext_id IS NULL OR after_ext_id <= $1)";

/// Of the finished walks of tenant `$1` and cause `$2` the newest `$3` stay.
pub(crate) const PRUNE_REEVALUATIONS: &str = "\
    DELETE FROM webauthn_reevaluations WHERE id IN (SELECT id FROM webauthn_reevaluations \
    WHERE tenant_id IS NOT DISTINCT FROM $1 AND cause = $2 AND finished_at IS NOT NULL \
    ORDER BY id DESC LIMIT 1000 OFFSET $3)";

/// The walks of cause `$1`, at most `$2`.
pub(crate) const NEWEST_REEVALUATIONS: &str = concat!(
    "SELECT ",
    reevaluation_columns!(),
    " FROM webauthn_reevaluations WHERE cause = $1 ORDER BY id DESC LIMIT $2"
);

/// Gives credential `$4` of tenant `$3` the trust `$1` and the state `$2` if it has the trust `$5` and the state `$6`.
pub(crate) const CHANGE_TRUST: &str = "\
    UPDATE webauthn_credentials SET trust = $1, state = $2 \
    WHERE tenant_id = $3 AND ext_id = $4 AND trust = $5 AND state = $6";

pub(crate) const INSERT_TRUST_RECORD: &str = "\
    INSERT INTO webauthn_trust_history (ext_id, at, from_trust, to_trust, cause, state) \
    VALUES ($1, $2, $3, $4, $5, $6)";

pub(crate) fn reevaluation(row: &dyn Row) -> Result<Reevaluation, StoreError> {
    let mut fields = Fields::new(row);
    Ok(Reevaluation {
        id: fields.parsed("webauthn_reevaluations.id")?,
        tenant_id: fields.optional_parsed("webauthn_reevaluations.tenant_id")?,
        cause: fields.text("webauthn_reevaluations.cause")?,
        only: fields
            .optional_text("webauthn_reevaluations.only_json")?
            .map(|json| serde_json::from_str(&json).map_err(|_| unreadable_models()))
            .transpose()?,
        created_at: fields.time("webauthn_reevaluations.created_at")?,
        finished_at: fields.optional_time("webauthn_reevaluations.finished_at")?,
        after: fields.optional_parsed("webauthn_reevaluations.after_ext_id")?,
        judged: fields.number("webauthn_reevaluations.judged")?,
        changed: fields.number("webauthn_reevaluations.changed")?,
    })
}

const fn unreadable_models() -> StoreError {
    corrupt("webauthn_reevaluations.only_json")
}

/// What a walk that waits is about when another change leads to it too.
pub(crate) fn widened(waiting: Reevaluation, other: Option<ChangedModels>) -> Reevaluation {
    let only = match (waiting.only, other) {
        (Some(models), Some(other)) => models.joined(other),
        _ => None,
    };
    Reevaluation { only, ..waiting }
}

/// The models as a column.
pub(crate) fn models_json(only: Option<&ChangedModels>) -> Result<Option<String>, StoreError> {
    only.map(|models| serde_json::to_string(models).map_err(|_| unreadable_models()))
        .transpose()
}

pub(crate) fn reevaluations(
    tenant_id: Option<TenantId>,
    page: &PageRequest<ReevaluationId>,
) -> ListQuery {
    ListQuery::new(concat!(
        "SELECT ",
        reevaluation_columns!(),
        " FROM webauthn_reevaluations"
    ))
    .only("tenant_id =", tenant_id.map(|id| id.to_string()))
    .only("id <", page.after.map(|id| id.to_string()))
    .page("id DESC", page.limit)
}

/// The credentials that the walk judges next. `is_of_models` is the condition that the hexadecimal words of the JSON array `$1` name
/// AAGUID or key id.
pub(crate) fn credentials_to_judge(
    walk: &Reevaluation,
    is_of_models: &'static str,
    limit: u32,
) -> ListQuery {
    let query = ListQuery::new(concat!(
        "SELECT ",
        webauthn_credential_columns!(),
        ", (SELECT x5c FROM webauthn_evidence e WHERE e.ext_id = webauthn_credentials.ext_id), \
         (SELECT elements FROM webauthn_evidence e WHERE e.ext_id = webauthn_credentials.ext_id) \
         FROM webauthn_credentials"
    ));
    let query = match &walk.only {
        Some(models) if models.status_list.is_some() => {
            query.condition("format IN ('android-key', 'compound')")
        }
        Some(models) => query.about(hex_words(models).into(), is_of_models),
        None => query,
    };
    query
        .only("tenant_id =", walk.tenant_id.map(|id| id.to_string()))
        .only("ext_id >", walk.after.map(|id| id.to_string()))
        .first("ext_id", limit)
}

/// AAGUIDs and key ids in lower-case hexadecimal; their lengths tell them apart.
fn hex_words(models: &ChangedModels) -> String {
    let aaguids = models.aaguids.iter().map(|aaguid| hex(aaguid));
    let key_ids = models.key_ids.iter().map(|key_id| hex(key_id));
    serde_json::Value::from_iter(aaguids.chain(key_ids)).to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads what [`credentials_to_judge`] asks for.
pub(crate) fn credential_to_judge(row: &dyn Row) -> Result<ToJudge, StoreError> {
    // The identifier is the first column.
    let ext_id = Fields::new(row).parsed("webauthn_credentials.ext_id")?;
    Ok((ext_id, with_evidence(row)))
}

fn with_evidence(row: &dyn Row) -> Result<(WebauthnCredential, CredentialEvidence), StoreError> {
    let mut fields = Fields::new(row);
    let credential = webauthn_credential(&mut fields)?;
    let x5c = fields.optional_blob("webauthn_evidence.x5c")?;
    let elements = fields.optional_text("webauthn_evidence.elements")?;
    let evidence = CredentialEvidence {
        attestation_object: Vec::new(),
        client_data: Vec::new(),
        x5c: certificates(&x5c.unwrap_or_default())?,
        elements: elements.map_or(Ok(Vec::new()), |json| positions(&json))?,
    };
    Ok((credential, evidence))
}

/// Reads `at, from_trust, to_trust, cause, state`.
pub(crate) fn trust_record(row: &dyn Row) -> Result<TrustRecord, StoreError> {
    let mut fields = Fields::new(row);
    Ok(TrustRecord {
        at: fields.time("webauthn_trust_history.at")?,
        from: fields.text("webauthn_trust_history.from_trust")?,
        to: fields.text("webauthn_trust_history.to_trust")?,
        cause: fields.text("webauthn_trust_history.cause")?,
        state: credential_state(&mut fields)?,
    })
}
