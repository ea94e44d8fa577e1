//! What does the phone's KeyMint say of a key, and what does each flaw make of it?

use super::description::{Description, application_id, root_of_trust};
use super::flaw::Flaw;
use super::level::{BootState, SecurityLevel, TargetKey};
use super::link::Minting;
use super::phone::AndroidPhone;
use super::{OTHER_PACKAGE, OWNER_BOOT_KEY};
use crate::der;
use crate::key::derive;

pub(super) const PURPOSE: u32 = 1;
const ALGORITHM: u32 = 2;
const KEY_SIZE: u32 = 3;
const DIGEST: u32 = 5;
const PADDING: u32 = 6;
const EC_CURVE: u32 = 10;
const ML_DSA_VARIANT: u32 = 11;
const RSA_PUBLIC_EXPONENT: u32 = 200;
const NO_AUTH_REQUIRED: u32 = 503;
const ALL_APPLICATIONS: u32 = 600;
const CREATION_DATE_TIME: u32 = 701;
const ORIGIN: u32 = 702;
const ROOT_OF_TRUST: u32 = 704;
const OS_VERSION: u32 = 705;
const OS_PATCH_LEVEL: u32 = 706;
const APPLICATION_ID: u32 = 709;
const VENDOR_PATCH_LEVEL: u32 = 718;
const BOOT_PATCH_LEVEL: u32 = 719;
/// A tag that no version defines.
const UNKNOWN: u32 = 9_999;

const PURPOSE_SIGN: u8 = 2;
const PURPOSE_VERIFY: u8 = 3;
const PURPOSE_ATTEST_KEY: u8 = 7;
const GENERATED: u8 = 0;
const IMPORTED: u8 = 2;
const DIGEST_SHA256: u8 = 4;

