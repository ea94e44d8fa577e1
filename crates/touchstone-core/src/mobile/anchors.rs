//! Decides what evidence is anchored in: the published roots, or those that the operator put in their place (spec mobile.md 5.3).

use touchstone_evidence::x509::{Anchors, AnchorsError};
use touchstone_evidence::{android_key, app_attest};

/// The roots of every platform.
#[derive(Clone, Debug)]
pub struct MobileAnchors {
    /// Roots of App Attest: attestations.
    pub app_attest: Anchors,
    /// Roots of Apple's receipts.
    pub receipt: Anchors,
    /// Hardware roots of Android Key Attestation.
    pub android: Anchors,
    /// Roots of Huawei SysIntegrity; none is built in.
    pub huawei: Option<Anchors>,
}

impl MobileAnchors {
    /// The roots that Apple and Google published.
    pub fn published() -> Result<Self, AnchorsError> {
        Ok(Self {
            app_attest: app_attest::apple_app_attest()?,
            receipt: app_attest::apple_receipt()?,
            android: android_key::google_hardware()?,
            huawei: None,
        })
    }
}
