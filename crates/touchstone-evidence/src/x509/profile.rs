//! Decides what a family asks of the certificates on a path, as data: a new family is a new value, not new code.
//!
//! Dates are not part of a path here: specs name their failures apart and differ in whom they ask, so each format
//! calls [`super::Validity::check`] for the certificates that it means. Extended key usage is never looked at.

use crate::signature::Scheme;

/// What the certificates on a path must fulfil, beyond names and signatures.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    /// What basicConstraints must say.
    pub basic_constraints: BasicConstraintsRule,
    /// What keyUsage must say.
    pub key_usage: KeyUsageRule,
    /// Which signature schemes may occur.
    pub schemes: &'static [Scheme],
}

/// What basicConstraints must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BasicConstraintsRule {
    /// Issuers are authorities with a sufficient path length, the leaf is none.
    Enforced,
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

impl Profile {
    /// App Attest chains (spec mobile.md A2) and receipt signers (C2).
    pub const APPLE: Self = Self {
        basic_constraints: BasicConstraintsRule::Enforced,
        key_usage: KeyUsageRule::EnforcedWherePresent,
        schemes: &[Scheme::EcdsaSha256, Scheme::EcdsaSha384],
    };
    /// Android Key Attestation (spec mobile.md K5): genuine devices ship attestation certificates that are no
    /// authorities and may not sign certificates.
    pub const ANDROID_KEY: Self = Self {
        basic_constraints: BasicConstraintsRule::Ignored,
        key_usage: KeyUsageRule::Ignored,
        schemes: &Scheme::ALL,
    };

    /// SysIntegrity chains (spec mobile.md H2).
    pub const HUAWEI: Self = Self {
        basic_constraints: BasicConstraintsRule::Enforced,
        key_usage: KeyUsageRule::EnforcedWherePresent,
        schemes: &[
            Scheme::RsaPkcs1Sha256,
            Scheme::RsaPkcs1Sha384,
            Scheme::RsaPkcs1Sha512,
            Scheme::EcdsaSha256,
            Scheme::EcdsaSha384,
            Scheme::EcdsaSha512,
        ],
    };
}
