//! Decides nothing: what trust is judged against (spec webauthn.md sections 2.7 and 5). The policy is always an argument.

use alloc::vec::Vec;

use super::super::metadata::StatusPolicy;
use super::super::{Aaguid, AttestationType};
use crate::x509::Revocation;

/// A relying party's policy for trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustPolicy {
    /// Models that are refused (`aaguid.deny`, T1).
    pub aaguid_deny: Vec<Aaguid>,
    /// Models that are accepted; empty = every one (`aaguid.allow`, T2).
    pub aaguid_allow: Vec<Aaguid>,
    /// With a list of accepted models: the statement must prove its model (`aaguid.require_proof`, T2, T4, T11).
    pub require_proof: bool,
    /// Types of attestation that are accepted (`attestation.accepted_types`, T3).
    pub accepted_types: Vec<AttestationType>,
    /// None and self are refused whatever the types (`attestation.require`, T3).
    pub attestation_required: bool,
    /// What becomes of T4 to T12 (`attestation.mode`).
    pub mode: AttestationMode,
    /// What becomes of a model about which nothing is known (`attestation.unknown_authenticator`, T4).
    pub unknown_authenticator: UnknownAuthenticator,
    /// Whether algorithms must be those of the metadata (`attestation.metadata_algorithms`, T6).
    pub metadata_algorithms: bool,
    /// Whether an anchor may be sent along (`attestation.x5c_contains_anchor`, T10).
    pub x5c_contains_anchor: Permission,
    /// Whether a certificate may be signed with SHA-1 (`attestation.sha1_certificates`, T9).
    pub sha1_certificates: Permission,
    /// What is asked of revocation lists (`attestation.revocation`, T12).
    pub revocation: Revocation,
    /// What status reports mean (T7).
    pub status: StatusPolicy,
}

impl TrustPolicy {
    /// Whether a statement has to prove its model.
    pub(super) const fn wants_proof(&self) -> bool {
        self.require_proof && !self.aaguid_allow.is_empty()
    }
}

/// The strict reading of every line: unknown models and SHA-1 are refused, all types are accepted.
impl Default for TrustPolicy {
    fn default() -> Self {
        Self {
            aaguid_deny: Vec::new(),
            aaguid_allow: Vec::new(),
            require_proof: true,
            accepted_types: AttestationType::ALL.to_vec(),
            attestation_required: false,
            mode: AttestationMode::Enforced,
            unknown_authenticator: UnknownAuthenticator::Refuse,
            metadata_algorithms: true,
            x5c_contains_anchor: Permission::Refuse,
            sha1_certificates: Permission::Refuse,
            revocation: Revocation::Soft,
            status: StatusPolicy::default(),
        }
    }
}

/// Setting `attestation.mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttestationMode {
    /// Chains are not judged.
    Disabled,
    /// They are, and the outcome is recorded.
    Monitor,
    /// They are, and what fails is refused.
    Enforced,
}

impl AttestationMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Disabled, Self::Monitor, Self::Enforced];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Monitor => "monitor",
            Self::Enforced => "enforced",
        }
    }

    /// The mode with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// Setting `attestation.unknown_authenticator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnknownAuthenticator {
    /// It registers, and its trust is uncertain.
    Accept,
    /// It is refused.
    Refuse,
}

impl UnknownAuthenticator {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Accept, Self::Refuse];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Refuse => "refuse",
        }
    }

    /// The choice with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// What is allowed or refused, as settings say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// It may be.
    Allow,
    /// It may not be.
    Refuse,
}

impl Permission {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Allow, Self::Refuse];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Refuse => "refuse",
        }
    }

    /// The choice with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}
