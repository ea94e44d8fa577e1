//! Decides whether there is no statement: format `none` (WebAuthn L3 section 8.7, check N1 of spec webauthn.md).

use alloc::vec::Vec;

use super::{Error, VerifiedStatement};
use crate::cbor::Item;
use crate::webauthn::{AttestationType, FormatSetting};

/// The checks of this format: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[("N1", "statement is empty")];

/// Judges a statement: it must be the empty map.
pub(super) fn verify(statement: Item<'_>) -> Result<VerifiedStatement, Error> {
    let first = statement.entries().map(|mut entries| entries.next());
    if !matches!(first, Some(None)) {
        return Err(Error::NoneNotEmpty);
    }
    Ok(VerifiedStatement {
        setting: FormatSetting::None,
        attestation_type: AttestationType::None,
        algorithm: None,
        x5c: Vec::new(),
        aaguid_in_leaf: false,
    })
}
