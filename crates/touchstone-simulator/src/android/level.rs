//! Which kinds of phones and keys are there?

/// How the phone came by its attestation key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Provisioning {
    /// In the factory: three certificates, years long.
    Factory,
    /// From Google's server: four certificates, weeks long.
    Remote,
}

/// Where the key lives, as the attestation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecurityLevel {
    /// In the operating system.
    Software,
    /// In the trusted execution environment.
    Tee,
    /// In a chip of its own.
    StrongBox,
}

impl SecurityLevel {
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Software => 0,
            Self::Tee => 1,
            Self::StrongBox => 2,
        }
    }

    /// The word in the names of certificates.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Software | Self::Tee => "TEE",
            Self::StrongBox => "StrongBox",
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Software | Self::Tee => Self::StrongBox,
            Self::StrongBox => Self::Tee,
        }
    }
}

/// Whose key signed the system that the phone started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BootState {
    /// The maker's.
    Verified,
    /// The owner's.
    SelfSigned,
    /// Nobody's: the boot loader is open.
    Unverified,
    /// The check failed.
    Failed,
}

impl BootState {
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Verified => 0,
            Self::SelfSigned => 1,
            Self::Unverified => 2,
            Self::Failed => 3,
        }
    }
}

/// Which kind of key the app asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetKey {
    /// ECDSA on P-256.
    P256,
    /// RSA of 2,048 bits; every phone has the same committed test key.
    Rsa,
    /// ML-DSA-65. Opaque: the key and its signatures have the right form and verify nowhere.
    MlDsa65,
}
