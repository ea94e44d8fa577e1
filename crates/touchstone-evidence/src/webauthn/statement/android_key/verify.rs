//! Decides whether an Android key statement holds: checks D1 to D7, in the order that [`super::CHECKS`] prints.

use super::{Error, description};
use crate::android_key::description::KeyDescription;
use crate::cbor::Item;
use crate::webauthn::statement::context::Context;
use crate::webauthn::statement::members::Members;
use crate::webauthn::statement::{self, VerifiedStatement, chain};
use crate::webauthn::{AttestationType, FormatSetting};
use crate::x509::{Certificate, oid};

/// Judges a statement.
pub(in super::super) fn verify(
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatement, statement::Error> {
    // D1
    let members = Members::new(statement, "D1");
    let algorithm_id = members.integer("alg")?;
    let signature = members.bytes("sig")?;
    let x5c = members.x5c()?;
    let leaf = chain::leaf(&x5c, "D1")?;
    if leaf.spki.public_key() != Some(context.key.public_key()) {
        return Err(Error::LeafKeyMismatch.into());
    }
    // D2
    let algorithm = chain::algorithm(algorithm_id, "D2")?;
    chain::check_signature(&leaf, algorithm, context.signed, &signature, "D2")?;
    // D3
    let described = describe(&leaf)?;
    // D4 to D7
    description::check(&described, context.client_data_hash, context.policy)?;
    Ok(VerifiedStatement {
        setting: FormatSetting::AndroidKey,
        attestation_type: AttestationType::Basic,
        algorithm: Some(algorithm_id),
        x5c: chain::owned(x5c),
        aaguid_in_leaf: false,
    })
}

/// D3: the description in the leaf.
fn describe<'a>(leaf: &Certificate<'a>) -> Result<KeyDescription<'a>, Error> {
    let extension = leaf.extension(oid::ANDROID_KEY_DESCRIPTION);
    let extension = extension.map_err(|_| Error::ExtensionRepeated)?;
    let extension = extension.ok_or(Error::ExtensionMissing)?;
    KeyDescription::parse_with_integer_levels(extension.value).map_err(Error::ExtensionMalformed)
}
