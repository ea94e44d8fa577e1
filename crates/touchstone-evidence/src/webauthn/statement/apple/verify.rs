//! Decides whether an Apple statement holds: checks L1 to L3, in the order that [`super::CHECKS`] prints.

use subtle::ConstantTimeEq;

use super::Error;
use crate::app_attest::attestation;
use crate::cbor::Item;
use crate::digest::sha256;
use crate::webauthn::statement::context::Context;
use crate::webauthn::statement::members::Members;
use crate::webauthn::statement::{self, VerifiedStatement, chain};
use crate::webauthn::{AttestationType, FormatSetting};
use crate::x509::oid;

/// Judges a statement.
pub(in super::super) fn verify(
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatement, statement::Error> {
    // L1
    let members = Members::new(statement, "L1");
    let x5c = members.x5c()?;
    let leaf = chain::leaf(&x5c, "L1")?;
    if matches!(leaf.extension(oid::APPLE_NONCE), Ok(None)) {
        return Err(Error::NonceMissing.into());
    }
    let nonce = attestation::nonce(&leaf).ok_or(Error::NonceMalformed)?;
    // L2
    if !bool::from(nonce.ct_eq(&sha256(&[context.signed]))) {
        return Err(Error::NonceMismatch.into());
    }
    // L3
    if leaf.spki.public_key() != Some(context.key.public_key()) {
        return Err(Error::KeyMismatch.into());
    }
    Ok(VerifiedStatement {
        setting: FormatSetting::Apple,
        attestation_type: AttestationType::AnonCa,
        algorithm: None,
        x5c: chain::owned(x5c),
        aaguid_in_leaf: false,
    })
}
