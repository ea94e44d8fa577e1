//! Decides whether a key is described as a credential must be: checks D4 to D7.

use subtle::ConstantTimeEq;

use super::Error;
use crate::android_key::description::{
    AuthorizationList, KeyDescription, ORIGIN_GENERATED, PURPOSE_SIGN,
};
use crate::digest::Sha256;
use crate::webauthn::statement::{AndroidKeyLists, StatementPolicy};

/// Judges the description of the leaf's key.
pub(super) fn check(
    description: &KeyDescription<'_>,
    client_data_hash: &Sha256,
    policy: &StatementPolicy,
) -> Result<(), Error> {
    // D4
    if !bool::from(description.challenge.ct_eq(client_data_hash)) {
        return Err(Error::ChallengeMismatch);
    }
    // D5
    let both = [&description.hardware, &description.software];
    if both.iter().any(|list| list.all_applications()) {
        return Err(Error::AllApplications);
    }
    // D6
    let rule = policy.android_key_lists;
    let origin = |list: &AuthorizationList<'_>| {
        let fits = list.origin() == Some(ORIGIN_GENERATED);
        list.has_origin().then_some(fits)
    };
    if !is_fulfilled(rule, both, origin) {
        return Err(Error::OriginInvalid);
    }
    let purpose = |list: &AuthorizationList<'_>| {
        let purposes = list.purposes();
        let fits = purposes.is_some_and(|purposes| purposes.contains(&PURPOSE_SIGN));
        list.has_purposes().then_some(fits)
    };
    if !is_fulfilled(rule, both, purpose) {
        return Err(Error::PurposeInvalid);
    }
    // D7
    let found = description.attestation_level;
    if found < policy.android_key_minimum_level {
        return Err(Error::SecurityLevelTooLow { found });
    }
    Ok(())
}

/// Whether what `fits` says of the lists is enough; it says nothing of a list without the value, and that a value which
/// cannot be read does not fit.
fn is_fulfilled(
    rule: AndroidKeyLists,
    [hardware, software]: [&AuthorizationList<'_>; 2],
    fits: impl Fn(&AuthorizationList<'_>) -> Option<bool>,
) -> bool {
    match (rule, fits(hardware), fits(software)) {
        (AndroidKeyLists::Tee, hardware, _) => hardware == Some(true),
        (_, Some(false), _) | (_, _, Some(false)) => false,
        (AndroidKeyLists::Union, None, None) => false,
        (AndroidKeyLists::Union | AndroidKeyLists::Relaxed, _, _) => true,
    }
}
