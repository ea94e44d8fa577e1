//! K9: decides whether the key that attests the target can do nothing else. A key that may sign could sign a forged
//! target; one for attesting only attests what the same keeper made.

use subtle::ConstantTimeEq;

use crate::android_key::Error;
use crate::android_key::description::{KeyDescription, ORIGIN_GENERATED, PURPOSE_ATTEST_KEY};

pub(in crate::android_key) fn check_attest_key(
    attest_key: &KeyDescription<'_>,
    target: &KeyDescription<'_>,
) -> Result<(), Error> {
    let purposes = attest_key.hardware.purposes();
    let only_attests = purposes.is_some_and(|purposes| purposes == [PURPOSE_ATTEST_KEY]);
    let same_challenge = bool::from(attest_key.challenge.ct_eq(target.challenge));
    let same_level = attest_key.attestation_level == target.attestation_level
        && attest_key.keymint_level == target.keymint_level;
    // The private half of an imported key is known outside the device, and would sign any target.
    let is_generated = attest_key.hardware.origin() == Some(ORIGIN_GENERATED);
    let fit = only_attests && is_generated && same_challenge && same_level;
    fit.then_some(()).ok_or(Error::AttestKeyInvalid)
}
