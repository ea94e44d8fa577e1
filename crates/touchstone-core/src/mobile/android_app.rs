//! Decides what an enabled Android app is at run time: its policy in the terms of the evidence formats, and its secrets once they are opened.

use std::fmt;
use std::sync::{Arc, OnceLock};

use touchstone_evidence::{android_key, play_integrity};
use zeroize::Zeroizing;

use super::android_policy::{
    AcceptedBootState, AndroidAppPolicy, AndroidKeyPolicy, GmsPolicy, MinLevel,
};
use super::error::PolicyError;
use super::settings::MobileSettings;
use crate::ports::{AndroidApp, ServiceAccount};
use crate::sealed::{Place, SealError, Sealer};

/// An enabled app and all that its evidence is compared with.
pub(super) struct EnabledAndroidApp {
    pub(super) app: AndroidApp,
    pub(super) policy: AndroidAppPolicy,
    pub(super) signers: Vec<[u8; 32]>,
    pub(super) gms: play_integrity::Policy,
    pub(super) android_key: android_key::Policy,
    play_keys: OnceLock<Arc<play_integrity::Keys>>,
    applied: OnceLock<Arc<str>>,
}

/// A stored secret of an app cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum SecretError {
    /// It is not there.
    #[error("it is not set")]
    Missing,
    /// It does not open.
    #[error("it cannot be opened")]
    Sealed(#[from] SealError),
    /// What was sealed is not what it must be.
    #[error("it is not what it must be")]
    Unreadable,
}

impl EnabledAndroidApp {
    pub(super) fn read(app: AndroidApp) -> Result<Self, PolicyError> {
        let unreadable = PolicyError::Unreadable("android app");
        let policy: AndroidAppPolicy = match serde_json::from_str(&app.policy) {
            Ok(policy) => policy,
            Err(_) => return Err(unreadable),
        };
        if !policy.issues().is_empty() {
            return Err(unreadable);
        }
        Ok(Self {
            signers: policy.signer_sha256.iter().map(|signer| signer.0).collect(),
            gms: gms(&policy.gms),
            android_key: android_key(&policy.android_key),
            app,
            policy,
            play_keys: OnceLock::new(),
            applied: OnceLock::new(),
        })
    }

    /// Settings and policy, as the verdict log keeps them.
    pub(super) fn applied(&self, settings: &MobileSettings) -> Arc<str> {
        let text = || {
            let app = serde_json::json!({
                "id": self.app.id, "package_name": self.app.package_name, "policy": self.policy,
            });
            serde_json::json!({ "settings": settings, "android_app": app })
                .to_string()
                .into()
        };
        Arc::clone(self.applied.get_or_init(text))
    }

    /// Whether both Play keys are set.
    pub(super) const fn has_play_keys(&self) -> bool {
        self.app.play_keys.is_some()
    }

    /// The Play keys, opened once.
    pub(super) fn play_keys(
        &self,
        sealer: &Sealer,
    ) -> Result<Arc<play_integrity::Keys>, SecretError> {
        if let Some(opened) = self.play_keys.get() {
            return Ok(Arc::clone(opened));
        }
        let stored = self.app.play_keys.as_ref().ok_or(SecretError::Missing)?;
        let decryption_key = self.open(sealer, "play_decryption_key", &stored.decryption_key.0)?;
        let keys = play_integrity::Keys::new(&decryption_key, &stored.verification_key)
            .map_err(|_| SecretError::Unreadable)?;
        Ok(Arc::clone(self.play_keys.get_or_init(|| Arc::new(keys))))
    }

    /// The service account.
    pub(super) fn service_account(&self, sealer: &Sealer) -> Result<ServiceAccount, SecretError> {
        let stored = self.app.service_account.as_ref();
        let sealed = stored.ok_or(SecretError::Missing)?;
        let text = self.open(sealer, "service_account", &sealed.0)?;
        ServiceAccount::from_json(&text).ok_or(SecretError::Unreadable)
    }

    fn open(
        &self,
        sealer: &Sealer,
        column: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let row = self.app.id.to_string();
        let place = Place {
            entity: "android_app",
            column,
            row: &row,
            tenant_id: Some(self.app.tenant_id),
        };
        sealer.open(sealed, &place)
    }
}

impl fmt::Debug for EnabledAndroidApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnabledAndroidApp")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

fn gms(policy: &GmsPolicy) -> play_integrity::Policy {
    play_integrity::Policy {
        device_labels: policy.device_labels.clone(),
        app_recognition: policy.app_recognition.clone(),
        licensing: policy.licensing.clone(),
        max_age_s: policy.max_age_s,
        future_skew_s: policy.future_skew_s,
        allow_testing: policy.allow_testing,
        min_version_code: policy.min_version_code,
        play_protect_reject: policy.play_protect_reject.clone(),
        app_access_reject: policy.app_access_reject.clone(),
    }
}

fn android_key(policy: &AndroidKeyPolicy) -> android_key::Policy {
    let state = |state: &AcceptedBootState| match state {
        AcceptedBootState::Verified => android_key::BootState::Verified,
        AcceptedBootState::SelfSigned => android_key::BootState::SelfSigned,
        AcceptedBootState::Unverified => android_key::BootState::Unverified,
    };
    android_key::Policy {
        min_level: match policy.min_level {
            MinLevel::Tee => android_key::SecurityLevel::Tee,
            MinLevel::StrongBox => android_key::SecurityLevel::StrongBox,
        },
        require_locked: policy.require_locked,
        boot_states: policy.boot_states.iter().map(state).collect(),
        boot_keys: policy.boot_keys.iter().map(|key| key.0).collect(),
        min_os_version: policy.min_os_version,
        min_os_patch: policy.min_os_patch,
        min_vendor_patch: policy.min_vendor_patch,
        min_boot_patch: policy.min_boot_patch,
    }
}
