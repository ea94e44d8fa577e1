//! Decides whether the signer of a receipt is Apple's (spec mobile.md C2): signer <- intermediate from the message <-
//! anchor, both valid when the receipt was made, the signer marked for receipts.

use alloc::vec::Vec;

use super::error::ChainError;
use super::signed_data::SignedData;
use crate::Timestamp;
use crate::x509::{Anchors, Certificate, Profile, oid, verify_path};

/// The signer's certificate.
pub(super) fn verify<'a>(
    message: &SignedData<'a>,
    anchors: &Anchors,
    created: Timestamp,
) -> Result<Certificate<'a>, ChainError> {
    let parsed: Result<Vec<_>, _> = message
        .certificates
        .iter()
        .map(|der| Certificate::parse(der))
        .collect();
    let parsed = parsed.map_err(ChainError::Certificate)?;
    let is_signer = |c: &&Certificate<'_>| {
        c.issuer == message.signer_issuer && c.serial == message.signer_serial
    };
    let signer = parsed
        .iter()
        .find(is_signer)
        .ok_or(ChainError::SignerMissing)?;
    let intermediate = parsed.iter().find(|c| c.subject == signer.issuer);
    let intermediate = intermediate.ok_or(ChainError::IntermediateMissing)?;
    let path = [signer.clone(), intermediate.clone()];
    verify_path(&path, anchors, &Profile::APPLE).map_err(ChainError::Path)?;
    for (index, certificate) in path.iter().enumerate() {
        let outside = |source| ChainError::OutsideValidity { index, source };
        certificate.validity.check(created).map_err(outside)?;
    }
    let [signer, _] = path;
    match signer.extension(oid::APPLE_RECEIPT_SIGNER) {
        Ok(Some(_)) => Ok(signer),
        _ => Err(ChainError::NotMarked),
    }
}
