//! Decides who is asking and what it may do: the bearer of a live API key, or someone at the store's own files.

use crate::ports::{Actor, KeyKind};
use crate::{ApiKeyId, AppId, RpId, TenantId};

/// The scope that includes all others.
pub const SCOPE_ALL: &str = "*";

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who, for the audit log.
    pub actor: Actor,
    /// The kind of the key; `Admin` for [`Principal::local`].
    pub kind: KeyKind,
    /// The tenant it is bound to; `None` = server-wide.
    pub tenant_id: Option<TenantId>,
    /// The apps it may use, sorted; `None` = all of the tenant.
    pub app_ids: Option<Vec<AppId>>,
    /// The relying party it is bound to; only for kind `webauthn`, `None` = all of the tenant.
    pub rp_id: Option<RpId>,
    /// What it may do; only for kind `admin`.
    pub scopes: Vec<String>,
}

impl Principal {
    /// Someone who may read and write the store's files: nothing is denied.
    pub fn local() -> Self {
        Self {
            actor: Actor::Local,
            kind: KeyKind::Admin,
            tenant_id: None,
            app_ids: None,
            rp_id: None,
            scopes: vec![SCOPE_ALL.to_owned()],
        }
    }

    /// The API key, when it is one.
    pub fn api_key_id(&self) -> Option<ApiKeyId> {
        match self.actor {
            Actor::ApiKey(id) => Some(id),
            Actor::Local | Actor::Server => None,
        }
    }

    /// Whether this scope was given, by name or by `*`.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes
            .iter()
            .any(|given| given == scope || given == SCOPE_ALL)
    }

    /// Whether this app may be used.
    pub fn may_use(&self, app: AppId) -> bool {
        self.app_ids
            .as_ref()
            .is_none_or(|ids| ids.binary_search(&app).is_ok())
    }
}
