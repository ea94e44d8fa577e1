//! K15: decides whether the device runs a system that is trusted, by what the hardware says of how it booted.

use crate::android_key::description::KeyDescription;
use crate::android_key::{BootState, Error, Policy};

pub(in crate::android_key) fn check_boot(
    description: &KeyDescription<'_>,
    policy: &Policy,
) -> Result<(), Error> {
    let root = description.hardware.root_of_trust();
    let root = root.ok_or(Error::RootOfTrustMissing)?;
    if policy.require_locked && !root.device_locked {
        return Err(Error::DeviceUnlocked);
    }
    let found = root.verified_boot_state;
    if found == BootState::Failed || !policy.boot_states.contains(&found) {
        return Err(Error::BootState { found });
    }
    let mut listed = policy.boot_keys.iter();
    let listed = listed.any(|key| root.verified_boot_key == key.as_slice());
    if found == BootState::SelfSigned && !listed {
        return Err(Error::BootKey);
    }
    Ok(())
}