impl Minting<'_> {
    /// The description of the target, DER, with the flaw.
    pub(super) fn target_description(&self) -> Vec<u8> {
        let mut description = self.right_description();
        self.spoil_head(&mut description);
        self.spoil_app(&mut description);
        self.spoil_key(&mut description);
        self.spoil_system(&mut description);
        match self.flaw {
            Some(Flaw::DescriptionShort) => {
                let [elements @ .., _hardware] = description.elements();
                der::sequence(&[&elements.concat()])
            }
            Some(Flaw::DescriptionTrailingByte) => [description.encode(), vec![0]].concat(),
            Some(Flaw::DescriptionTruncated) => {
                let mut encoded = description.encode();
                encoded.pop();
                encoded
            }
            _ => description.encode(),
        }
    }

    /// The description of an attest key that an app made, DER, with the flaw.
    pub(super) fn attest_key_description(&self) -> Vec<u8> {
        let mut description = self.right_description();
        description.hardware.put_set(PURPOSE, &[PURPOSE_ATTEST_KEY]);
        match self.flaw {
            Some(Flaw::AttestKeyMayAlsoSign) => {
                let purposes = [PURPOSE_SIGN, PURPOSE_ATTEST_KEY];
                description.hardware.put_set(PURPOSE, &purposes);
            }
            Some(Flaw::AttestKeyChallengeOther) => description.challenge = self.other_nonce(),
            Some(Flaw::AttestKeyLevelOther) => {
                let other = self.phone.level.other().number();
                description.attestation_level = other;
                description.keymint_level = other;
            }
            _ => {}
        }
        description.encode()
    }

    /// The description as a phone without any flaw writes it.
    pub(super) fn right_description(&self) -> Description {
        let phone = self.phone;
        let mut description = Description {
            attestation_version: phone.attestation_version,
            attestation_level: phone.level.number(),
            keymint_level: phone.level.number(),
            challenge: self.challenge.to_vec(),
            software: Default::default(),
            hardware: Default::default(),
        };
        let software = &mut description.software;
        software.put_number(CREATION_DATE_TIME, self.now_ms.max(0).unsigned_abs());
        software.put(
            APPLICATION_ID,
            application_id(&[&phone.package], &phone.signers),
        );
        let hardware = &mut description.hardware;
        hardware.put_set(PURPOSE, &[PURPOSE_SIGN]);
        put_kind(hardware, phone.target);
        hardware.put(NO_AUTH_REQUIRED, der::NULL.to_vec());
        hardware.put_number(ORIGIN, GENERATED.into());
        hardware.put(ROOT_OF_TRUST, phone_root_of_trust(phone, phone.boot_state));
        hardware.put_known(OS_VERSION, phone.os_version);
        hardware.put_known(OS_PATCH_LEVEL, phone.os_patch_level);
        hardware.put_known(VENDOR_PATCH_LEVEL, phone.vendor_patch_level);
        hardware.put_known(BOOT_PATCH_LEVEL, phone.boot_patch_level);
        description
    }

    /// A nonce that nobody asked for.
    pub(super) fn other_nonce(&self) -> Vec<u8> {
        derive(&self.phone.seed, "other nonce").to_vec()
    }

    fn spoil_head(&self, description: &mut Description) {
        match self.flaw {
            Some(Flaw::ChallengeOther) => description.challenge = self.other_nonce(),
            Some(Flaw::ChallengeEmpty) => description.challenge.clear(),
            Some(Flaw::ChallengeLonger) => description.challenge.push(0),
            Some(Flaw::LevelSoftware) => {
                description.attestation_level = SecurityLevel::Software.number();
                description.keymint_level = SecurityLevel::Software.number();
            }
            Some(Flaw::LevelsDiffer) => {
                description.keymint_level = self.phone.level.other().number();
            }
            _ => {}
        }
    }

    fn spoil_app(&self, description: &mut Description) {
        let phone = self.phone;
        let other = derive(&phone.seed, "other signer");
        let software = &mut description.software;
        let mut name = |package: &str, signers: &[[u8; 32]]| {
            software.put(APPLICATION_ID, application_id(&[package], signers));
        };
        match self.flaw {
            Some(Flaw::AppIdMissing) => drop(software.take(APPLICATION_ID)),
            Some(Flaw::PackageOther) => name(OTHER_PACKAGE, &phone.signers),
            Some(Flaw::SignerOther) => name(&phone.package, &[other]),
            Some(Flaw::SignerExtra) => {
                let signers = [phone.signers.as_slice(), &[other]].concat();
                name(&phone.package, &signers);
            }
            Some(Flaw::SignerMissing) => name(&phone.package, &[]),
            _ => {}
        }
    }

    fn spoil_key(&self, description: &mut Description) {
        let Description {
            software, hardware, ..
        } = description;
        match self.flaw {
            Some(Flaw::TagRepeated) => hardware.repeat(ORIGIN, der::integer(&[GENERATED])),
            Some(Flaw::UnknownTag) => hardware.put(UNKNOWN, der::NULL.to_vec()),
            Some(Flaw::OriginImported) => hardware.put_number(ORIGIN, IMPORTED.into()),
            Some(Flaw::OriginMissing) => drop(hardware.take(ORIGIN)),
            Some(Flaw::AllApplications) => hardware.put(ALL_APPLICATIONS, der::NULL.to_vec()),
            Some(Flaw::AllApplicationsInSoftware) => {
                software.put(ALL_APPLICATIONS, der::NULL.to_vec());
            }
            Some(Flaw::PurposeOther) => hardware.put_set(PURPOSE, &[PURPOSE_VERIFY]),
            Some(Flaw::PurposeMissing) => drop(hardware.take(PURPOSE)),
            _ => {}
        }
    }

    fn spoil_system(&self, description: &mut Description) {
        let phone = self.phone;
        let Description {
            software, hardware, ..
        } = description;
        let mut boot = |state| hardware.put(ROOT_OF_TRUST, phone_root_of_trust(phone, state));
        match self.flaw {
            Some(Flaw::RootOfTrustMissing) => drop(hardware.take(ROOT_OF_TRUST)),
            Some(Flaw::RootOfTrustInSoftware) => {
                if let Some(value) = hardware.take(ROOT_OF_TRUST) {
                    software.put(ROOT_OF_TRUST, value);
                }
            }
            Some(Flaw::Unlocked) => {
                let state = BootState::Unverified.number();
                let value = root_of_trust(&[0; 32], false, state, &phone.verified_boot_hash);
                hardware.put(ROOT_OF_TRUST, value);
            }
            Some(Flaw::BootUnverified) => boot(BootState::Unverified),
            Some(Flaw::BootFailed) => boot(BootState::Failed),
            Some(Flaw::BootKeyOther) => boot(BootState::SelfSigned),
            Some(Flaw::BootSelfSigned) => {
                let state = BootState::SelfSigned.number();
                let hash = &phone.verified_boot_hash;
                hardware.put(
                    ROOT_OF_TRUST,
                    root_of_trust(&OWNER_BOOT_KEY, true, state, hash),
                );
            }
            Some(Flaw::OsVersionOld) => hardware.put_number(OS_VERSION, 140_000),
            Some(Flaw::OsVersionMissing) => drop(hardware.take(OS_VERSION)),
            Some(Flaw::OsPatchOld) => hardware.put_number(OS_PATCH_LEVEL, 202_412),
            Some(Flaw::VendorPatchZero) => hardware.put_number(VENDOR_PATCH_LEVEL, 0),
            Some(Flaw::BootPatchUnreadable) => {
                hardware.put(BOOT_PATCH_LEVEL, der::octet_string(b"soon"));
            }
            _ => {}
        }
    }
}

/// What the hardware says of the kind of key.
fn put_kind(hardware: &mut super::description::AuthorizationList, target: TargetKey) {
    let (algorithm, bits) = match target {
        TargetKey::Rsa => (1, Some(2_048)),
        TargetKey::P256 => (3, Some(256)),
        TargetKey::MlDsa65 => (4, None),
    };
    hardware.put_number(ALGORITHM, algorithm);
    hardware.put_known(KEY_SIZE, bits);
    hardware.put_set(DIGEST, &[DIGEST_SHA256]);
    match target {
        TargetKey::Rsa => {
            hardware.put_set(PADDING, &[5]);
            hardware.put_number(RSA_PUBLIC_EXPONENT, 65_537);
        }
        TargetKey::P256 => hardware.put_number(EC_CURVE, 1),
        TargetKey::MlDsa65 => hardware.put_number(ML_DSA_VARIANT, 65),
    }
}

/// The phone's root of trust in this boot state.
fn phone_root_of_trust(phone: &AndroidPhone, state: BootState) -> Vec<u8> {
    root_of_trust(
        &phone.verified_boot_key,
        phone.device_locked,
        state.number(),
        &phone.verified_boot_hash,
    )
}
