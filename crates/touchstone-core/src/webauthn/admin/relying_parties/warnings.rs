//! Decides what an administrator is told of settings that are allowed and seldom meant (spec webauthn.md 2.8, 4.4 and 5).

use touchstone_evidence::webauthn::trust::AttestationMode;

use super::RegisteredRp;
use super::origins::{Origin, origin};

/// A setting that is allowed and seldom meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RpWarning {
    /// Snake case, stable.
    pub code: &'static str,
    /// For people: what follows from it, and what would be better.
    pub message: String,
}

impl RegisteredRp {
    /// What is allowed and seldom meant.
    pub fn warnings(&self) -> Vec<RpWarning> {
        let mut warnings = Vec::new();
        let mut warn = |code, message| warnings.push(RpWarning { code, message });
        let attestation = &self.policy.attestation;
        let is_enforced = attestation.mode == AttestationMode::Enforced;
        if self.policy.leaves_enrolment_open() {
            let message = "whoever reaches the options of registration can add a passkey to any \
                           user; set enrolment to token, or sectoken to options, unless only \
                           back ends reach this server";
            warn("enrolment_open", message.to_owned());
        }
        if is_enforced && !attestation.require {
            let message = "attestation is enforced and not required: a registration without a \
                           statement is let in; set attestation.require to true";
            warn("attestation_not_required", message.to_owned());
        }
        if !is_enforced && !self.policy.aaguid.allow.is_empty() {
            let message = "models are allowed by what they say of themselves: nothing proves an \
                           AAGUID unless attestation.mode is enforced";
            warn("aaguid_not_proven", message.to_owned());
        }
        if let Some(message) = self.related_origins() {
            warn("related_origins", message);
        }
        warnings
    }

    fn related_origins(&self) -> Option<String> {
        let rp_id = &self.rp_id;
        let is_related = |text: &&String| matches!(origin(text, rp_id), Ok(Origin::Related));
        let related: Vec<&str> = self
            .fields
            .origins
            .iter()
            .filter(is_related)
            .map(String::as_str)
            .collect();
        if related.is_empty() {
            return None;
        }
        let related = related.join(", ");
        let mut message = format!(
            "{related}: related origins work only once https://{rp_id}/.well-known/webauthn is \
             answered by this server"
        );
        if !self.fields.hosts.contains(rp_id) {
            message.push_str(&format!(", which takes {rp_id} among the hosts"));
        }
        Some(message)
    }
}
