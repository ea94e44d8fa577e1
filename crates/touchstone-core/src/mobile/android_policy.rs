//! Decides what an Android app may set, with the defaults of spec mobile.md 5.2. What would weaken a check without the operator meaning it
//! (an empty set of signers, no label at all, a misspelt word) is refused when it is set, never skipped at run time.

use serde::{Deserialize, Serialize};

use super::sha256_text::Sha256Text;
use super::words::{
    APP_ACCESS, APP_RECOGNITION, DEVICE_LABELS, LICENSING, PLAY_PROTECT, UNEVALUATED, check_words,
};
use crate::Issue;

/// Digests, labels and keys of one list.
const LIST_MAX: usize = 16;
const MAX_AGE_S_MAX: u32 = 86_400;
const FUTURE_SKEW_S_MAX: u32 = 3_600;
const HUAWEI_APP_ID_CHARS_MAX: usize = 64;

/// A service that makes proofs for Android apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AndroidService {
    /// Google Play Integrity.
    Gms,
    /// Huawei SysIntegrity.
    Hms,
    /// Android Key Attestation (Extension).
    AndroidKey,
}

impl AndroidService {
    /// Every service.
    pub const ALL: [Self; 3] = [Self::Gms, Self::Hms, Self::AndroidKey];

    /// The word in the envelope.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gms => "gms",
            Self::Hms => "hms",
            Self::AndroidKey => "android-key",
        }
    }
}

/// Where Play Integrity tokens are opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GmsMode {
    /// Classic ones here when both keys are set, everything else at Google.
    #[default]
    Auto,
    /// Here only: standard tokens are refused.
    Local,
    /// At Google only.
    Google,
}

/// What Play Integrity must say (spec mobile.md G9 to G17). Words are Google's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GmsPolicy {
    /// Where tokens are opened.
    pub mode: GmsMode,
    /// Labels that the device must have, all of them.
    pub device_labels: Vec<String>,
    /// The recognition verdicts that are accepted; empty = any.
    pub app_recognition: Vec<String>,
    /// The licensing verdicts that are accepted; empty = any.
    pub licensing: Vec<String>,
    /// How old a verdict may be, in seconds.
    pub max_age_s: u32,
    /// How far ahead of this server's clock it may be, in seconds.
    pub future_skew_s: u32,
    /// Whether answers that were set up for testing are accepted.
    pub allow_testing: bool,
    /// The smallest version code that is accepted.
    pub min_version_code: u64,
    /// Play Protect verdicts that refuse.
    pub play_protect_reject: Vec<String>,
    /// App access words that refuse.
    pub app_access_reject: Vec<String>,
}

impl Default for GmsPolicy {
    fn default() -> Self {
        Self {
            mode: GmsMode::default(),
            device_labels: vec!["MEETS_DEVICE_INTEGRITY".to_owned()],
            app_recognition: vec!["PLAY_RECOGNIZED".to_owned()],
            licensing: Vec::new(),
            max_age_s: 600,
            future_skew_s: 60,
            allow_testing: false,
            min_version_code: 0,
            play_protect_reject: Vec::new(),
            app_access_reject: Vec::new(),
        }
    }
}

/// What Huawei SysIntegrity must say (spec mobile.md H6 and H9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HmsPolicy {
    /// How old a verdict may be, in seconds.
    pub max_age_s: u32,
    /// How far ahead of this server's clock it may be, in seconds.
    pub future_skew_s: u32,
    /// The app's identifier at Huawei; without one it is not compared.
    pub huawei_app_id: Option<String>,
}

impl Default for HmsPolicy {
    fn default() -> Self {
        Self {
            max_age_s: 600,
            future_skew_s: 60,
            huawei_app_id: None,
        }
    }
}

/// The weakest place that may keep an attested key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinLevel {
    /// A trusted execution environment.
    #[default]
    Tee,
    /// A chip of its own.
    #[serde(rename = "strongbox")]
    StrongBox,
}

/// A state of verified boot that can be accepted. `failed` never can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AcceptedBootState {
    /// The maker's system.
    Verified,
    /// Another system, signed with a key of `boot_keys`.
    SelfSigned,
    /// Anything.
    Unverified,
}

/// What an Android key description must say (spec mobile.md K12 to K16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AndroidKeyPolicy {
    /// The weakest place that may keep the key.
    pub min_level: MinLevel,
    /// Whether the boot loader must be locked.
    pub require_locked: bool,
    /// The accepted states of verified boot; never empty.
    pub boot_states: Vec<AcceptedBootState>,
    /// Verified boot keys that `self_signed` is accepted with.
    pub boot_keys: Vec<Sha256Text>,
    /// The oldest accepted system version, as attested: 140000 for 14.
    pub min_os_version: Option<u32>,
    /// The oldest accepted patch level of the system: YYYYMM.
    pub min_os_patch: Option<u32>,
    /// The oldest accepted patch level of the maker: YYYYMM.
    pub min_vendor_patch: Option<u32>,
    /// The oldest accepted patch level of the boot image: YYYYMM.
    pub min_boot_patch: Option<u32>,
}

impl Default for AndroidKeyPolicy {
    fn default() -> Self {
        Self {
            min_level: MinLevel::default(),
            require_locked: true,
            boot_states: vec![AcceptedBootState::Verified],
            boot_keys: Vec::new(),
            min_os_version: None,
            min_os_patch: None,
            min_vendor_patch: None,
            min_boot_patch: None,
        }
    }
}

