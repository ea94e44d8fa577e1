//! Decides what a write answers that the store did not do, in words that are the same for every object.

use crate::AdminError;
use crate::ports::{Versioned, Written};

/// Codes of [`AdminError::Conflict`]; each is listed in the reference.
pub mod conflict {
    /// Another request changed the object meanwhile.
    pub const CHANGED: &str = "conflict";
    /// Another object has the same unique name.
    pub const ALREADY_EXISTS: &str = "already_exists";
    /// Other objects hang on it.
    pub const IN_USE: &str = "in_use";
    /// The API key is revoked or expired.
    pub const KEY_NOT_LIVE: &str = "key_not_live";
    /// The newest session master key does not issue yet.
    pub const SESSION_KEY_PENDING: &str = "session_key_pending";
    /// The idempotency key was used for another request.
    pub const IDEMPOTENCY_KEY_REUSED: &str = "idempotency_key_reused";
    /// The first request of this idempotency key is under way.
    pub const IN_PROGRESS: &str = "in_progress";
    /// The request was done and its answer, which showed a secret, is not repeated.
    pub const ALREADY_DONE: &str = "already_done";
    /// The status list comes from a configured file.
    pub const STATUS_LIST_FROM_FILE: &str = "status_list_from_file";
    /// All of them.
    pub const ALL: [&str; 9] = [
        CHANGED,
        ALREADY_EXISTS,
        IN_USE,
        KEY_NOT_LIVE,
        SESSION_KEY_PENDING,
        IDEMPOTENCY_KEY_REUSED,
        IN_PROGRESS,
        ALREADY_DONE,
        STATUS_LIST_FROM_FILE,
    ];
}

/// What to say of one kind of object.
pub(crate) struct Words {
    /// Of a unique name that is taken.
    pub(crate) taken: &'static str,
    /// Of a state that forbids the change: code and words.
    pub(crate) refused: (&'static str, &'static str),
    /// Of a limit that is reached: what, and how many.
    pub(crate) full: (&'static str, u64),
    /// Of bytes that are too many together: where, and what to do.
    pub(crate) too_large: (&'static str, &'static str),
    /// Of objects that hang on it.
    pub(crate) in_use: &'static str,
}

impl Words {
    /// For objects that know none of these cases; each sets what it can meet.
    pub(crate) const NONE: Self = Self {
        taken: "another object has the same name",
        refused: (
            conflict::CHANGED,
            "the object is in a state that forbids this",
        ),
        full: ("objects", 0),
        too_large: ("", "the objects would have too many bytes together"),
        in_use: "other objects hang on it",
    };

    /// What was written. `wanted` is the version that the caller named.
    pub(crate) fn done<T>(
        &self,
        written: Written<T>,
        wanted: Option<u64>,
    ) -> Result<T, AdminError> {
        let conflict = |code, detail: String| Err(AdminError::Conflict { code, detail });
        match written {
            Written::Done(value) => Ok(value),
            Written::NotFound => Err(AdminError::NotFound),
            Written::VersionDiffers if wanted.is_some() => Err(AdminError::VersionDiffers),
            Written::VersionDiffers => conflict(
                conflict::CHANGED,
                "another request changed the object meanwhile; repeat this one".to_owned(),
            ),
            Written::Taken => conflict(conflict::ALREADY_EXISTS, self.taken.to_owned()),
            Written::MemberTaken(member) => conflict(
                conflict::ALREADY_EXISTS,
                format!("{} is taken: {}", member.name(), self.taken),
            ),
            Written::InUse(count) => {
                conflict(conflict::IN_USE, format!("{}: {count}", self.in_use))
            }
            Written::Full => Err(AdminError::LimitReached {
                what: self.full.0,
                max: self.full.1,
            }),
            Written::TooLarge(bytes) => {
                let (path, message) = self.too_large;
                Err(AdminError::invalid(path, format!("{message}: {bytes}")))
            }
            Written::Refused => conflict(self.refused.0, self.refused.1.to_owned()),
        }
    }
}

/// The version that was read must be the one that the caller named, if it named one.
pub(crate) fn expect_version<T>(
    read: &Versioned<T>,
    wanted: Option<u64>,
) -> Result<(), AdminError> {
    if wanted.is_none_or(|wanted| wanted == read.version) {
        Ok(())
    } else {
        Err(AdminError::VersionDiffers)
    }
}
