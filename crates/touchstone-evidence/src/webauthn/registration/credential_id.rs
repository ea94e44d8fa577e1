//! Decides which credential an attestation object speaks of, before anything of it is judged.

use alloc::vec::Vec;

use super::Error;
use super::object::Object;
use crate::webauthn::authenticator_data::AuthenticatorData;

/// The credential id inside of an attestation object: what `id` of a registration must equal (A14). It proves nothing.
pub fn credential_id(attestation_object: &[u8]) -> Result<Vec<u8>, Error> {
    let object = Object::parse(attestation_object)?;
    let auth_data = AuthenticatorData::parse(&object.auth_data)?;
    let attested = auth_data.attested.ok_or(Error::AttestedDataFlagMissing)?;
    Ok(attested.credential_id.to_vec())
}
