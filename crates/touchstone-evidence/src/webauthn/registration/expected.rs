//! Decides nothing: what a registration is judged against. The policy is always an argument.

use super::super::BackupEligible;
use super::super::statement::StatementPolicy;
use crate::digest::Sha256;

/// What a registration is judged against: the session, the envelope, and the relying party's policy.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// The rpId.
    pub rp_id: &'e str,
    /// `id` of the envelope.
    pub credential_id: &'e [u8],
    /// SHA-256 of the client data ([`super::super::client_data::ClientData::hash`]).
    pub client_data_hash: &'e Sha256,
    /// Nobody need be present: a conditional creation (A10).
    pub user_presence_waived: bool,
    /// The session says that the user must be verified (A11).
    pub user_verification_required: bool,
    /// Whether the credential may be such as can be copied (A12).
    pub backup_eligible: BackupEligible,
    /// The COSE algorithms that the session offered (K3).
    pub algorithms: &'e [i64],
    /// What is asked of the statement.
    pub statement: &'e StatementPolicy,
}
