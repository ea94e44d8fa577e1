//! Decides what an Apple app is to administrators, and what it may be called.

use crate::admin_write::Words;
use crate::mobile::admin::APPS_PER_TENANT_MAX;
use crate::mobile::{AppleAppPolicy, ReceiptRefresh};
use crate::ports::{AppleApp, Sealed, StoreError, Versioned};
use crate::{AdminError, AppId, Issue, TenantId, Timestamp};

const TEAM_ID_CHARS: usize = 10;
const BUNDLE_ID_CHARS_MAX: usize = 155;

pub(super) const WORDS: Words = Words {
    taken: "this App ID is registered in the tenant already",
    full: ("Apple apps in the tenant", APPS_PER_TENANT_MAX),
    in_use: "device keys are registered for the app; force=true removes them with it",
    ..Words::NONE
};

/// What an administrator sets of an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppleAppFields {
    /// What its evidence is compared with.
    pub policy: AppleAppPolicy,
    /// A disabled app is as one that is not registered.
    pub enabled: bool,
}

/// A registered app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredAppleApp {
    /// Its identifier.
    pub id: AppId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The App ID: `TEAMID.bundle.id`.
    pub apple_app_id: String,
    /// What can be changed.
    pub fields: AppleAppFields,
    /// The team's sealed DeviceCheck key.
    pub devicecheck_key: Option<Sealed>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

impl RegisteredAppleApp {
    pub(super) fn read(stored: Versioned<AppleApp>) -> Result<Versioned<Self>, StoreError> {
        let app = stored.value;
        let policy = serde_json::from_str(&app.policy).map_err(|_| StoreError::Corrupt {
            what: "apple app policy",
        })?;
        let value = Self {
            id: app.id,
            tenant_id: app.tenant_id,
            apple_app_id: app.apple_app_id,
            fields: AppleAppFields {
                policy,
                enabled: app.enabled,
            },
            devicecheck_key: app.devicecheck_key,
            created_at: app.created_at,
            updated_at: app.updated_at,
        };
        Ok(Versioned {
            value,
            version: stored.version,
        })
    }

    pub(super) fn to_stored(&self) -> Result<AppleApp, StoreError> {
        let policy = serde_json::to_string(&self.fields.policy)
            .map_err(|error| StoreError::Failed(Box::new(error)))?;
        Ok(AppleApp {
            id: self.id,
            tenant_id: self.tenant_id,
            apple_app_id: self.apple_app_id.clone(),
            policy,
            devicecheck_key: self.devicecheck_key.clone(),
            refreshes_receipts: self.fields.policy.receipt_refresh == ReceiptRefresh::Daily
                && self.devicecheck_key.is_some(),
            enabled: self.fields.enabled,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }

    pub(super) fn check(&self) -> Result<(), AdminError> {
        let mut issues = self.fields.policy.issues();
        if !is_app_id(&self.apple_app_id) {
            issues.push(Issue {
                path: "apple_app_id".to_owned(),
                message: "must be the team identifier (10 of A-Z and 0-9), a dot and the bundle identifier (1 to 155 of A-Z, a-z, 0-9, dot and hyphen)".to_owned(),
            });
        }
        if issues.is_empty() {
            Ok(())
        } else {
            Err(AdminError::Invalid(issues))
        }
    }
}

/// `[A-Z0-9]{10}\.[A-Za-z0-9.-]{1,155}`.
fn is_app_id(text: &str) -> bool {
    let Some((team, bundle)) = text.split_once('.') else {
        return false;
    };
    team.len() == TEAM_ID_CHARS
        && team
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && (1..=BUNDLE_ID_CHARS_MAX).contains(&bundle.len())
        && bundle
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::is_app_id;

    #[test]
    fn an_app_id_is_team_dot_bundle() {
        let longest = format!("TESTTEAM01.{}", "a".repeat(155));
        for text in [
            "TESTTEAM01.com.example.app",
            "0123456789.a",
            "TESTTEAM01.a-b.C",
            &longest,
        ] {
            assert!(is_app_id(text), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let too_long = format!("TESTTEAM01.{}", "a".repeat(156));
        let bad = [
            "",
            "com.example.app",
            "TESTTEAM01",
            "TESTTEAM01.",
            "TESTTEAM1.com.example.app",
            "TESTTEAM012.com.example.app",
            "testteam01.com.example.app",
            "TESTTEAM01.com.example_app",
            "TESTTEAM01.com.example.*",
            "TESTTEAM01.com.exämple",
            " TESTTEAM01.com.example.app",
            &too_long,
        ];
        for text in bad {
            assert!(!is_app_id(text), "{text}");
        }
    }
}
