//! K16: decides whether the software of the device is recent enough. Patch levels are compared by month: some devices
//! attest a day, others do not, some write 00 for it.

use crate::android_key::description::KeyDescription;
use crate::android_key::{Error, Policy};

pub(in crate::android_key) fn check_versions(
    description: &KeyDescription<'_>,
    policy: &Policy,
) -> Result<(), Error> {
    let hardware = &description.hardware;
    if let Some(minimum) = policy.min_os_version {
        let found = hardware.os_version();
        if !found.is_some_and(|version| version > 0 && version >= minimum) {
            return Err(Error::OsVersion { found, minimum });
        }
    }
    let levels = [
        ("OS", hardware.os_patch_level(), policy.min_os_patch),
        (
            "vendor",
            hardware.vendor_patch_level(),
            policy.min_vendor_patch,
        ),
        ("boot", hardware.boot_patch_level(), policy.min_boot_patch),
    ];
    for (part, found, minimum) in levels {
        let Some(minimum) = minimum else { continue };
        if found.and_then(month).is_none_or(|month| month < minimum) {
            return Err(Error::PatchLevel {
                part,
                found,
                minimum,
            });
        }
    }
    Ok(())
}

/// YYYYMM of a level YYYYMM or YYYYMMDD; `None` when it is no month.
fn month(level: u32) -> Option<u32> {
    let month = match level {
        100_000..=999_999 => level,
        10_000_000..=99_999_999 => level / 100,
        _ => return None,
    };
    (1..=12).contains(&(month % 100)).then_some(month)
}
