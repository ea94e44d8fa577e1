//! Decides nothing: what every format judges a statement over.

use super::super::Aaguid;
use super::StatementPolicy;
use crate::Timestamp;
use crate::cose::CredentialKey;
use crate::digest::Sha256;

/// The credential that a statement is about, and what is asked of it.
#[derive(Clone, Copy)]
pub(in super::super) struct Context<'c> {
    /// What most formats sign, M: the authenticator data and, behind it, the client data hash.
    pub(in super::super) signed: &'c [u8],
    /// SHA-256 of the rpId.
    pub(in super::super) rp_id_hash: &'c Sha256,
    /// SHA-256 of the client data, H.
    pub(in super::super) client_data_hash: &'c Sha256,
    /// The model that the authenticator names.
    pub(in super::super) aaguid: Aaguid,
    /// The credential's id.
    pub(in super::super) credential_id: &'c [u8],
    /// The credential's key.
    pub(in super::super) key: &'c CredentialKey,
    /// What is asked.
    pub(in super::super) policy: &'c StatementPolicy,
    /// When it is judged.
    pub(in super::super) now: Timestamp,
}
