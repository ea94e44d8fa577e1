//! Decides how a KeyDescription that cannot be taken is named (spec mobile.md K9 and section 8).

use crate::android_key::note::List;
use crate::der;

/// Why bytes are no KeyDescription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The DER of a mandatory element is wrong, or there are not exactly eight.
    #[error("key description is not the expected DER")]
    Der(#[from] der::Error),
    /// The version of the format is 0.
    #[error("attestation version 0")]
    VersionZero,
    /// A security level that is none of the three.
    #[error("unknown security level {number}")]
    SecurityLevelUnknown {
        /// The number.
        number: u32,
    },
    /// What stands in a list has no context tag.
    #[error("{list}: element without a context tag")]
    NotTagged {
        /// Which list.
        list: List,
    },
    /// A tag comes twice.
    #[error("{list}: repeated tag {tag}")]
    RepeatedTag {
        /// Which list.
        list: List,
        /// Its number.
        tag: u32,
    },
    /// More than 128 tags, 64 packages or 16 digests.
    #[error("{list}: more tags, packages or digests than allowed")]
    BeyondLimit {
        /// Which list.
        list: List,
    },
}
