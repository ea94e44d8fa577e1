//! Decides how an API key looks: the key itself only in the answer that made it.

use serde::{Deserialize, Serialize};
use touchstone_core::api_keys::{Issued, NewApiKey};
use touchstone_core::ports::{ApiKey, KeyKind, Versioned};
use touchstone_core::{ApiKeyId, AppId, TenantId};

use crate::admin::Answer;
use crate::admin::request::Rfc3339;

/// What is said of a new key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewKeyBody {
    kind: KeyKind,
    label: String,
    #[serde(default)]
    app_ids: Option<Vec<AppId>>,
    #[serde(default)]
    scopes: Option<Vec<String>>,
    #[serde(default)]
    expires_at: Option<Rfc3339>,
}

impl From<NewKeyBody> for NewApiKey {
    fn from(body: NewKeyBody) -> Self {
        Self {
            kind: body.kind,
            label: body.label,
            app_ids: body.app_ids,
            rp: None,
            scopes: body.scopes.unwrap_or_default(),
            expires_at: body.expires_at.map(|Rfc3339(at)| at),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct KeyShape {
    id: ApiKeyId,
    tenant_id: Option<TenantId>,
    kind: KeyKind,
    prefix: String,
    label: String,
    app_ids: Option<Vec<AppId>>,
    scopes: Vec<String>,
    created_at: String,
    expires_at: Option<String>,
    revoked_at: Option<String>,
    revoked_reason: Option<String>,
    last_used_at: Option<String>,
}

impl From<ApiKey> for KeyShape {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id,
            tenant_id: key.tenant_id,
            kind: key.kind,
            prefix: key.prefix,
            label: key.label,
            app_ids: key.app_ids,
            scopes: key.scopes,
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
    rest: KeyShape,
}

/// 200 with the key's record and its entity tag.
pub(super) fn one(key: Versioned<ApiKey>) -> Answer {
    Answer::ok(&KeyShape::from(key.value)).tagged(key.version)
}

/// 201 with the key in the clear: this once.
pub(super) fn issued(issued: Issued) -> Answer {
    let (id, version) = (issued.key.value.id, issued.key.version);
    let rest = KeyShape::from(issued.key.value);
    let shape = IssuedShape {
        key: issued.secret.reveal(),
        rest,
    };
    Answer::created_with_secret(&id, &shape).tagged(version)
}
