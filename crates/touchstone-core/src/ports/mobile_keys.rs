//! Decides what is kept of a registered device key (spec mobile.md 5.1).

use touchstone_evidence::Timestamp;

use crate::{AppId, TenantId, VerdictId};

/// Whose device keys are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DevicePlatform {
    /// iPhones: App Attest.
    Apple,
    /// Android phones: Key Attestation.
    AndroidKey,
}

impl DevicePlatform {
    /// Every platform.
    pub const ALL: [Self; 2] = [Self::Apple, Self::AndroidKey];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apple => "apple",
            Self::AndroidKey => "android-key",
        }
    }

    /// The platform of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|platform| platform.as_str() == word)
    }
}

/// What a device key is called inside a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceKeyId {
    /// Whose key.
    pub platform: DevicePlatform,
    /// SHA-256 of the public key: of the X9.62 point (Apple), of the SubjectPublicKeyInfo (Android).
    pub key_id: [u8; 32],
}

/// A registered device key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceKey {
    /// Of an iPhone.
    Apple(AppleKey),
    /// Of an Android phone.
    Android(AndroidKey),
}

impl DeviceKey {
    /// What it is called.
    pub const fn id(&self) -> DeviceKeyId {
        match self {
            Self::Apple(key) => DeviceKeyId {
                platform: DevicePlatform::Apple,
                key_id: key.key_id,
            },
            Self::Android(key) => DeviceKeyId {
                platform: DevicePlatform::AndroidKey,
                key_id: key.key_id,
            },
        }
    }

    /// When it was attested.
    pub const fn registered_at(&self) -> Timestamp {
        match self {
            Self::Apple(key) => key.registered_at,
            Self::Android(key) => key.registered_at,
        }
    }

    /// When it was revoked.
    pub const fn revoked_at(&self) -> Option<Timestamp> {
        match self {
            Self::Apple(key) => key.revoked_at,
            Self::Android(key) => key.revoked_at,
        }
    }

    /// Marks it as revoked.
    pub fn revoke(&mut self, at: Timestamp, reason: String) {
        let (revoked_at, revoked_reason) = match self {
            Self::Apple(key) => (&mut key.revoked_at, &mut key.revoked_reason),
            Self::Android(key) => (&mut key.revoked_at, &mut key.revoked_reason),
        };
        *revoked_at = Some(at);
        *revoked_reason = Some(reason);
    }
}

/// A registered device key of an iPhone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppleKey {
    /// The tenant.
    pub tenant_id: TenantId,
    /// SHA-256 of the public key.
    pub key_id: [u8; 32],
    /// The app.
    pub app_id: AppId,
    /// The X9.62 point.
    pub public_key: [u8; 65],
    /// `production` or `development`.
    pub environment: String,
    /// The highest counter that was accepted.
    pub counter: u32,
    /// When it was attested.
    pub registered_at: Timestamp,
    /// When an assertion of it was last accepted.
    pub last_used_at: Timestamp,
    /// The receipt, when one was kept.
    pub receipt: Option<Vec<u8>>,
    /// `ATTEST` or `RECEIPT`.
    pub receipt_type: Option<String>,
    /// Apple's risk metric, once a receipt told it.
    pub risk_metric: Option<u32>,
    /// The time of the receipt that told it.
    pub risk_metric_at: Option<Timestamp>,
    /// When the receipt can be exchanged next; `None` when it cannot.
    pub receipt_due_at: Option<Timestamp>,
    /// The device's model as reported.
    pub model: String,
    /// The system's version as reported.
    pub version: String,
    /// The verdict that registered it.
    pub verdict_id: VerdictId,
    /// Set once and for all when it is revoked.
    pub revoked_at: Option<Timestamp>,
    /// Why it was revoked.
    pub revoked_reason: Option<String>,
}

/// A registered device key of an Android phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AndroidKey {
    /// The tenant.
    pub tenant_id: TenantId,
    /// SHA-256 of the SubjectPublicKeyInfo.
    pub key_id: [u8; 32],
    /// The app.
    pub app_id: AppId,
    /// The SubjectPublicKeyInfo in DER.
    pub spki: Vec<u8>,
    /// What was attested, as JSON.
    pub facts: String,
    /// The serial numbers of its chain without the root: lower-case hexadecimal without leading zeros.
    pub serials: Vec<String>,
    /// When it was attested.
    pub registered_at: Timestamp,
    /// When a proof of it was last accepted.
    pub last_used_at: Timestamp,
    /// The device's model as reported.
    pub model: String,
    /// The system's version as reported.
    pub version: String,
    /// The verdict that registered it.
    pub verdict_id: VerdictId,
    /// Set once and for all when it is revoked.
    pub revoked_at: Option<Timestamp>,
    /// Why it was revoked.
    pub revoked_reason: Option<String>,
}
