//! Names the tags of authorization lists, and decides what type of value each has (spec mobile.md section 4.7).

/// SET OF INTEGER: what the key may be used for.
pub(super) const PURPOSE: u32 = 1;
/// NULL: every app may use the key.
pub(super) const ALL_APPLICATIONS: u32 = 600;
/// INTEGER: where the key comes from.
pub(super) const ORIGIN: u32 = 702;
/// RootOfTrust: how the device booted.
pub(super) const ROOT_OF_TRUST: u32 = 704;
/// INTEGER: the version of the operating system.
pub(super) const OS_VERSION: u32 = 705;
/// INTEGER: the patch level of the operating system.
pub(super) const OS_PATCH_LEVEL: u32 = 706;
/// OCTET STRING around the AttestationApplicationId: who asked for the key.
pub(super) const ATTESTATION_APPLICATION_ID: u32 = 709;
/// INTEGER: the patch level of the vendor's part.
pub(super) const VENDOR_PATCH_LEVEL: u32 = 718;
/// INTEGER: the patch level of the boot part.
pub(super) const BOOT_PATCH_LEVEL: u32 = 719;

/// The type of a tag's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// SET OF INTEGER.
    Integers,
    /// INTEGER of any size.
    Integer,
    /// INTEGER from 0 to 2^32 - 1.
    Unsigned,
    /// NULL: the tag says it all.
    Flag,
    /// OCTET STRING.
    Octets,
    /// RootOfTrust.
    RootOfTrust,
    /// OCTET STRING around an AttestationApplicationId.
    ApplicationId,
}

/// The type of this tag's value; `None` when the tag is unknown.
pub(super) const fn kind(tag: u32) -> Option<Kind> {
    Some(match tag {
        PURPOSE | 4..=6 | 203 => Kind::Integers,
        2 | 3 | 8 | 10 | 11 | 200 | 400..=402 | 405 | 502 | 504 | 505 | 701 => Kind::Integer,
        ORIGIN | OS_VERSION | OS_PATCH_LEVEL | VENDOR_PATCH_LEVEL | BOOT_PATCH_LEVEL => {
            Kind::Unsigned
        }
        7 | 303 | 305 | 503 | 506..=509 | ALL_APPLICATIONS | 703 | 720 => Kind::Flag,
        601 | 710..=717 | 723 | 724 => Kind::Octets,
        ROOT_OF_TRUST => Kind::RootOfTrust,
        ATTESTATION_APPLICATION_ID => Kind::ApplicationId,
        _ => return None,
    })
}
