//! Decides how a SecToken looks: the key itself only in the answer that made it.

use serde::Serialize;
use touchstone_core::api_keys::Issued;
use touchstone_core::ports::{ApiKey, Versioned};
use touchstone_core::{ApiKeyId, RpId, TenantId};

use crate::admin::Answer;

#[derive(Debug, Serialize)]
pub(super) struct SecTokenShape {
    id: ApiKeyId,
    tenant_id: Option<TenantId>,
    prefix: String,
    label: String,
    rp: Option<RpId>,
    created_at: String,
    expires_at: Option<String>,
    revoked_at: Option<String>,
    revoked_reason: Option<String>,
    last_used_at: Option<String>,
}

impl From<ApiKey> for SecTokenShape {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id,
            tenant_id: key.tenant_id,
            prefix: key.prefix,
            label: key.label,
            rp: key.rp_id,
            created_at: key.created_at.to_string(),
            expires_at: key.expires_at.map(|at| at.to_string()),
            revoked_at: key.revoked_at.map(|at| at.to_string()),
            revoked_reason: key.revoked_reason,
            last_used_at: key.last_used_at.map(|at| at.to_string()),
        }
    }
}

/// Not `Debug`: it holds the key in the clear.
#[derive(Serialize)]
struct IssuedShape<'a> {
    key: &'a str,
    #[serde(flatten)]
    rest: SecTokenShape,
}

/// 200 with the record and its entity tag.
pub(super) fn one(key: Versioned<ApiKey>) -> Answer {
    Answer::ok(&SecTokenShape::from(key.value)).tagged(key.version)
}

/// 201 with the key in the clear: this once.
pub(super) fn issued(issued: Issued) -> Answer {
    let (id, version) = (issued.key.value.id, issued.key.version);
    let shape = IssuedShape {
        key: issued.secret.reveal(),
        rest: SecTokenShape::from(issued.key.value),
    };
    Answer::created_with_secret(&id, &shape).tagged(version)
}
