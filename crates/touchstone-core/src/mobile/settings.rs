//! Decides what a tenant and an app may set, with the defaults of spec mobile.md 5.2. Unknown members and values out of range are
//! refused when they are set, never skipped at run time.

use serde::{Deserialize, Serialize};

use crate::Issue;

/// How client data is made from the final nonce before Apple's framework hashes it in (spec mobile.md 3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientDataProfile {
    /// SHA-256 of the CBOR array of one byte string that holds the final nonce.
    #[default]
    CborArray,
    /// SHA-256 of the final nonce.
    Raw,
}

/// How server and device nonce become one (spec mobile.md 3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinalNonce {
    /// SHA-256(server || device).
    #[default]
    Sha256ServerDevice,
    /// SHA-256(device || server).
    Sha256DeviceServer,
    /// server || device.
    ConcatServerDevice,
}

/// What a device that reports itself as jailbroken gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnJailbroken {
    /// Refused: `apple_jailbroken`.
    #[default]
    Reject,
    /// Accepted, and told in the details.
    Record,
}

/// How much an answer tells (spec mobile.md 4.8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Explain {
    /// The class and a constant text.
    #[default]
    Off,
    /// Also the reason code.
    Reason,
    /// Also checks, hint, and the details of refused evidence.
    Full,
}

/// Settings of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MobileSettings {
    /// How long a session can be used, in seconds: 30 to 90,000 in steps of 30.
    pub session_ttl_s: u32,
    /// How server and device nonce become one.
    pub final_nonce: FinalNonce,
    /// Whether `init` and `sessionReference` are served.
    pub session_enabled: bool,
    /// Whether `expectedNonce` is served.
    pub sessionless_enabled: bool,
    /// The shortest nonce that a relying party may choose, 8 to 32 bytes.
    pub expected_nonce_min_bytes: u8,
    /// How long a nonce of the relying party's cannot be used again, in seconds: 0 = off, 60 to 86,400.
    pub sessionless_replay_window_s: u32,
    /// What a device that reports itself as jailbroken gets.
    pub on_jailbroken: OnJailbroken,
    /// How much an answer tells.
    pub explain: Explain,
    /// Whether nonce mismatches of assertions are looked into as well.
    pub nonce_hints: bool,
    /// Whether an app-made attest key may stand between the attested key and Google's attestation certificate (spec mobile.md K4).
    pub android_allow_attest_key: bool,
    /// Whether key descriptions with unknown tags are refused (K9).
    pub android_reject_unknown_tags: bool,
    /// Requests per second and API key; 0 = no limit.
    pub rate_limit_per_s: u32,
    /// How long verdicts are kept, 1 to 3,650 days.
    pub keep_verdicts_days: u16,
}

impl Default for MobileSettings {
    fn default() -> Self {
        Self {
            session_ttl_s: 300,
            final_nonce: FinalNonce::default(),
            session_enabled: true,
            sessionless_enabled: true,
            expected_nonce_min_bytes: 16,
            sessionless_replay_window_s: 0,
            on_jailbroken: OnJailbroken::default(),
            explain: Explain::default(),
            nonce_hints: false,
            android_allow_attest_key: false,
            android_reject_unknown_tags: false,
            rate_limit_per_s: 0,
            keep_verdicts_days: 90,
        }
    }
}

impl MobileSettings {
    /// What is out of range; empty when all is well.
    pub fn issues(&self) -> Vec<Issue> {
        let window_s = self.sessionless_replay_window_s;
        let rules = [
            (
                (30..=90_000).contains(&self.session_ttl_s)
                    && self.session_ttl_s.is_multiple_of(30),
                "session_ttl_s",
                "must be 30 to 90000 in steps of 30",
            ),
            (
                (8..=32).contains(&self.expected_nonce_min_bytes),
                "expected_nonce_min_bytes",
                "must be 8 to 32",
            ),
            (
                window_s == 0 || (60..=86_400).contains(&window_s),
                "sessionless_replay_window_s",
                "must be 0 (off) or 60 to 86400",
            ),
            (
                self.rate_limit_per_s <= 1_000_000,
                "rate_limit_per_s",
                "must be 0 to 1000000",
            ),
            (
                (1..=3_650).contains(&self.keep_verdicts_days),
                "keep_verdicts_days",
                "must be 1 to 3650",
            ),
        ];
        rules
            .into_iter()
            .filter(|(holds, ..)| !holds)
            .map(|(_, path, message)| Issue {
                path: path.to_owned(),
                message: message.to_owned(),
            })
            .collect()
    }
}

/// An environment of App Attest. TestFlight is production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// The App Store and TestFlight.
    Production,
    /// Builds that developers run.
    Development,
}

impl Environment {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Development => "development",
        }
    }

    /// The environment of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Production, Self::Development]
            .into_iter()
            .find(|e| e.as_str() == word)
    }
}

/// What becomes of the receipt inside an attestation (spec mobile.md 4.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptCheck {
    /// Checked; the result goes into the verdict and never refuses.
    #[default]
    Record,
    /// Checked; a bad receipt refuses.
    Require,
    /// Not looked at.
    Off,
}

/// Whether stored receipts are exchanged at Apple for newer ones with a risk metric (spec mobile.md 10.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptRefresh {
    /// Never.
    #[default]
    Off,
    /// Once a day at most; takes the team's DeviceCheck key.
    Daily,
}

/// Policy of an Apple app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AppleAppPolicy {
    /// The environments that are accepted; never empty.
    pub environments: Vec<Environment>,
    /// How client data is made.
    pub client_data_profile: ClientDataProfile,
    /// What becomes of the receipt.
    pub receipt_check: ReceiptCheck,
    /// How old a receipt may be, in seconds: 1 to 86,400.
    pub receipt_max_age_s: u32,
    /// Whether stored receipts are exchanged at Apple.
    pub receipt_refresh: ReceiptRefresh,
}

impl Default for AppleAppPolicy {
    fn default() -> Self {
        Self {
            environments: vec![Environment::Production],
            client_data_profile: ClientDataProfile::default(),
            receipt_check: ReceiptCheck::default(),
            receipt_max_age_s: 300,
            receipt_refresh: ReceiptRefresh::default(),
        }
    }
}

impl AppleAppPolicy {
    /// What is out of range; empty when all is well.
    pub fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        let mut seen = self.environments.clone();
        seen.sort_unstable();
        seen.dedup();
        if seen.is_empty() || seen.len() != self.environments.len() {
            issues.push(Issue {
                path: "environments".to_owned(),
                message: "must name production, development or both, each once".to_owned(),
            });
        }
        if !(1..=86_400).contains(&self.receipt_max_age_s) {
            issues.push(Issue {
                path: "receipt_max_age_s".to_owned(),
                message: "must be 1 to 86400".to_owned(),
            });
        }
        issues
    }
}
