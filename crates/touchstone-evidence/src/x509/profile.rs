//! Decides what a family asks of the certificates on a path, as data: a new family is a new value, not new code.
//!
//! Dates are not part of a path here: specs name their failures apart and differ in whom they ask, so each format
//! calls [`super::Validity::check`] for the certificates that it means. Extended key usage is never looked at.

use super::oid;
use crate::signature::Scheme;

/// What the certificates on a path must fulfil, beyond names and signatures.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    /// What basicConstraints must say.
    pub basic_constraints: BasicConstraintsRule,
    /// What keyUsage must say.
    pub key_usage: KeyUsageRule,
    /// Which critical extensions may occur.
    pub critical: CriticalRule,
    /// Which signature schemes may occur.
    pub schemes: &'static [Scheme],
}

/// What basicConstraints must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BasicConstraintsRule {
    /// Issuers are authorities with a sufficient path length, the leaf is none.
    Enforced,
    /// Issuers are authorities with a sufficient path length; the leaf may be anything.
    EnforcedForIssuers,
    /// Nothing: for families whose genuine chains break the rule.
    Ignored,
}

/// What keyUsage must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUsageRule {
    /// An issuer that has the extension may sign certificates.
    EnforcedWherePresent,
    /// Nothing: for families whose genuine chains break the rule.
    Ignored,
}

/// Which critical extensions a certificate may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CriticalRule {
    /// These, by object identifier.
    Only(&'static [&'static [u8]]),
    /// Any: for families whose specs ask for none.
    Ignored,
}

impl Profile {
    /// App Attest chains (spec mobile.md A2) and receipt signers (C2).
    pub const APPLE: Self = Self {
        basic_constraints: BasicConstraintsRule::Enforced,
        key_usage: KeyUsageRule::EnforcedWherePresent,
        critical: CriticalRule::Ignored,
        schemes: &[Scheme::EcdsaSha256, Scheme::EcdsaSha384],
    };
    /// Android Key Attestation (spec mobile.md K5): genuine devices ship attestation certificates that are no
    /// authorities and may not sign certificates.
    pub const ANDROID_KEY: Self = Self {
        basic_constraints: BasicConstraintsRule::Ignored,
        key_usage: KeyUsageRule::Ignored,
        critical: CriticalRule::Ignored,
        schemes: &[
            Scheme::EcdsaSha256,
            Scheme::EcdsaSha384,
            Scheme::EcdsaSha512,
            Scheme::RsaPkcs1Sha256,
            Scheme::RsaPkcs1Sha384,
            Scheme::RsaPkcs1Sha512,
        ],
    };
    /// SysIntegrity chains (spec mobile.md H2).
    pub const HUAWEI: Self = Self {
        basic_constraints: BasicConstraintsRule::Enforced,
        key_usage: KeyUsageRule::EnforcedWherePresent,
        critical: CriticalRule::Ignored,
        schemes: &[
            Scheme::RsaPkcs1Sha256,
            Scheme::RsaPkcs1Sha384,
            Scheme::RsaPkcs1Sha512,
            Scheme::EcdsaSha256,
            Scheme::EcdsaSha384,
            Scheme::EcdsaSha512,
        ],
    };
    /// Chains of authenticators (spec webauthn.md T9) and of the metadata service (M4).
    pub const WEBAUTHN: Self = Self {
        basic_constraints: BasicConstraintsRule::EnforcedForIssuers,
        key_usage: KeyUsageRule::EnforcedWherePresent,
        critical: CriticalRule::Only(&[
            oid::KEY_USAGE,
            oid::SUBJECT_ALT_NAME,
            oid::BASIC_CONSTRAINTS,
            oid::CERTIFICATE_POLICIES,
            oid::EXTENDED_KEY_USAGE,
            oid::FIDO_AAGUID,
        ]),
        schemes: &[
            Scheme::EcdsaSha256,
            Scheme::EcdsaSha384,
            Scheme::EcdsaSha512,
            Scheme::RsaPkcs1Sha256,
            Scheme::RsaPkcs1Sha384,
            Scheme::RsaPkcs1Sha512,
            Scheme::RsaPssSha256,
            Scheme::RsaPssSha384,
            Scheme::RsaPssSha512,
            Scheme::Ed25519,
            Scheme::MlDsa,
        ],
    };
    /// [`Self::WEBAUTHN`] where SHA-1 is allowed: some makers of TPMs sign with it.
    pub const WEBAUTHN_WITH_SHA1: Self = Self {
        schemes: &[
            Scheme::EcdsaSha256,
            Scheme::EcdsaSha384,
            Scheme::EcdsaSha512,
            Scheme::RsaPkcs1Sha1,
            Scheme::RsaPkcs1Sha256,
            Scheme::RsaPkcs1Sha384,
            Scheme::RsaPkcs1Sha512,
            Scheme::RsaPssSha256,
            Scheme::RsaPssSha384,
            Scheme::RsaPssSha512,
            Scheme::Ed25519,
            Scheme::MlDsa,
        ],
        ..Self::WEBAUTHN
    };
}
