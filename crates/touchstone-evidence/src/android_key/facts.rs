//! Decides nothing: tells what a chain says, for the answer, for the verdict log (spec mobile.md section 4.8) and for
//! inspection by hand. Nothing told here is authentic unless the chain was accepted.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::description::{KeyDescription, RootOfTrust};
use super::note::Note;
use super::provisioning_info::certificates_issued_30_days;
use super::{BootState, Error, Provisioning, SecurityLevel, chain, form};
use crate::digest::Sha256;
use crate::x509::{Certificate, CertificateFacts};

/// What a chain says, accepted or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The target's SubjectPublicKeyInfo in DER.
    pub spki: Vec<u8>,
    /// SHA-256 of [`Self::spki`].
    pub key_id: Sha256,
    /// How the device got its attestation key; `None` when the chain has no known shape.
    pub provisioning: Option<Provisioning>,
    /// Who made the statement.
    pub level: SecurityLevel,
    /// The version of the description's format.
    pub attestation_version: u32,
    /// Who keeps the key; the same as [`Self::level`] when the chain was accepted.
    pub keymint_level: SecurityLevel,
    /// The version of Keymaster or KeyMint.
    pub keymint_version: u32,
    /// The challenge that was attested.
    pub challenge: Vec<u8>,
    /// The packages that asked for the key.
    pub package_names: Vec<String>,
    /// SHA-256 of the certificates that sign them.
    pub signers: Vec<[u8; 32]>,
    /// What the key may be used for, by the hardware list.
    pub purposes: Vec<u32>,
    /// Where the key comes from, by the hardware list; 0 = generated.
    pub origin: Option<u32>,
    /// How the device booted, by the hardware list.
    pub root_of_trust: Option<RootOfTrustFacts>,
    /// Such as 130000, by the hardware list; as attested, like the levels below.
    pub os_version: Option<u32>,
    /// YYYYMM.
    pub os_patch: Option<u32>,
    /// YYYYMMDD or YYYYMM.
    pub vendor_patch: Option<u32>,
    /// YYYYMMDD or YYYYMM.
    pub boot_patch: Option<u32>,
    /// How many certificates the device got within 30 days, by the provisioning info.
    pub certificates_issued_30_days: Option<u64>,
    /// The certificates without the root, target first.
    pub certificates: Vec<CertificateFacts>,
    /// What was left out.
    pub notes: Vec<Note>,
}

/// How a device booted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootOfTrustFacts {
    /// The key that the system is signed with, hashed; empty or zero on some devices.
    pub verified_boot_key: Vec<u8>,
    /// Whether the boot loader is locked.
    pub device_locked: bool,
    /// What the boot loader found.
    pub verified_boot_state: BootState,
    /// The hash of what booted.
    pub verified_boot_hash: Option<Vec<u8>>,
}

impl RootOfTrustFacts {
    fn of(root: &RootOfTrust<'_>) -> Self {
        Self {
            verified_boot_key: root.verified_boot_key.to_owned(),
            device_locked: root.device_locked,
            verified_boot_state: root.verified_boot_state,
            verified_boot_hash: root.verified_boot_hash.map(<[u8]>::to_owned),
        }
    }
}

impl Facts {
    /// The facts of a target, of its description and of the certificates without the root.
    pub(super) fn of(
        target: &Certificate<'_>,
        description: &KeyDescription<'_>,
        certificates: &[Certificate<'_>],
        attestation: Option<(Provisioning, &Certificate<'_>)>,
    ) -> Self {
        let mut notes = description.notes.clone();
        let issued = attestation.map(|(_, certificate)| certificates_issued_30_days(certificate));
        let issued = issued.unwrap_or(Ok(None)).unwrap_or_else(|note| {
            notes.push(note);
            None
        });
        let id = description.application_id();
        let (packages, signers) =
            id.map_or_else(Default::default, |id| (id.package_names, id.signers));
        let hardware = &description.hardware;
        Self {
            spki: target.spki.der.to_owned(),
            key_id: target.spki.sha256(),
            provisioning: attestation.map(|(provisioning, _)| provisioning),
            level: description.attestation_level,
            attestation_version: description.attestation_version,
            keymint_level: description.keymint_level,
            keymint_version: description.keymint_version,
            challenge: description.challenge.to_owned(),
            package_names: packages.into_iter().map(str::to_owned).collect(),
            signers,
            purposes: hardware.purposes().unwrap_or_default(),
            origin: hardware.origin(),
            root_of_trust: hardware.root_of_trust().as_ref().map(RootOfTrustFacts::of),
            os_version: hardware.os_version(),
            os_patch: hardware.os_patch_level(),
            vendor_patch: hardware.vendor_patch_level(),
            boot_patch: hardware.boot_patch_level(),
            certificates_issued_30_days: issued,
            certificates: certificates.iter().map(CertificateFacts::of).collect(),
            notes,
        }
    }
}

/// Reads a chain without judging it: K1, and of K9 that the target has one description that can be read.
pub fn inspect(chain: &[&[u8]]) -> Result<Facts, Error> {
    let certificates = form::certificates(chain)?;
    let below = chain::without_root(&certificates);
    // A chain of nothing but its root is refused by K1's count, so there is a target.
    let target = below.first().or_else(|| certificates.first());
    let target = target.ok_or(Error::UntrustedRoot)?;
    let description = chain::description_of(target, 0)?;
    let description = KeyDescription::parse(description);
    let description =
        description.map_err(|source| Error::DescriptionMalformed { index: 0, source })?;
    let attestation = chain::attestation(below);
    Ok(Facts::of(target, &description, below, attestation))
}
