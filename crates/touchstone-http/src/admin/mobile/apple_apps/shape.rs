//! Decides how an Apple app looks.

use serde::{Deserialize, Serialize};
use touchstone_core::AppId;
use touchstone_core::mobile::admin::{AppleAppFields, RegisteredAppleApp};
use touchstone_core::mobile::{
    AppleAppPolicy, ClientDataProfile, Environment, ReceiptCheck, ReceiptRefresh,
};
use touchstone_core::ports::Versioned;

use crate::admin::Answer;

/// What of an app can be set, with its defaults.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct AppBody {
    environments: Vec<Environment>,
    client_data_profile: ClientDataProfile,
    receipt_check: ReceiptCheck,
    receipt_max_age_s: u32,
    receipt_refresh: ReceiptRefresh,
    enabled: bool,
}

impl Default for AppBody {
    fn default() -> Self {
        Self::from(AppleAppFields {
            policy: AppleAppPolicy::default(),
            enabled: true,
        })
    }
}

impl From<AppleAppFields> for AppBody {
    fn from(AppleAppFields { policy, enabled }: AppleAppFields) -> Self {
        Self {
            environments: policy.environments,
            client_data_profile: policy.client_data_profile,
            receipt_check: policy.receipt_check,
            receipt_max_age_s: policy.receipt_max_age_s,
            receipt_refresh: policy.receipt_refresh,
            enabled,
        }
    }
}

impl From<AppBody> for AppleAppFields {
    fn from(body: AppBody) -> Self {
        let policy = AppleAppPolicy {
            environments: body.environments,
            client_data_profile: body.client_data_profile,
            receipt_check: body.receipt_check,
            receipt_max_age_s: body.receipt_max_age_s,
            receipt_refresh: body.receipt_refresh,
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
    apple_app_id: String,
    #[serde(flatten)]
    fields: AppBody,
    devicecheck_key_set: bool,
    created_at: String,
}

impl From<RegisteredAppleApp> for AppShape {
    fn from(app: RegisteredAppleApp) -> Self {
        Self {
            id: app.id,
            apple_app_id: app.apple_app_id,
            fields: app.fields.into(),
            devicecheck_key_set: app.devicecheck_key.is_some(),
            created_at: app.created_at.to_string(),
        }
    }
}

/// 200 with the app and its entity tag.
pub(super) fn one(app: Versioned<RegisteredAppleApp>) -> Answer {
    Answer::ok(&AppShape::from(app.value)).tagged(app.version)
}
