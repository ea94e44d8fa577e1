//! Decides how an Android app looks: its secrets only as there or not there.

use serde::{Deserialize, Serialize};
use touchstone_core::mobile::admin::{AndroidAppFields, RegisteredAndroidApp};
use touchstone_core::mobile::{
    AndroidAppPolicy, AndroidKeyPolicy, AndroidService, GmsPolicy, HmsPolicy, Sha256Text,
};
use touchstone_core::ports::Versioned;
use touchstone_core::{AdminError, AppId};

use crate::admin::Answer;
use crate::admin::request::{Patch, merged};

/// What of an app can be set, with its defaults.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct AppBody {
    signer_sha256: Vec<Sha256Text>,
    services: Vec<AndroidService>,
    gms: GmsPolicy,
    hms: HmsPolicy,
    android_key: AndroidKeyPolicy,
    enabled: bool,
}

impl AppBody {
    /// As it is after the patch.
    pub(super) fn patched(&self, patch: Patch) -> Result<Self, AdminError> {
        patch.known_inside::<GmsPolicy>("gms")?;
        patch.known_inside::<HmsPolicy>("hms")?;
        patch.known_inside::<AndroidKeyPolicy>("android_key")?;
        merged(self, patch)
    }
}

impl Default for AppBody {
    fn default() -> Self {
        Self::from(AndroidAppFields {
            policy: AndroidAppPolicy::default(),
            enabled: true,
        })
    }
}

impl From<AndroidAppFields> for AppBody {
    fn from(AndroidAppFields { policy, enabled }: AndroidAppFields) -> Self {
        Self {
            signer_sha256: policy.signer_sha256,
            services: policy.services,
            gms: policy.gms,
            hms: policy.hms,
            android_key: policy.android_key,
            enabled,
        }
    }
}

impl From<AppBody> for AndroidAppFields {
    fn from(body: AppBody) -> Self {
        let policy = AndroidAppPolicy {
            signer_sha256: body.signer_sha256,
            services: body.services,
            gms: body.gms,
            hms: body.hms,
            android_key: body.android_key,
        };
        Self {
            policy,
            enabled: body.enabled,
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct AppShape {
    id: AppId,
    package_name: String,
    #[serde(flatten)]
    fields: AppBody,
    play_keys_set: bool,
    service_account_set: bool,
    created_at: String,
    updated_at: String,
}

impl From<RegisteredAndroidApp> for AppShape {
    fn from(app: RegisteredAndroidApp) -> Self {
        Self {
            id: app.id,
            package_name: app.package_name,
            fields: app.fields.into(),
            play_keys_set: app.play_keys.is_some(),
            service_account_set: app.service_account.is_some(),
            created_at: app.created_at.to_string(),
            updated_at: app.updated_at.to_string(),
        }
    }
}

/// 200 with the app and its entity tag.
pub(super) fn one(app: Versioned<RegisteredAndroidApp>) -> Answer {
    Answer::ok(&AppShape::from(app.value)).tagged(app.version)
}
