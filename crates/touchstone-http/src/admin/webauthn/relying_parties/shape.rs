//! Decides how a relying party looks: the policy in force, what of it was set, and what is allowed and seldom meant.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use touchstone_core::RpId;
use touchstone_core::ports::Versioned;
use touchstone_core::webauthn::admin::{RegisteredRp, RpFields};
use touchstone_core::webauthn::policy::{Profile, RpPolicy};

use crate::admin::Answer;

/// What of a relying party can be set, with its defaults.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RpBody {
    rp_name: String,
    origins: Vec<String>,
    hosts: Vec<String>,
    profile: Option<Profile>,
    policy: Map<String, Value>,
}

impl From<RpFields> for RpBody {
    fn from(fields: RpFields) -> Self {
        Self {
            rp_name: fields.rp_name,
            origins: fields.origins,
            hosts: fields.hosts,
            profile: Some(fields.profile),
            policy: fields.policy,
        }
    }
}

impl RpBody {
    /// With the profile of the configuration when none is named.
    pub(super) fn into_fields(self, profile: Profile) -> RpFields {
        RpFields {
            rp_name: self.rp_name,
            origins: self.origins,
            hosts: self.hosts,
            profile: self.profile.unwrap_or(profile),
            policy: self.policy,
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct RpShape {
    id: RpId,
    rp_id: String,
    rp_name: String,
    origins: Vec<String>,
    hosts: Vec<String>,
    profile: Profile,
    policy: RpPolicy,
    policy_set: Map<String, Value>,
    warnings: Vec<WarningShape>,
    created_at: String,
    updated_at: String,
}

#[derive(Debug, Serialize)]
struct WarningShape {
    code: &'static str,
    message: String,
}

impl From<RegisteredRp> for RpShape {
    fn from(rp: RegisteredRp) -> Self {
        let warnings = rp.warnings().into_iter().map(|warning| WarningShape {
            code: warning.code,
            message: warning.message,
        });
        Self {
            warnings: warnings.collect(),
            id: rp.id,
            rp_id: rp.rp_id,
            rp_name: rp.fields.rp_name,
            origins: rp.fields.origins,
            hosts: rp.fields.hosts,
            profile: rp.fields.profile,
            policy: rp.policy,
            policy_set: rp.fields.policy,
            created_at: rp.created_at.to_string(),
            updated_at: rp.updated_at.to_string(),
        }
    }
}

/// 200 with the relying party and its entity tag.
pub(super) fn one(rp: Versioned<RegisteredRp>) -> Answer {
    Answer::ok(&RpShape::from(rp.value)).tagged(rp.version)
}
