//! Decides how an administrator's write is made: with its audit row in the same transaction, and against the version that was read.

use super::AuditRow;

/// A write by an administrator and the trace it leaves; both are on disk or neither is.
#[derive(Clone, Debug)]
pub struct Change<T> {
    /// What is to be stored.
    pub value: T,
    /// The version that must be stored now (`If-Match`); `None` asks for no check.
    pub if_version: Option<u64>,
    /// The row of the audit log.
    pub audit: AuditRow,
}

/// A value and how often it was written, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The value.
    pub value: T,
    /// Grows by one with every write.
    pub version: u64,
}

/// A member that no two objects share, where an object has several of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UniqueMember {
    /// What others call a user, in its tenant.
    UserExtId,
    /// The name of a user, in its tenant.
    Username,
    /// The handle of a user, in its tenant.
    UserHandle,
    /// What others call a credential, on the whole server.
    CredentialExtId,
    /// The credential id, at its relying party.
    CredentialId,
    /// The RP ID of a relying party, in its tenant.
    RpId,
    /// An origin of a relying party, on the whole server.
    Origin,
    /// A host of a relying party, on the whole server.
    Host,
}

impl UniqueMember {
    /// What administrators call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserExtId => "ext_id",
            Self::Username => "username",
            Self::UserHandle => "handle",
            Self::CredentialExtId => "extId",
            Self::CredentialId => "credentialId",
            Self::RpId => "rp_id",
            Self::Origin => "an origin",
            Self::Host => "a host",
        }
    }
}

/// How a write against a version ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written<T> {
    /// It is on disk.
    Done(T),
    /// There is no such object in this tenant.
    NotFound,
    /// Another version is stored now; nothing was changed.
    VersionDiffers,
    /// Another object has the same unique name; nothing was changed.
    Taken,
    /// Of an object with several unique members, another has the same in this one; nothing was changed.
    MemberTaken(UniqueMember),
    /// Other objects hang on it; nothing was changed. How many.
    InUse(u64),
    /// The limit of such objects is reached; nothing was changed.
    Full,
    /// Such objects would have so many bytes together, which is more than they may; nothing was changed.
    TooLarge(u64),
    /// The object is in a state from which this cannot be done (a revoked key cannot be rotated); nothing was changed.
    Refused,
}
