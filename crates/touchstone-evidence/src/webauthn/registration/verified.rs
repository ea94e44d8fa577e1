//! Decides nothing: what an accepted registration proves.

use alloc::vec::Vec;

use super::super::statement::VerifiedStatements;
use super::super::{Aaguid, AttestationType, Format};

/// What an accepted registration proves. Whether its statement is trusted is judged apart (spec webauthn.md section 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The model that the authenticator names; proven only as far as the statement proves it.
    pub aaguid: Aaguid,
    /// 1 to 1,023 bytes.
    pub credential_id: Vec<u8>,
    /// The credential's key as it came: a COSE_Key.
    pub public_key: Vec<u8>,
    /// The key's COSE algorithm.
    pub algorithm: i64,
    /// The signature counter.
    pub sign_count: u32,
    /// Flag UP.
    pub user_present: bool,
    /// Flag UV.
    pub user_verified: bool,
    /// Flag BE.
    pub backup_eligible: bool,
    /// Flag BS.
    pub backup_state: bool,
    /// The authenticator's extension data as it came: one CBOR map.
    pub extensions: Option<Vec<u8>>,
    /// What came of the statement.
    pub statement: VerifiedStatements,
}

impl Verified {
    /// The format of the statement.
    pub const fn format(&self) -> Format {
        self.statement.setting.format()
    }

    /// What the statement is worth.
    pub const fn attestation_type(&self) -> AttestationType {
        self.statement.attestation_type
    }
}
