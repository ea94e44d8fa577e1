//! Decides nothing: lists the checks of a statement in the order in which they run, for the verdict log.

use alloc::vec::Vec;

use super::{android_key, android_safetynet, apple, compound, fido_u2f, none, packed, tpm};
use crate::webauthn::FormatSetting;

/// The checks before those of the format: clause, and what it says.
pub(in super::super) const COMMON: &[(&str, &str)] =
    &[("F1", "format is known"), ("F2", "format is allowed")];

/// The checks of a statement that falls under `setting`: clause, and what it says.
pub fn checks(setting: FormatSetting) -> Vec<(&'static str, &'static str)> {
    let own = match setting {
        FormatSetting::None => none::CHECKS,
        FormatSetting::PackedSelf => packed::CHECKS_SELF,
        FormatSetting::PackedFull => packed::CHECKS_FULL,
        FormatSetting::Tpm => tpm::CHECKS,
        FormatSetting::AndroidKey => android_key::CHECKS,
        FormatSetting::AndroidSafetynet => android_safetynet::CHECKS,
        FormatSetting::FidoU2f => fido_u2f::CHECKS,
        FormatSetting::Apple => apple::CHECKS,
        FormatSetting::Compound => compound::CHECKS,
    };
    [COMMON, own].concat()
}
