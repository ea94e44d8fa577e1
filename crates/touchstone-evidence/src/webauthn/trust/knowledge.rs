//! Decides nothing: what is known about an authenticator, gathered by the use case.

use super::super::metadata::Entry;
use crate::android_key::StatusList;
use crate::x509::{Anchors, Crls};

/// What is known when a statement is judged. All of it came in beforehand; nothing is fetched for a ceremony.
#[derive(Clone, Copy, Debug)]
pub struct Knowledge<'k> {
    /// The metadata: by AAGUID; for fido-u2f by the key id of its leaf
    /// ([`certificate_key_id`](super::super::metadata::certificate_key_id)).
    pub entry: Option<&'k Entry>,
    /// The relying party's own anchors for the statement's format.
    pub configured: Option<&'k Anchors>,
    /// The built-in anchors of the statement's format: [`BuiltInAnchors::of`](super::BuiltInAnchors::of).
    pub built_in: Option<&'k Anchors>,
    /// The revocation lists at hand.
    pub crls: &'k Crls,
    /// Google's list of withdrawn keys, while it is young enough to be judged by.
    pub status_list: Option<&'k StatusList>,
}
