//! Decides whether a TPM statement holds: checks X1 to X9, in the order that [`super::CHECKS`] prints.

use subtle::ConstantTimeEq;

use super::attest::Attest;
use super::pub_area::PubArea;
use super::{Error, aik, algorithm, credential};
use crate::cbor::Item;
use crate::webauthn::statement::context::Context;
use crate::webauthn::statement::members::Members;
use crate::webauthn::statement::{self, VerifiedStatement, chain};
use crate::webauthn::{AttestationType, FormatSetting};

/// Judges a statement.
pub(in super::super) fn verify(
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatement, statement::Error> {
    // X1
    let members = Members::new(statement, "X1");
    let version = members.text("ver")?;
    let algorithm_id = members.integer("alg")?;
    let x5c = members.x5c()?;
    let signature = members.bytes("sig")?;
    let cert_info = members.bytes("certInfo")?;
    let pub_area = members.bytes("pubArea")?;
    let leaf = chain::leaf(&x5c, "X1")?;
    if version != "2.0" {
        return Err(Error::VersionUnsupported.into());
    }
    // X2
    let area = PubArea::parse(&pub_area).map_err(|_| Error::PubAreaMalformed)?;
    // X3
    if !credential::is_same_key(&area.key, &context.key.public_key()) {
        return Err(Error::PubAreaKeyMismatch.into());
    }
    // X4
    let attest = Attest::parse(&cert_info)?;
    // X5
    let (algorithm, hash) = algorithm::of_signature(algorithm_id, "X5")?;
    let expected = hash.of(&[context.signed]);
    if !bool::from(expected.as_ref().ct_eq(attest.extra_data)) {
        return Err(Error::ExtraDataMismatch.into());
    }
    // X6
    check_name(&attest, &area, &pub_area)?;
    // X7
    chain::check_signature(&leaf, algorithm, &cert_info, &signature, "X7")?;
    // X8
    let (device, aaguid_in_leaf) = aik::check(&leaf, context.aaguid)?;
    // X9
    let manufacturers = &context.policy.tpm_manufacturers;
    if !manufacturers.is_empty() && !device.is_made_by(manufacturers) {
        return Err(Error::ManufacturerUnknown.into());
    }
    Ok(VerifiedStatement {
        setting: FormatSetting::Tpm,
        attestation_type: AttestationType::AttCa,
        algorithm: Some(algorithm_id),
        x5c: chain::owned(x5c),
        aaguid_in_leaf,
    })
}

/// X6: a name is the number of a hash and that hash over the public area (TPM 2.0 Library part 1 section 16).
fn check_name(attest: &Attest<'_>, area: &PubArea<'_>, bytes: &[u8]) -> Result<(), Error> {
    let number = area.name_algorithm;
    let hash = algorithm::hash(number).ok_or(Error::NameAlgorithmUnsupported { number })?;
    let digest = hash.of(&[bytes]);
    let parts = attest.name.split_first_chunk();
    let is_name = parts.is_some_and(|(named, value)| {
        u16::from_be_bytes(*named) == number && bool::from(value.ct_eq(digest.as_ref()))
    });
    if is_name {
        Ok(())
    } else {
        Err(Error::NameMismatch)
    }
}
