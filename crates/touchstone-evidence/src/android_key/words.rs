//! Decides which words stand for the closed facts of an attestation, in settings and in stored facts.

/// What keeps a key, or makes a statement about it; ordered from weak to strong (spec mobile.md section 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecurityLevel {
    /// The operating system. Never accepted: it proves nothing about the device.
    Software,
    /// A trusted execution environment.
    Tee,
    /// A separate secure element.
    StrongBox,
}

impl SecurityLevel {
    /// Every level.
    pub const ALL: [Self; 3] = [Self::Software, Self::Tee, Self::StrongBox];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Software => "software",
            Self::Tee => "tee",
            Self::StrongBox => "strongbox",
        }
    }

    /// The level with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The level with that number in a description, if there is one.
    pub const fn from_number(number: u32) -> Option<Self> {
        match number {
            0 => Some(Self::Software),
            1 => Some(Self::Tee),
            2 => Some(Self::StrongBox),
            _ => None,
        }
    }
}

/// What the boot loader found when it verified the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BootState {
    /// Signed by the manufacturer.
    Verified,
    /// Signed by a key of the user's.
    SelfSigned,
    /// Not checked.
    Unverified,
    /// Checked, and wrong. Never accepted.
    Failed,
}

impl BootState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Verified,
        Self::SelfSigned,
        Self::Unverified,
        Self::Failed,
    ];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::SelfSigned => "self_signed",
            Self::Unverified => "unverified",
            Self::Failed => "failed",
        }
    }

    /// The state with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The state with that number in a root of trust, if there is one.
    pub const fn from_number(number: u32) -> Option<Self> {
        match number {
            0 => Some(Self::Verified),
            1 => Some(Self::SelfSigned),
            2 => Some(Self::Unverified),
            3 => Some(Self::Failed),
            _ => None,
        }
    }
}

/// How a device got its attestation key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Provisioning {
    /// In the factory.
    Factory,
    /// From a server, again and again.
    Remote,
}

impl Provisioning {
    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Factory => "factory",
            Self::Remote => "remote",
        }
    }
}
