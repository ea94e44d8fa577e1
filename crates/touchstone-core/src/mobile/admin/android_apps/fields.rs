//! Decides what an Android app is to administrators, and what it may be called.

use touchstone_evidence::mobile_token::is_package_name;

use crate::admin_write::Words;
use crate::mobile::admin::APPS_PER_TENANT_MAX;
use crate::mobile::{AndroidAppPolicy, AndroidService};
use crate::ports::{AndroidApp, PlayKeys, Sealed, StoreError, Versioned};
use crate::{AdminCall, AdminError, AppId, Issue, TenantId, Timestamp};

pub(super) const WORDS: Words = Words {
    taken: "this package is registered in the tenant already",
    full: ("Android apps in the tenant", APPS_PER_TENANT_MAX),
    in_use: "device keys are registered for the app; force=true removes them with it",
    ..Words::NONE
};

/// What an administrator sets of an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AndroidAppFields {
    /// What its evidence is compared with.
    pub policy: AndroidAppPolicy,
    /// A disabled app is as one that is not registered.
    pub enabled: bool,
}

/// A registered app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredAndroidApp {
    /// Its identifier.
    pub id: AppId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The package name.
    pub package_name: String,
    /// What can be changed.
    pub fields: AndroidAppFields,
    /// The keys that open classic Play tokens on this server.
    pub play_keys: Option<PlayKeys>,
    /// The sealed service account.
    pub service_account: Option<Sealed>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

impl RegisteredAndroidApp {
    pub(super) fn read(stored: Versioned<AndroidApp>) -> Result<Versioned<Self>, StoreError> {
        let app = stored.value;
        let policy = serde_json::from_str(&app.policy).map_err(|_| StoreError::Corrupt {
            what: "android app policy",
        })?;
        let value = Self {
            id: app.id,
            tenant_id: app.tenant_id,
            package_name: app.package_name,
            fields: AndroidAppFields {
                policy,
                enabled: app.enabled,
            },
            play_keys: app.play_keys,
            service_account: app.service_account,
            created_at: app.created_at,
            updated_at: app.updated_at,
        };
        Ok(Versioned {
            value,
            version: stored.version,
        })
    }

    pub(super) fn to_stored(&self) -> Result<AndroidApp, StoreError> {
        let policy = serde_json::to_string(&self.fields.policy)
            .map_err(|error| StoreError::Failed(Box::new(error)))?;
        Ok(AndroidApp {
            id: self.id,
            tenant_id: self.tenant_id,
            package_name: self.package_name.clone(),
            policy,
            play_keys: self.play_keys.clone(),
            service_account: self.service_account.clone(),
            enabled: self.fields.enabled,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }

    /// `before` is what is stored, when something is.
    pub(super) fn check(
        &self,
        admin: &AdminCall<'_>,
        before: Option<&AndroidAppFields>,
    ) -> Result<(), AdminError> {
        let mut issues = self.fields.policy.issues();
        let mut issue = |path: &str, message: &str| {
            issues.push(Issue {
                path: path.to_owned(),
                message: message.to_owned(),
            });
        };
        if !is_package_name(&self.package_name) {
            issue(
                "package_name",
                "must be a package name such as com.example.app: 3 to 255 of A-Z, a-z, 0-9 and _, in two parts or more that begin with a letter",
            );
        }
        // An app that has it already can still be changed, and rid of it, when the roots are gone.
        let serves = |fields: &AndroidAppFields| fields.policy.serves(AndroidService::Hms);
        let begins = serves(&self.fields) && !before.is_some_and(serves);
        if begins && admin.touchstone.mobile.anchors().huawei.is_none() {
            issue(
                "services",
                "hms needs Huawei's roots, and none are configured: name a file of them in mobile.huawei.roots, or leave hms out",
            );
        }
        if issues.is_empty() {
            Ok(())
        } else {
            Err(AdminError::Invalid(issues))
        }
    }
}
