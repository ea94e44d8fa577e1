//! Decides whether an assertion is by a registered credential: checks G6 to G11 (spec webauthn.md section 4.6), in the order
//! that [`CHECKS`] prints. G1 to G5 belong to the use case, which finds the credential.

mod error;

use super::authenticator_data::{AuthenticatorData, Flags};
use crate::cose::CredentialKey;
use crate::digest::{Sha256, sha256};
pub use error::Error;

/// The checks in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("G6", "authenticator data is well-formed"),
    ("G7", "rpId is the expected one"),
    ("G8", "user was present, and verified where asked for"),
    ("G9", "credential can be copied as before"),
    ("G10", "signature is by the credential's key"),
    ("G11", "counter has advanced"),
];

/// What an assertion is judged against: the session, the client data, and the credential.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// The rpId.
    pub rp_id: &'e str,
    /// The application identifier of U2F in place of the rpId: only when the session sent it and the client says that
    /// it was used (G7).
    pub app_id: Option<&'e str>,
    /// SHA-256 of the client data ([`super::client_data::ClientData::hash`]).
    pub client_data_hash: &'e Sha256,
    /// The session says that the user must be verified (G8).
    pub user_verification_required: bool,
    /// The stored flag BE; `None` when no assertion has shown it yet (G9).
    pub backup_eligible: Option<bool>,
    /// The stored key: a COSE_Key.
    pub public_key: &'e [u8],
}

/// What an accepted assertion proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The signature counter; [`check_counter`] compares it.
    pub sign_count: u32,
    /// Flag UV. (Flag UP is always set.)
    pub user_verified: bool,
    /// Flag BE.
    pub backup_eligible: bool,
    /// Flag BS.
    pub backup_state: bool,
}

/// Judges an assertion: G6 to G10.
pub fn verify(
    authenticator_data: &[u8],
    signature: &[u8],
    expected: &Expected<'_>,
) -> Result<Verified, Error> {
    // G6
    let parsed = AuthenticatorData::parse(authenticator_data)?;
    // G7
    let rp_id = expected.app_id.unwrap_or(expected.rp_id);
    if *parsed.rp_id_hash != sha256(&[rp_id.as_bytes()]) {
        let rp_id_hash = *parsed.rp_id_hash;
        return Err(Error::RpIdHashMismatch { rp_id_hash });
    }
    // G8
    check_flags(parsed.flags, expected)?;
    // G9
    let eligible = parsed.flags.backup_eligible();
    if expected
        .backup_eligible
        .is_some_and(|stored| stored != eligible)
    {
        return Err(Error::BackupEligibilityChanged { eligible });
    }
    // G10: a stored key that is none signs nothing.
    let key = CredentialKey::parse(expected.public_key).map_err(|_| Error::SignatureInvalid)?;
    let message = [authenticator_data, expected.client_data_hash].concat();
    let verified = key.verifying_key().verify(&message, signature);
    verified.map_err(|_| Error::SignatureInvalid)?;
    Ok(Verified {
        sign_count: parsed.sign_count,
        user_verified: parsed.flags.user_verified(),
        backup_eligible: eligible,
        backup_state: parsed.flags.backup_state(),
    })
}

fn check_flags(flags: Flags, expected: &Expected<'_>) -> Result<(), Error> {
    if !flags.user_present() {
        return Err(Error::UserNotPresent);
    }
    if !flags.user_verified() && expected.user_verification_required {
        return Err(Error::UserNotVerified);
    }
    if flags.backup_state() && !flags.backup_eligible() {
        return Err(Error::BackupFlagsInconsistent);
    }
    Ok(())
}

/// G11: the counter has advanced, or the authenticator keeps none.
pub const fn check_counter(stored: u32, counter: u32) -> Result<(), Error> {
    if counter_advances(stored, counter) {
        Ok(())
    } else {
        Err(Error::CounterRegressed { counter, stored })
    }
}

/// Whether `counter` may follow `stored`: it is greater, or both are zero (spec webauthn.md section 3.3).
pub const fn counter_advances(stored: u32, counter: u32) -> bool {
    counter > stored || (counter == 0 && stored == 0)
}

#[cfg(test)]
mod tests;
