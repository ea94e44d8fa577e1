//! Decides whether a U2F statement holds: checks U1 to U4, in the order that [`super::CHECKS`] prints.

use super::Error;
use crate::cbor::Item;
use crate::cose::Algorithm;
use crate::signature::PublicKey;
use crate::webauthn::statement::context::Context;
use crate::webauthn::statement::members::Members;
use crate::webauthn::statement::{self, VerifiedStatement, chain};
use crate::webauthn::{AttestationType, FormatSetting};

/// Judges a statement.
pub(in super::super) fn verify(
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatement, statement::Error> {
    // U1
    let members = Members::new(statement, "U1");
    let signature = members.bytes("sig")?;
    let x5c = members.x5c()?;
    let count = x5c.len();
    if count != 1 {
        return Err(Error::CertificateCount { count }.into());
    }
    let leaf = chain::leaf(&x5c, "U1")?;
    // U2
    if !matches!(leaf.spki.public_key(), Some(PublicKey::P256(_))) {
        return Err(Error::CertificateKeyInvalid.into());
    }
    let PublicKey::P256(point) = context.key.public_key() else {
        return Err(Error::CredentialKeyInvalid.into());
    };
    // U3
    if context.policy.u2f_zero_aaguid && !context.aaguid.is_zero() {
        return Err(Error::AaguidNotZero.into());
    }
    // U4: what a U2F token signs when it registers (FIDO U2F Raw Message Formats section 4.3).
    let message = [
        &[0],
        context.rp_id_hash.as_slice(),
        context.client_data_hash,
        context.credential_id,
        point,
    ];
    let key = chain::fitting_key(&leaf, Algorithm::Es256, "U4")?;
    key.check_signature(&message.concat(), &signature, "U4")?;
    Ok(VerifiedStatement {
        setting: FormatSetting::FidoU2f,
        attestation_type: AttestationType::Basic,
        algorithm: Some(Algorithm::Es256.id()),
        x5c: chain::owned(x5c),
        aaguid_in_leaf: false,
    })
}
