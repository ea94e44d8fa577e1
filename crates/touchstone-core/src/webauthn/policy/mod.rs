//! Decides how a relying party's ceremonies are judged: the defaults of its profile, and what it sets itself (spec webauthn.md 2.7, 3.2
//! and 5). What it sets is kept as a partial JSON object and laid over the defaults, so that a later default reaches everyone who never
//! chose.

mod check;
mod defaults;
mod evidence;
mod lines;
mod worded;
mod words;

pub use lines::{
    AaguidLists, AnchorLists, AndroidKeyRules, Attestation, Backup, StatusRules, Timeouts,
    TpmRules, UserVerificationRules,
};
pub use words::{
    AttestationPreference, CounterRegression, Enrolment, OnDistrust, Profile, ResidentKey,
    SecTokenUse, StatusUserId, UnknownUser, UserVerification,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use touchstone_evidence::webauthn::FormatSetting;
use touchstone_evidence::webauthn::statement::{AndroidKeyLists, CompoundRule};
use touchstone_evidence::webauthn::trust::AttestationMode;

/// Every line of a policy, as it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RpPolicy {
    /// What W3 says of a name that cannot sign in.
    pub unknown_user: UnknownUser,
    /// Who may add a credential to a user that holds one.
    pub enrolment: Enrolment,
    /// COSE algorithms that registrations offer, the preferred first.
    pub algorithms: Vec<i64>,
    /// Attestation statement formats that are taken (F2).
    #[serde(with = "worded::list")]
    pub formats: Vec<FormatSetting>,
    /// What is asked of attestation.
    pub attestation: Attestation,
    /// Trust anchors of its own, by format: certificates in PEM.
    pub anchors: AnchorLists,
    /// Which models are taken (T1, T2).
    pub aaguid: AaguidLists,
    /// What metadata may say of a model (T7), and how the status service calls users.
    pub status: StatusRules,
    /// What becomes of a stored credential that is trusted no more.
    pub on_distrust: OnDistrust,
    /// How much the user must be verified.
    pub user_verification: UserVerificationRules,
    /// Android Key Attestation (D7).
    pub android_key: AndroidKeyRules,
    /// Which lists of an Android key description are asked (D6).
    #[serde(with = "worded::one")]
    pub android_key_lists: AndroidKeyLists,
    /// TPM attestation (X9).
    pub tpm: TpmRules,
    /// When a compound statement is met (O2).
    #[serde(with = "worded::one")]
    pub compound: CompoundRule,
    /// Whether a fido-u2f statement must come with the zero AAGUID (U3).
    pub u2f_zero_aaguid: bool,
    /// Whether `tokenBinding` in the client data must have its shape (C15).
    pub token_binding_shape: bool,
    /// What a signature counter that does not advance does (G11).
    pub counter_regression: CounterRegression,
    /// Whether credentials may be backed up (A12).
    pub backup: Backup,
    /// Whether ceremonies in a frame of another origin are taken (C12).
    pub allow_cross_origin: bool,
    /// Top-level origins under which such frames may stand (C14).
    pub top_origins: Vec<String>,
    /// Whether every https origin below the RP ID is one of its origins (C10).
    pub allow_subdomains: bool,
    /// Whether a registration without the user's gesture is taken (A10).
    pub allow_conditional_create: bool,
    /// AppIDs of U2F that the extension `appid` may name (G7).
    pub app_ids: Vec<String>,
    /// Which services ask for a SecToken.
    pub sectoken: SecTokenUse,
    /// Whether W1 makes users whose name it does not know.
    pub auto_create_users: bool,
    /// Whether replies tell the reason of a failure.
    pub expose_reason: bool,
    /// How long ceremonies take.
    pub timeout: Timeouts,
}

impl RpPolicy {
    /// The policy that `set`, a partial policy, makes of the profile's defaults; the path and the cause when it makes none.
    pub fn of(profile: Profile, set: &Map<String, Value>) -> Result<Self, Vec<crate::Issue>> {
        let mut lines = match serde_json::to_value(Self::defaults(profile)) {
            Ok(Value::Object(lines)) => lines,
            _ => Map::new(),
        };
        overlay(&mut lines, set);
        let policy: Self = serde_path_to_error(Value::Object(lines))?;
        let issues = policy.issues();
        if issues.is_empty() {
            Ok(policy)
        } else {
            Err(issues)
        }
    }

    /// Whether whoever reaches W1 can add a credential to any user (spec webauthn.md 2.8).
    pub fn leaves_enrolment_open(&self) -> bool {
        self.enrolment == Enrolment::Open && self.sectoken == SecTokenUse::Off
    }

    /// Whether an AAGUID list (`allow`) that is not empty wants proof of the AAGUID (T2, T11).
    pub fn requires_aaguid_proof(&self) -> bool {
        let enforced = self.attestation.mode == AttestationMode::Enforced;
        enforced && self.aaguid.require_proof.unwrap_or(true)
    }
}

/// Lays `set` over `lines`; `null` leaves the default.
fn overlay(lines: &mut Map<String, Value>, set: &Map<String, Value>) {
    for (name, value) in set {
        match (lines.get_mut(name), value) {
            (_, Value::Null) => {}
            (Some(Value::Object(inside)), Value::Object(set)) => overlay(inside, set),
            _ => {
                lines.insert(name.clone(), value.clone());
            }
        }
    }
}

/// Reads the lines one by one, so that an issue names its line.
fn serde_path_to_error(lines: Value) -> Result<RpPolicy, Vec<crate::Issue>> {
    serde_json::from_value(lines.clone()).map_err(|error| {
        let mut issues = check::lines_that_do_not_read(&lines);
        if issues.is_empty() {
            issues.push(crate::Issue {
                path: "policy".to_owned(),
                message: error.to_string(),
            });
        }
        issues
    })
}

#[cfg(test)]
mod tests;
