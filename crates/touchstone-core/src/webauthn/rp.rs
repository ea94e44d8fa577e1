//! Decides what a relying party is while requests are served: what is stored of it, with its policy read and its anchors parsed.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};
use touchstone_evidence::webauthn::Format;
use touchstone_evidence::webauthn::statement::StatementPolicy;
use touchstone_evidence::webauthn::trust::TrustPolicy;
use touchstone_evidence::x509::Anchors;

use super::answer::Telling;
use super::policy::{Profile, RpPolicy, SecTokenUse};
use crate::ports::WebauthnRp;
use crate::{Principal, RpId, TenantId};

/// Which service is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// W1 and W3.
    Options,
    /// W2 and W4.
    Result,
    /// W5.
    Status,
}

/// A relying party.
#[derive(Debug)]
pub struct Rp {
    stored: WebauthnRp,
    profile: Profile,
    policy: RpPolicy,
    statement_policy: StatementPolicy,
    trust_policy: TrustPolicy,
    anchors: FormatAnchors,
    applied: OnceLock<Arc<str>>,
}

/// Trust anchors of its own, by format.
#[derive(Debug, Default)]
struct FormatAnchors {
    packed: Option<Anchors>,
    tpm: Option<Anchors>,
    android_key: Option<Anchors>,
    android_safetynet: Option<Anchors>,
    fido_u2f: Option<Anchors>,
    apple: Option<Anchors>,
}

/// What is stored of a relying party cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {0} of a relying party cannot be read")]
pub struct UnreadableRp(pub &'static str);

impl Rp {
    pub(super) fn read(stored: WebauthnRp) -> Result<Self, UnreadableRp> {
        let profile = Profile::from_word(&stored.profile).ok_or(UnreadableRp("profile"))?;
        let set: Map<String, Value> =
            serde_json::from_str(&stored.policy).map_err(|_| UnreadableRp("policy"))?;
        let policy = RpPolicy::of(profile, &set).map_err(|_| UnreadableRp("policy"))?;
        let anchors = FormatAnchors::read(&policy).ok_or(UnreadableRp("anchors"))?;
        Ok(Self {
            stored,
            profile,
            statement_policy: policy.statement_policy(),
            trust_policy: policy.trust_policy(),
            policy,
            anchors,
            applied: OnceLock::new(),
        })
    }

    /// Its identifier.
    pub const fn id(&self) -> RpId {
        self.stored.id
    }

    /// The tenant.
    pub const fn tenant_id(&self) -> TenantId {
        self.stored.tenant_id
    }

    /// The RP ID of WebAuthn: a domain.
    pub fn rp_id(&self) -> &str {
        &self.stored.rp_id
    }

    /// What people read.
    pub fn rp_name(&self) -> &str {
        &self.stored.rp_name
    }

    /// Origins of its clients.
    pub fn origins(&self) -> &[String] {
        &self.stored.origins
    }

    /// Its profile.
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// Its policy.
    pub const fn policy(&self) -> &RpPolicy {
        &self.policy
    }

    /// How its refusals are told.
    pub const fn telling(&self) -> Telling {
        Telling {
            is_client_error: self.profile.failure_is_client_error(),
            exposes_reason: self.policy.expose_reason,
        }
    }

    /// Whether the service asks for a SecToken.
    pub const fn asks_sectoken(&self, service: Service) -> bool {
        match self.policy.sectoken {
            SecTokenUse::Off => false,
            SecTokenUse::Options => matches!(service, Service::Options),
            SecTokenUse::Ceremonies => matches!(service, Service::Options | Service::Result),
            SecTokenUse::All => true,
        }
    }

    /// Whether the bearer of this SecToken may act at this relying party.
    pub fn admits(&self, principal: &Principal) -> bool {
        principal.tenant_id == Some(self.stored.tenant_id)
            && principal.rp_id.is_none_or(|bound| bound == self.stored.id)
    }

    /// What attestation statements are judged against.
    pub(super) const fn statement_policy(&self) -> &StatementPolicy {
        &self.statement_policy
    }

    /// What trust is judged against.
    pub(super) const fn trust_policy(&self) -> &TrustPolicy {
        &self.trust_policy
    }

    /// Trust anchors of its own for the format.
    pub(super) const fn anchors(&self, format: Format) -> Option<&Anchors> {
        let anchors = &self.anchors;
        match format {
            Format::Packed => anchors.packed.as_ref(),
            Format::Tpm => anchors.tpm.as_ref(),
            Format::AndroidKey => anchors.android_key.as_ref(),
            Format::AndroidSafetynet => anchors.android_safetynet.as_ref(),
            Format::FidoU2f => anchors.fido_u2f.as_ref(),
            Format::Apple => anchors.apple.as_ref(),
            Format::None | Format::Compound => None,
        }
    }

    /// The policy, as the verdict log keeps it: anchors by their number.
    pub(super) fn applied(&self) -> Arc<str> {
        let text = || {
            let mut policy = self.policy.clone();
            let anchors: Map<String, Value> = policy
                .anchors
                .iter()
                .map(|(format, list)| (format.to_owned(), list.len().into()))
                .collect();
            policy.anchors = super::policy::AnchorLists::default();
            serde_json::json!({
                "rp": self.stored.id, "rp_id": self.stored.rp_id, "profile": self.profile,
                "policy": policy, "anchors": anchors,
            })
            .to_string()
            .into()
        };
        Arc::clone(self.applied.get_or_init(text))
    }
}

impl FormatAnchors {
    fn read(policy: &RpPolicy) -> Option<Self> {
        let read = |list: &Vec<String>| match list.as_slice() {
            [] => Some(None),
            list => Anchors::from_pem(&list.join("\n")).ok().map(Some),
        };
        let lists = &policy.anchors;
        Some(Self {
            packed: read(&lists.packed)?,
            tpm: read(&lists.tpm)?,
            android_key: read(&lists.android_key)?,
            android_safetynet: read(&lists.android_safetynet)?,
            fido_u2f: read(&lists.fido_u2f)?,
            apple: read(&lists.apple)?,
        })
    }
}
