//! Decides whether a registration proves a new credential: checks A1 to A14 and K1 to K4, then those of its statement (spec
//! webauthn.md sections 4.2 and 4.3). Whom the statement leads to is judged apart (section 4.4).

mod checks;
mod credential_id;
mod error;
mod expected;
mod object;
mod verified;

pub use checks::checks;
pub use credential_id::credential_id;
pub use error::Error;
pub use expected::Expected;
pub use verified::Verified;

use super::authenticator_data::{AttestedData, AuthenticatorData, Flags};
use super::statement::Context;
use crate::Timestamp;
use crate::cose::{CredentialKey, CredentialKeyMap};
use crate::digest::sha256;
use object::Object;

/// Judges an attestation object. Only SafetyNet statements ask what time it is.
pub fn verify(
    attestation_object: &[u8],
    expected: &Expected<'_>,
    now: Timestamp,
) -> Result<Verified, Error> {
    // A1 to A7
    let object = Object::parse(attestation_object)?;
    // A8, A9a to A9c
    let auth_data = AuthenticatorData::parse(&object.auth_data)?;
    // A9d
    if *auth_data.rp_id_hash != sha256(&[expected.rp_id.as_bytes()]) {
        let rp_id_hash = *auth_data.rp_id_hash;
        return Err(Error::RpIdHashMismatch { rp_id_hash });
    }
    // A10 to A12
    check_flags(auth_data.flags, expected)?;
    // A13
    let attested = auth_data.attested.ok_or(Error::AttestedDataFlagMissing)?;
    // A14
    if attested.credential_id != expected.credential_id {
        return Err(Error::CredentialIdMismatch);
    }
    // K1 to K4
    let key = credential_key(&attested, expected)?;
    // F1, F2 and the format's
    let signed = [&object.auth_data, expected.client_data_hash.as_slice()].concat();
    let context = Context {
        signed: &signed,
        rp_id_hash: auth_data.rp_id_hash,
        client_data_hash: expected.client_data_hash,
        aaguid: attested.aaguid,
        credential_id: attested.credential_id,
        key: &key,
        policy: expected.statement,
        now,
    };
    let statement = object.verify_statement(&context)?;
    let flags = auth_data.flags;
    Ok(Verified {
        aaguid: attested.aaguid,
        credential_id: attested.credential_id.to_vec(),
        public_key: attested.public_key.to_vec(),
        algorithm: key.algorithm().id(),
        sign_count: auth_data.sign_count,
        user_present: flags.user_present(),
        user_verified: flags.user_verified(),
        backup_eligible: flags.backup_eligible(),
        backup_state: flags.backup_state(),
        extensions: auth_data.extensions.map(<[u8]>::to_vec),
        statement,
    })
}

/// A10 to A12.
fn check_flags(flags: Flags, expected: &Expected<'_>) -> Result<(), Error> {
    if !flags.user_present() && !expected.user_presence_waived {
        return Err(Error::UserNotPresent);
    }
    if !flags.user_verified() && expected.user_verification_required {
        return Err(Error::UserNotVerified);
    }
    let eligible = flags.backup_eligible();
    if flags.backup_state() && !eligible {
        return Err(Error::BackupFlagsInconsistent);
    }
    if expected.backup_eligible.allows(eligible) {
        Ok(())
    } else {
        Err(Error::BackupEligibilityNotAllowed { eligible })
    }
}

/// K1 to K4.
fn credential_key(
    attested: &AttestedData<'_>,
    expected: &Expected<'_>,
) -> Result<CredentialKey, Error> {
    let map = CredentialKeyMap::parse(attested.public_key)?;
    let algorithm = map.algorithm()?;
    if !expected.algorithms.contains(&algorithm.id()) {
        let algorithm = algorithm.id();
        return Err(Error::AlgorithmNotAllowed { algorithm });
    }
    Ok(map.key(algorithm)?)
}
