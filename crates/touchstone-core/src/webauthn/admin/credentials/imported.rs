//! Decides what is said of a credential that was registered elsewhere, and what of it can be held against itself: the hash of its identifier,
//! the algorithm of its key (spec webauthn.md 6).

use touchstone_evidence::cose::CredentialKey;
use touchstone_evidence::limits::{
    CREDENTIAL_ID_BYTES_MAX, CREDENTIAL_LABEL_BYTES_MAX, TRANSPORT_BYTES_MAX, TRANSPORTS_MAX,
    USER_AGENT_BYTES_MAX,
};
use touchstone_evidence::webauthn::{Aaguid, AttestationType, Format};

use crate::ports::{CredentialAsked, CredentialState};
use crate::webauthn::policy::{AttestationPreference, ResidentKey, UserVerification};
use crate::webauthn::session::sha256;
use crate::{AdminError, CredentialExtId, Issue, Timestamp};

const AUTHENTICATOR_BYTES_MAX: usize = 256;

/// A credential that was registered elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedCredential {
    /// What others call it; without it a new one.
    pub ext_id: Option<CredentialExtId>,
    /// The RP ID that it is bound to, of a relying party of the tenant.
    pub rp_id: String,
    /// The credential id.
    pub credential_id: Vec<u8>,
    /// Its SHA-256, which must fit.
    pub hashed_credential_id: Vec<u8>,
    /// The COSE key.
    pub public_key: Vec<u8>,
    /// Its COSE algorithm, which must be that of the key; without it the key's.
    pub algorithm: Option<i64>,
    /// The greatest signature counter that was accepted.
    pub sign_count: u32,
    /// The model.
    pub aaguid: Aaguid,
    /// What people read of the model.
    pub authenticator: String,
    /// What the options asked for.
    pub asked: CredentialAsked,
    /// `platform` or `cross-platform`.
    pub attachment: Option<String>,
    /// How it is reached.
    pub transports: Vec<String>,
    /// The attestation statement format.
    pub format: Format,
    /// What the statement proved.
    pub attestation_type: AttestationType,
    /// SHA-1 of the attestation certificate's public key bits, of a fido-u2f authenticator.
    pub certificate_key_id: Option<[u8; 20]>,
    /// Whether it is discoverable.
    pub resident_key: Option<bool>,
    /// Whether the user was ever verified with it.
    pub uv_initialized: bool,
    /// The BE flag; without it the first assertion sets it.
    pub backup_eligible: Option<bool>,
    /// The BS flag.
    pub backup_state: bool,
    /// What its user calls it.
    pub user_friendly_name: Option<String>,
    /// The agent that registered it.
    pub user_agent: Option<String>,
    /// The agent that last signed in with it.
    pub last_user_agent: Option<String>,
    /// Whether it signs in.
    pub state: CredentialState,
    /// When it was registered; without it now.
    pub created_at: Option<Timestamp>,
    /// When it last signed in.
    pub last_used_at: Option<Timestamp>,
}

/// What a name of a credential must be.
pub(super) const NAME_WANTED: &str = "must be at most 256 bytes without control characters";

/// Whether it can be what a user calls a credential.
pub(super) fn is_friendly_name(text: &str) -> bool {
    is_text(text, CREDENTIAL_LABEL_BYTES_MAX)
}

fn is_text(text: &str, bytes_max: usize) -> bool {
    text.len() <= bytes_max && !text.chars().any(char::is_control)
}

struct Issues(Vec<Issue>);

impl Issues {
    fn expect(&mut self, is_right: bool, path: &str, message: &str) {
        if !is_right {
            self.0.push(Issue {
                path: path.to_owned(),
                message: message.to_owned(),
            });
        }
    }
}

impl ImportedCredential {
    /// The algorithm of its key, when everything is in order.
    pub(super) fn check(&self) -> Result<i64, AdminError> {
        let mut issues = Issues(Vec::new());
        self.check_words(&mut issues);
        self.check_texts(&mut issues);
        let is_id = (1..=CREDENTIAL_ID_BYTES_MAX).contains(&self.credential_id.len());
        let message = "must be 1 to 1023 bytes in base64url without padding";
        issues.expect(is_id, "credentialId", message);
        let hash = sha256(&self.credential_id);
        let fits = self.hashed_credential_id == hash;
        let message = "must be the SHA-256 of credentialId in base64url without padding";
        issues.expect(fits, "hashedCredentialId", message);
        let message = "cannot be used before it was registered";
        let is_after = match (self.created_at, self.last_used_at) {
            (Some(created), Some(used)) => created <= used,
            _ => true,
        };
        issues.expect(is_after, "lastUsedAt", message);
        let key = CredentialKey::parse(&self.public_key);
        let algorithm = key.as_ref().ok().map(|key| key.algorithm().id());
        if let Err(error) = &key {
            let message = format!("must be a COSE key in base64url: {error}");
            issues.expect(false, "publicKey", &message);
        }
        let fits = self
            .algorithm
            .is_none_or(|alg| algorithm.is_none_or(|own| own == alg));
        issues.expect(fits, "alg", "must be the algorithm of publicKey");
        match algorithm {
            Some(algorithm) if issues.0.is_empty() => Ok(algorithm),
            _ => Err(AdminError::Invalid(issues.0)),
        }
    }

    fn check_words(&self, issues: &mut Issues) {
        let asked = &self.asked;
        issues.expect(
            AttestationPreference::from_word(&asked.attestation).is_some(),
            "attestationConveyancePreference",
            "must be none, indirect, direct or enterprise",
        );
        issues.expect(
            ResidentKey::from_word(&asked.resident_key).is_some(),
            "residentKeyRequirement",
            "must be discouraged, preferred or required",
        );
        issues.expect(
            UserVerification::from_word(&asked.user_verification).is_some(),
            "userVerificationRequirement",
            "must be discouraged, preferred or required",
        );
        let is_backed_up_in_vain = self.backup_state && self.backup_eligible == Some(false);
        let message = "cannot be true where backupEligible is false";
        issues.expect(!is_backed_up_in_vain, "backupState", message);
    }

    fn check_texts(&self, issues: &mut Issues) {
        let message = "must be 1 to 256 bytes without control characters";
        let is_right =
            !self.authenticator.is_empty() && is_text(&self.authenticator, AUTHENTICATOR_BYTES_MAX);
        issues.expect(is_right, "authenticator", message);
        let name = self.user_friendly_name.as_deref();
        let is_right = name.is_none_or(is_friendly_name);
        issues.expect(is_right, "userFriendlyName", NAME_WANTED);
        let agents = [
            ("userAgent", &self.user_agent),
            ("lastUserAgent", &self.last_user_agent),
        ];
        for (path, agent) in agents {
            let agent = agent.as_deref();
            let is_right = agent.is_none_or(|agent| is_text(agent, USER_AGENT_BYTES_MAX));
            let message = "must be at most 1024 bytes without control characters";
            issues.expect(is_right, path, message);
        }
        let is_transport = |text: &String| !text.is_empty() && is_text(text, TRANSPORT_BYTES_MAX);
        let are_right =
            self.transports.len() <= TRANSPORTS_MAX && self.transports.iter().all(is_transport);
        let message = "must be at most 8 texts of 1 to 32 bytes";
        issues.expect(are_right, "transports", message);
    }
}
