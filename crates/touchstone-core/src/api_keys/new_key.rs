//! Decides what a new key may be: who may make it, for which tenant, with which scopes and apps. A key never opens more than the key
//! that made it.

use std::collections::HashSet;

use super::ApiKeySecret;
use crate::ports::{ApiKey, KeyKind, RpKey};
use crate::words::is_line;
use crate::{
    AdminCall, AdminError, ApiKeyId, AppId, Issue, RpId, TenantId, Timestamp, nearest, scope,
};

const LABEL_CHARS_MAX: usize = 128;

/// What an administrator says of a new key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiKey {
    /// Its kind.
    pub kind: KeyKind,
    /// What its owner calls it: 1 to 128 characters.
    pub label: String,
    /// The apps it may use; `None` = all of the tenant. Only for kind `mobile`.
    pub app_ids: Option<Vec<AppId>>,
    /// The relying party it is bound to; `None` = all of the tenant. Only for kind `webauthn`.
    pub rp: Option<RpId>,
    /// What it may do; for kind `admin` at least one word, for other kinds none.
    pub scopes: Vec<String>,
    /// From this instant on it is refused.
    pub expires_at: Option<Timestamp>,
}

impl NewApiKey {
    /// The key as it will be stored, once everything about it is in order.
    pub(super) async fn checked(
        self,
        admin: &AdminCall<'_>,
        secret: &ApiKeySecret,
    ) -> Result<ApiKey, AdminError> {
        admin.require(scope::keys(self.kind))?;
        let tenant_id = self.tenant(admin).await?;
        let mut issues = self.issues(admin.now());
        if let (Some(app_ids), Some(tenant_id)) = (&self.app_ids, tenant_id) {
            issues.extend(unknown_apps(admin, tenant_id, app_ids).await?);
        }
        if let (Some(rp), Some(tenant_id)) = (self.rp, tenant_id) {
            issues.extend(unknown_rp(admin, tenant_id, rp).await?);
        }
        if !issues.is_empty() {
            return Err(AdminError::Invalid(issues));
        }
        Ok(ApiKey {
            id: ApiKeyId::new(admin.now(), &*admin.touchstone.world.random),
            tenant_id,
            kind: self.kind,
            sha256: secret.sha256(),
            prefix: secret.prefix(),
            label: self.label,
            app_ids: self.app_ids,
            scopes: self.scopes,
            created_at: admin.now(),
            expires_at: self.expires_at,
            revoked_at: None,
            revoked_reason: None,
            last_used_at: None,
            rp_id: self.rp,
        })
    }

    /// Only admin keys can be server-wide, and only when a server-wide key makes them.
    async fn tenant(&self, admin: &AdminCall<'_>) -> Result<Option<TenantId>, AdminError> {
        match self.kind {
            KeyKind::Admin => admin.tenant_if_any().await,
            _ => admin.tenant_id().await.map(Some),
        }
    }

    fn issues(&self, now: Timestamp) -> Vec<Issue> {
        let mut issues = Vec::new();
        let mut issue = |path: &str, message: &str| {
            issues.push(Issue {
                path: path.to_owned(),
                message: message.to_owned(),
            });
        };
        if !is_line(&self.label, LABEL_CHARS_MAX) {
            issue(
                "label",
                "must be 1 to 128 characters without control characters",
            );
        }
        if self.expires_at.is_some_and(|at| at <= now) {
            issue("expires_at", "must be in the future");
        }
        match (&self.app_ids, self.kind) {
            (None, _) => {}
            (Some(ids), KeyKind::Mobile) if ids.is_empty() => {
                issue(
                    "app_ids",
                    "must name an app; leave it out for all apps of the tenant",
                );
            }
            (Some(_), KeyKind::Mobile) => {}
            (Some(_), _) => issue("app_ids", "only keys of kind mobile can be limited to apps"),
        }
        if self.rp.is_some() && self.kind != KeyKind::Webauthn {
            issue(
                "rp",
                "only keys of kind webauthn can be bound to a relying party",
            );
        }
        issues.extend(scope_issues(self.kind, &self.scopes));
        issues
    }
}

fn scope_issues(kind: KeyKind, scopes: &[String]) -> Vec<Issue> {
    let whole = |message: &str| {
        vec![Issue {
            path: "scopes".to_owned(),
            message: message.to_owned(),
        }]
    };
    match (kind, scopes) {
        (KeyKind::Admin, []) => return whole("must name what the key may do, such as mobile:read"),
        (KeyKind::Admin, _) => {}
        (_, []) => return Vec::new(),
        (_, _) => return whole("only keys of kind admin have scopes"),
    }
    let mut issues = Vec::new();
    for (index, scope) in scopes.iter().enumerate() {
        let earlier = scopes.iter().take(index).any(|earlier| earlier == scope);
        let message = if earlier {
            "is named twice".to_owned()
        } else if scope::ALL.contains(&scope.as_str()) {
            continue;
        } else {
            match nearest(scope, scope::ALL) {
                Some(near) => format!("is no scope; did you mean {near}?"),
                None => "is no scope".to_owned(),
            }
        };
        issues.push(Issue {
            path: format!("scopes[{index}]"),
            message,
        });
    }
    issues
}

/// Apps must exist in the key's own tenant, each named once.
async fn unknown_apps(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    app_ids: &[AppId],
) -> Result<Vec<Issue>, AdminError> {
    let store = &admin.touchstone.world.store;
    let policy = store.mobile_policy(tenant_id).await?;
    let apple = policy.apple_apps.iter().map(|app| app.id);
    let android = policy.android_apps.iter().map(|app| app.id);
    let known: HashSet<AppId> = apple.chain(android).collect();
    let mut issues = Vec::new();
    for (index, id) in app_ids.iter().enumerate() {
        let message = if !known.contains(id) {
            "is no app of this tenant"
        } else if app_ids.iter().take(index).any(|earlier| earlier == id) {
            "is named twice"
        } else {
            continue;
        };
        issues.push(Issue {
            path: format!("app_ids[{index}]"),
            message: message.to_owned(),
        });
    }
    Ok(issues)
}

/// The relying party must exist in the key's own tenant; one of another sounds the same.
async fn unknown_rp(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    rp: RpId,
) -> Result<Option<Issue>, AdminError> {
    let store = &admin.touchstone.world.store;
    let found = store.find_webauthn_rp(&RpKey::Id(rp)).await?;
    let is_known = found.is_some_and(|found| found.value.tenant_id == tenant_id);
    Ok((!is_known).then(|| Issue {
        path: "rp".to_owned(),
        message: "is no relying party of this tenant".to_owned(),
    }))
}
