//! Decides what a source of metadata is trusted by, and names the one that is asked unless the operator says otherwise.

use crate::x509::{Anchors, AnchorsError, Crls, Revocation};

/// The metadata service of the FIDO Alliance.
pub const DEFAULT_URL: &str = "https://mds3.fidoalliance.org/";

/// Who signs its BLOBs.
pub const DEFAULT_SIGNER: &str = "mds.fidoalliance.org";

/// The roots of its signer: GlobalSign Root R3 and R46, which are roots of the public web. Without [`DEFAULT_SIGNER`] any of
/// their customers could sign a BLOB.
pub fn default_roots() -> Result<Anchors, AnchorsError> {
    Anchors::from_pem(include_str!(
        "../../anchors/fido_metadata_service_roots.pem"
    ))
}

/// What the BLOBs of a source are judged against.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// Its roots.
    pub roots: &'s Anchors,
    /// The name that its leaf must have as dNSName; `None` = any.
    pub signer: Option<&'s str>,
    /// What is asked of revocation lists.
    pub revocation: Revocation,
    /// The revocation lists at hand.
    pub crls: &'s Crls,
}
