//! Decides how a refused chain is named: the reasons of spec mobile.md section 4.7, with the facts behind them.

use alloc::string::String;
use alloc::vec::Vec;

use super::description;
use super::note::List;
use super::{BootState, SecurityLevel};
use crate::Timestamp;
use crate::x509::{self, PathError};

/// Why a chain was refused. An `index` counts certificates from the target, 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// K1.
    #[error("chain malformed")]
    Malformed(#[source] Fault),
    /// K2: the chain ends in a key that Android's software attestation uses.
    #[error("chain ends in a software root")]
    SoftwareRoot,
    /// K2.
    #[error("chain does not end in a trusted root")]
    UntrustedRoot,
    /// K3.
    #[error("chain of {certificates} certificates below the root has no known shape")]
    ChainShape {
        /// Certificates without the root.
        certificates: usize,
    },
    /// K4.
    #[error("chain has {extra} more certificates than its shape")]
    ChainExtended {
        /// How many there are too many.
        extra: usize,
    },
    /// K5.
    #[error("certificates do not lead to the root")]
    ChainInvalid(#[source] PathError),
    /// K6.
    #[error("certificate {index} is valid from {not_before} only")]
    CertNotYetValid {
        /// Which certificate.
        index: usize,
        /// Its first instant.
        not_before: Timestamp,
    },
    /// K6.
    #[error("certificate {index} is valid until {not_after} only")]
    CertExpired {
        /// Which certificate.
        index: usize,
        /// Its last instant.
        not_after: Timestamp,
    },
    /// K7: a certificate that describes no key has a description.
    #[error("certificate {index} has a key description, but must not")]
    DescriptionElsewhere {
        /// Which certificate.
        index: usize,
    },
    /// K7: the target or the attest key.
    #[error("certificate {index} has {count} key descriptions instead of one")]
    DescriptionMissing {
        /// Which certificate.
        index: usize,
        /// How many it has.
        count: usize,
    },
    /// K8.
    #[error("certificate with serial number {serial} is revoked")]
    CertRevoked {
        /// Lower-case hexadecimal without leading zeros.
        serial: String,
    },
    /// K8.
    #[error("certificate with serial number {serial} is suspended")]
    CertSuspended {
        /// Lower-case hexadecimal without leading zeros.
        serial: String,
    },
    /// K9.
    #[error("key description of certificate {index} malformed")]
    DescriptionMalformed {
        /// Which certificate.
        index: usize,
        /// What is wrong with it.
        #[source]
        source: description::Error,
    },
    /// K9, only under [`super::Rules::reject_unknown_tags`].
    #[error("{list}: unknown tag {tag}")]
    UnknownTag {
        /// Where it stands.
        list: List,
        /// Its number.
        tag: u32,
    },
    /// K9: the key between target and attestation certificate is none for attesting, or of another challenge or level.
    #[error("attest key unfit")]
    AttestKeyInvalid,
    /// K10.
    #[error("challenge is not the final nonce")]
    ChallengeMismatch {
        /// The challenge that was attested.
        received: Vec<u8>,
    },
    /// K11.
    #[error("no application id")]
    AppIdMissing,
    /// K11.
    #[error("app not allowed")]
    AppNotAllowed,
    /// K11.
    #[error("app not signed by the configured signers alone")]
    SignerMismatch,
    /// K12: the levels differ, are too low, or do not fit the certificates above.
    #[error("security level {attestation:?} of the attestation, {keymint:?} of the key, refused")]
    SecurityLevel {
        /// Who made the statement.
        attestation: SecurityLevel,
        /// Who keeps the key.
        keymint: SecurityLevel,
    },
    /// K13.
    #[error("key was not generated in the device")]
    KeyOrigin {
        /// The origin in the hardware list.
        found: Option<u32>,
    },
    /// K14.
    #[error("key may be used by all apps")]
    KeyScope,
    /// K14.
    #[error("key may not sign")]
    KeyPurpose,
    /// K15.
    #[error("no root of trust in the hardware list")]
    RootOfTrustMissing,
    /// K15.
    #[error("boot loader not locked")]
    DeviceUnlocked,
    /// K15.
    #[error("boot state {found:?} not accepted")]
    BootState {
        /// The state.
        found: BootState,
    },
    /// K15.
    #[error("boot key not listed")]
    BootKey,
    /// K16; a version that is absent, zero or unreadable is too low.
    #[error("OS version below {minimum}")]
    OsVersion {
        /// The version in the hardware list.
        found: Option<u32>,
        /// The lowest accepted one.
        minimum: u32,
    },
    /// K16; a level that is absent, zero or unreadable is too low.
    #[error("{part} patch level below {minimum}")]
    PatchLevel {
        /// `OS`, `vendor` or `boot`.
        part: &'static str,
        /// The level in the hardware list, as attested.
        found: Option<u32>,
        /// The lowest accepted one, YYYYMM.
        minimum: u32,
    },
}

/// What is wrong with the form of a chain (K1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not 2 to 7.
    #[error("{0} certificates instead of 2 to 7")]
    CertificateCount(usize),
    /// More than 32,768 bytes together.
    #[error("certificates too long")]
    TooLong,
    /// A certificate cannot be read.
    #[error("certificate {index} unreadable")]
    Certificate {
        /// Which certificate.
        index: usize,
        /// What is wrong with it.
        #[source]
        source: x509::Error,
    },
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed; all before it in [`super::CHECKS`] passed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::Malformed(_) => ("K1", "android_malformed"),
            Self::SoftwareRoot => ("K2", "android_software_root"),
            Self::UntrustedRoot => ("K2", "android_untrusted_root"),
            Self::ChainShape { .. } => ("K3", "android_chain_shape"),
            Self::ChainExtended { .. } => ("K4", "android_chain_extended"),
            Self::ChainInvalid(_) => ("K5", "android_chain_invalid"),
            Self::CertNotYetValid { .. } => ("K6", "android_cert_not_yet_valid"),
            Self::CertExpired { .. } => ("K6", "android_cert_expired"),
            Self::DescriptionElsewhere { .. } => ("K7", "android_chain_extended"),
            Self::DescriptionMissing { .. } => ("K7", "android_extension_missing"),
            Self::CertRevoked { .. } => ("K8", "android_cert_revoked"),
            Self::CertSuspended { .. } => ("K8", "android_cert_suspended"),
            Self::DescriptionMalformed { .. } => ("K9", "android_extension_malformed"),
            Self::UnknownTag { .. } => ("K9", "android_unknown_tag"),
            Self::AttestKeyInvalid => ("K9", "android_attest_key_invalid"),
            Self::ChallengeMismatch { .. } => ("K10", "android_challenge_mismatch"),
            Self::AppIdMissing => ("K11", "android_app_id_missing"),
            Self::AppNotAllowed => ("K11", "android_app_not_allowed"),
            Self::SignerMismatch => ("K11", "android_signer_mismatch"),
            Self::SecurityLevel { .. } => ("K12", "android_security_level"),
            Self::KeyOrigin { .. } => ("K13", "android_key_origin"),
            Self::KeyScope => ("K14", "android_key_scope"),
            Self::KeyPurpose => ("K14", "android_key_purpose"),
            Self::RootOfTrustMissing => ("K15", "android_root_of_trust_missing"),
            Self::DeviceUnlocked => ("K15", "android_device_unlocked"),
            Self::BootState { .. } => ("K15", "android_boot_state"),
            Self::BootKey => ("K15", "android_boot_key"),
            Self::OsVersion { .. } => ("K16", "android_os_version"),
            Self::PatchLevel { .. } => ("K16", "android_patch_level"),
        }
    }
}