/// Policy of an Android app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AndroidAppPolicy {
    /// SHA-256 of every certificate that may have signed the app; never empty.
    pub signer_sha256: Vec<Sha256Text>,
    /// The services whose proofs are accepted; never empty.
    pub services: Vec<AndroidService>,
    /// For `gms`.
    pub gms: GmsPolicy,
    /// For `hms`.
    pub hms: HmsPolicy,
    /// For `android-key`.
    pub android_key: AndroidKeyPolicy,
}

impl AndroidAppPolicy {
    /// Whether proofs of this service are accepted.
    pub fn serves(&self, service: AndroidService) -> bool {
        self.services.contains(&service)
    }

    /// What is out of range; empty when all is well.
    pub fn issues(&self) -> Vec<Issue> {
        let mut issues = Issues(Vec::new());
        issues.set("signer_sha256", &self.signer_sha256, true);
        issues.set("services", &self.services, true);
        self.gms.issues(&mut issues);
        self.hms.issues(&mut issues);
        self.android_key.issues(&mut issues);
        issues.0
    }
}

impl GmsPolicy {
    fn issues(&self, issues: &mut Issues) {
        issues.window("gms", self.max_age_s, self.future_skew_s);
        // What is not evaluated passes without a look at package and signers: it asks nothing.
        let any_app = self.app_recognition.is_empty()
            || self.app_recognition.iter().any(|word| word == UNEVALUATED);
        if self.device_labels.is_empty() && any_app {
            issues.add(
                "gms.device_labels",
                "must not be empty while gms.app_recognition is, or names UNEVALUATED: \
                 nothing would be asked of device and app",
            );
        }
        let lists = [
            ("gms.device_labels", &self.device_labels, DEVICE_LABELS),
            (
                "gms.app_recognition",
                &self.app_recognition,
                APP_RECOGNITION,
            ),
            ("gms.licensing", &self.licensing, LICENSING),
            (
                "gms.play_protect_reject",
                &self.play_protect_reject,
                PLAY_PROTECT,
            ),
            ("gms.app_access_reject", &self.app_access_reject, APP_ACCESS),
        ];
        for (path, words, known) in lists {
            issues.set(path, words, false);
            issues.0.extend(check_words(path, words, known));
        }
    }
}

impl HmsPolicy {
    fn issues(&self, issues: &mut Issues) {
        issues.window("hms", self.max_age_s, self.future_skew_s);
        if let Some(id) = &self.huawei_app_id
            && !crate::words::is_line(id, HUAWEI_APP_ID_CHARS_MAX)
        {
            issues.add("hms.huawei_app_id", "must be 1 to 64 characters, or null");
        }
    }
}

impl AndroidKeyPolicy {
    fn issues(&self, issues: &mut Issues) {
        issues.set("android_key.boot_states", &self.boot_states, true);
        issues.set("android_key.boot_keys", &self.boot_keys, false);
        let self_signed = self.boot_states.contains(&AcceptedBootState::SelfSigned);
        if self_signed && self.boot_keys.is_empty() {
            issues.add(
                "android_key.boot_keys",
                "must name the boot keys that self_signed is accepted with",
            );
        }
        if self
            .min_os_version
            .is_some_and(|v| !(1..=999_999).contains(&v))
        {
            issues.add(
                "android_key.min_os_version",
                "must be a version as attested, such as 140000 for 14, or null",
            );
        }
        let levels = [
            ("android_key.min_os_patch", self.min_os_patch),
            ("android_key.min_vendor_patch", self.min_vendor_patch),
            ("android_key.min_boot_patch", self.min_boot_patch),
        ];
        for (path, level) in levels {
            if level.is_some_and(|level| !is_year_and_month(level)) {
                issues.add(path, "must be a year and a month, such as 202406, or null");
            }
        }
    }
}

fn is_year_and_month(level: u32) -> bool {
    (2010..=2099).contains(&(level / 100)) && (1..=12).contains(&(level % 100))
}

/// What is wrong so far.
struct Issues(Vec<Issue>);

impl Issues {
    fn add(&mut self, path: &str, message: &str) {
        self.0.push(Issue {
            path: path.to_owned(),
            message: message.to_owned(),
        });
    }

    /// A list of at most 16 different values.
    fn set<T: Ord>(&mut self, path: &str, values: &[T], filled: bool) {
        if filled && values.is_empty() {
            self.add(path, "must not be empty");
        }
        if values.len() > LIST_MAX {
            self.add(path, "must have 16 values at most");
        }
        let mut sorted: Vec<&T> = values.iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        if sorted.len() != values.len() {
            self.add(path, "must name each value once");
        }
    }

    fn window(&mut self, service: &str, max_age_s: u32, future_skew_s: u32) {
        if !(1..=MAX_AGE_S_MAX).contains(&max_age_s) {
            self.add(&format!("{service}.max_age_s"), "must be 1 to 86400");
        }
        if future_skew_s > FUTURE_SKEW_S_MAX {
            self.add(&format!("{service}.future_skew_s"), "must be 0 to 3600");
        }
    }
}

#[cfg(test)]
mod tests;
