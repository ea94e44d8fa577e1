//! Decides which format judges a statement: F1 and F2 (spec webauthn.md section 4.3).

use super::context::Context;
use super::{
    Error, VerifiedStatement, VerifiedStatements, android_key, android_safetynet, apple, compound,
    fido_u2f, none, packed, tpm,
};
use crate::cbor::Item;
use crate::webauthn::{Format, FormatSetting};

/// Judges the statement of an attestation object: `fmt` and `attStmt`, an array for `compound` and else a map.
pub(in super::super) fn verify(
    format: &str,
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatements, Error> {
    if Format::from_name(format) == Some(Format::Compound) {
        check_allowed(FormatSetting::Compound, context)?;
        return compound::verify(statement, context);
    }
    single(format, statement, context).map(VerifiedStatements::from)
}

/// Judges a statement that is not compound, a map: of an attestation object, or an element of a compound statement.
pub(super) fn single(
    format: &str,
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatement, Error> {
    // F1
    let setting = setting_of(format, statement).ok_or(Error::FormatUnsupported)?;
    // F2
    check_allowed(setting, context)?;
    match setting {
        FormatSetting::None => none::verify(statement),
        FormatSetting::PackedSelf => packed::verify_self(statement, context),
        FormatSetting::PackedFull => packed::verify_full(statement, context),
        FormatSetting::Tpm => tpm::verify(statement, context),
        FormatSetting::AndroidKey => android_key::verify(statement, context),
        FormatSetting::AndroidSafetynet => android_safetynet::verify(statement, context),
        FormatSetting::FidoU2f => fido_u2f::verify(statement, context),
        FormatSetting::Apple => apple::verify(statement, context),
        FormatSetting::Compound => Err(Error::FormatUnsupported),
    }
}

/// The setting that a statement falls under; `None` when its format is unknown.
pub(in super::super) fn setting_of(format: &str, statement: Item<'_>) -> Option<FormatSetting> {
    Some(match Format::from_name(format)? {
        Format::None => FormatSetting::None,
        Format::Packed if packed::has_certificates(statement) => FormatSetting::PackedFull,
        Format::Packed => FormatSetting::PackedSelf,
        Format::Tpm => FormatSetting::Tpm,
        Format::AndroidKey => FormatSetting::AndroidKey,
        Format::AndroidSafetynet => FormatSetting::AndroidSafetynet,
        Format::FidoU2f => FormatSetting::FidoU2f,
        Format::Apple => FormatSetting::Apple,
        Format::Compound => FormatSetting::Compound,
    })
}

/// F2: `none` needs no listing, unless an attestation is required.
fn check_allowed(setting: FormatSetting, context: &Context<'_>) -> Result<(), Error> {
    let policy = context.policy;
    let needs_listing = setting != FormatSetting::None || policy.attestation_required;
    if needs_listing && !policy.formats.contains(setting) {
        return Err(Error::FormatNotAllowed { setting });
    }
    Ok(())
}
