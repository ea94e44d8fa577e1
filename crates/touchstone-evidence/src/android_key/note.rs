//! Decides what is told of a description beyond its facts: what was left out, and why (spec mobile.md K9).

use core::fmt;

/// Which of the two authorization lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// What the operating system vouches for.
    Software,
    /// What the TEE or StrongBox vouches for.
    Hardware,
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Software => "software list",
            Self::Hardware => "hardware list",
        })
    }
}

/// Something that was left out; never a reason to refuse by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Note {
    /// A tag that is unknown here.
    UnknownTag {
        /// Where it stands.
        list: List,
        /// Its number.
        tag: u32,
    },
    /// A known tag whose value cannot be read; it counts as absent.
    Unreadable {
        /// Where it stands.
        list: List,
        /// Its number.
        tag: u32,
    },
    /// The provisioning info of the attestation certificate cannot be read.
    ProvisioningInfoUnreadable,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTag { list, tag } => write!(f, "{list}: unknown tag {tag}"),
            Self::Unreadable { list, tag } => write!(f, "{list}: tag {tag} unreadable"),
            Self::ProvisioningInfoUnreadable => f.write_str("provisioning info unreadable"),
        }
    }
}
