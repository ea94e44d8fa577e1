//! Minted Android chains: K12 to K16, what is said of the key and of the device.

use rcgen::CustomExtension;
use touchstone_evidence::android_key::{BootState, Error, Note, Policy, SecurityLevel, Verified};

use crate::android_der::{
    BOOT_KEY, Description, boolean, enumerated, integer, null, octets, root_of_trust, sequence, set,
};
use crate::android_minted::{
    Device, Judge, PROVISIONING_INFO, named, refusal, root, serial_number, title,
};
use crate::minted::Authority;

fn refused(description: &Description) -> Error {
    refusal(&Device::factory(description))
}

fn under(policy: Policy, description: &Description) -> Result<Verified, Error> {
    let judge = Judge {
        policy,
        ..Judge::new()
    };
    judge.device(&Device::factory(description))
}

#[test]
fn both_levels_are_equal_and_high_enough_and_never_software() {
    for levels in [(0, 0), (0, 1), (1, 0), (1, 2), (2, 1)] {
        let description = Description {
            levels,
            ..Description::new()
        };
        for min_level in [SecurityLevel::Software, SecurityLevel::Tee] {
            let policy = Policy {
                min_level,
                ..Policy::default()
            };
            let error = under(policy, &description).unwrap_err();
            assert_eq!(error.reason(), "android_security_level", "{levels:?}");
        }
    }
    let policy = Policy {
        min_level: SecurityLevel::StrongBox,
        ..Policy::default()
    };
    assert_eq!(
        under(policy, &Description::new()).unwrap_err().check(),
        "K12"
    );
}

#[test]
fn factory_names_say_strongbox_if_and_only_if_it_is_one() {
    let judged = |level, intermediate: &str, attestation: &str| {
        let description = Description {
            levels: (level, level),
            ..Description::new()
        };
        let names = |word| named(&[(title(), word), (serial_number(), "1")]);
        let upper = vec![names(intermediate)];
        let device = Device::issued(root(), upper, names(attestation), &description);
        Judge::new()
            .device(&device)
            .map(|verified| verified.facts.level)
            .ok()
    };
    let strongbox = Some(SecurityLevel::StrongBox);
    assert_eq!(judged(2, "StrongBox", "StrongBox"), strongbox);
    assert_eq!(judged(2, "TEE", "my STRONGBOX 2"), strongbox);
    assert_eq!(judged(2, "strongbox", "TEE"), strongbox);
    assert_eq!(judged(2, "TEE", "TEE"), None);
    assert_eq!(judged(1, "TEE", "TEE"), Some(SecurityLevel::Tee));
    assert_eq!(judged(1, "StrongBox", "TEE"), None);
    assert_eq!(judged(1, "TEE", "StrongBox"), None);
}

#[test]
fn remote_attestation_certificates_name_the_level_exactly() {
    let judged = |level, organization| {
        let description = Description {
            levels: (level, level),
            ..Description::new()
        };
        let mut device = Device::remote(&description);
        let attestation = Device::remote_attestation(organization);
        let issuer = device.upper.last().unwrap();
        device.attestation = Authority::below(attestation, issuer);
        Judge::new().device(&device).is_ok()
    };
    assert!(judged(1, "TEE") && judged(2, "StrongBox"));
    for (level, organization) in [
        (2, "TEE"),
        (1, "StrongBox"),
        (1, "tee"),
        (2, "STRONGBOX"),
        (1, ""),
    ] {
        assert!(!judged(level, organization), "{level} {organization}");
    }
}

#[test]
fn only_keys_generated_in_hardware_pass() {
    for origin in [Some(integer(1)), Some(integer(2)), Some(null()), None] {
        let description = Description::new()
            .hardware(702, origin)
            .software(702, Some(integer(0)));
        assert_eq!(refused(&description).reason(), "android_key_origin");
    }
}

#[test]
fn keys_of_all_applications_and_keys_that_do_not_sign_are_refused() {
    let all = Description::new().software(600, Some(null()));
    assert_eq!(refused(&all), Error::KeyScope);
    let all = Description::new().hardware(600, Some(integer(1)));
    assert_eq!(refused(&all), Error::KeyScope);
    for purpose in [
        Some(set(&[integer(3)])),
        Some(set(&[])),
        Some(integer(2)),
        None,
    ] {
        let description = Description::new()
            .hardware(1, purpose)
            .software(1, Some(set(&[integer(2)])));
        assert_eq!(refused(&description), Error::KeyPurpose);
    }
}

#[test]
fn the_root_of_trust_counts_in_the_hardware_list_alone() {
    let right = root_of_trust(&BOOT_KEY, 0);
    for hardware in [None, Some(null())] {
        let description = Description::new()
            .hardware(704, hardware)
            .software(704, Some(right.clone()));
        assert_eq!(refused(&description), Error::RootOfTrustMissing);
    }
}

#[test]
fn an_unlocked_device_passes_only_where_the_policy_says_so() {
    let unlocked = sequence(&[octets(&BOOT_KEY), boolean(0), enumerated(0)]);
    let description = Description::new().hardware(704, Some(unlocked));
    assert_eq!(refused(&description), Error::DeviceUnlocked);
    let policy = Policy {
        require_locked: false,
        ..Policy::default()
    };
    assert!(under(policy, &description).is_ok());
}

#[test]
fn boot_states_pass_as_listed_and_failed_never() {
    let all = Policy {
        boot_states: BootState::ALL.to_vec(),
        ..Policy::default()
    };
    let none = Policy {
        boot_states: vec![],
        ..Policy::default()
    };
    let of = |state| Description::new().hardware(704, Some(root_of_trust(&BOOT_KEY, state)));
    assert!(under(all.clone(), &of(0)).is_ok() && under(all.clone(), &of(2)).is_ok());
    let found = BootState::Failed;
    assert_eq!(under(all, &of(3)).unwrap_err(), Error::BootState { found });
    for state in 0..3 {
        assert_eq!(
            under(none.clone(), &of(state)).unwrap_err().reason(),
            "android_boot_state"
        );
    }
    let found = BootState::Unverified;
    assert_eq!(refused(&of(2)), Error::BootState { found });
}

#[test]
fn a_self_signed_system_needs_a_listed_boot_key() {
    let policy = |boot_keys| Policy {
        boot_states: vec![BootState::SelfSigned],
        boot_keys,
        ..Policy::default()
    };
    let of = |key: &[u8]| Description::new().hardware(704, Some(root_of_trust(key, 1)));
    assert!(under(policy(vec![[1; 32], BOOT_KEY]), &of(&BOOT_KEY)).is_ok());
    for (listed, key) in [
        (vec![], &BOOT_KEY[..]),
        (vec![[1; 32]], &BOOT_KEY),
        (vec![BOOT_KEY], &BOOT_KEY[1..]),
        (vec![[0; 32]], &[]),
    ] {
        assert_eq!(under(policy(listed), &of(key)).unwrap_err(), Error::BootKey);
    }
}

#[test]
fn a_minimum_version_is_reached_or_refused() {
    let judged = |minimum, version: Option<Vec<u8>>| {
        let policy = Policy {
            min_os_version: Some(minimum),
            ..Policy::default()
        };
        let description = Description::new().hardware(705, version);
        under(policy, &description)
            .map(|_| ())
            .map_err(|error| error.reason())
    };
    let low = Err("android_os_version");
    assert_eq!(judged(160_000, Some(integer(160_000))), Ok(()));
    assert_eq!(judged(160_001, Some(integer(160_000))), low);
    for version in [Some(integer(0)), Some(null()), None] {
        assert_eq!((judged(1, version.clone()), judged(0, version)), (low, low));
    }
}

#[test]
fn minimum_patch_levels_are_compared_by_month_part_by_part() {
    let policy = |tag| {
        let minimum = |of| (tag == of).then_some(202_510);
        Policy {
            min_os_patch: minimum(706),
            min_vendor_patch: minimum(718),
            min_boot_patch: minimum(719),
            ..Policy::default()
        }
    };
    for tag in [706, 718, 719] {
        let judged = |value: Option<Vec<u8>>| {
            let description = Description::new().hardware(tag, value);
            under(policy(tag), &description).map_err(|error| error.reason())
        };
        for enough in [202_510, 202_601, 20_251_001, 20_251_000, 20_260_105] {
            assert!(judged(Some(integer(enough))).is_ok(), "{tag}: {enough}");
        }
        let low = [
            0,
            202_509,
            20_250_930,
            202_513,
            202_600,
            2_025_101,
            2_025,
            202_510_010,
        ];
        let low = low.map(|level| Some(integer(level))).into_iter();
        for value in low.chain([Some(null()), None]) {
            assert_eq!(judged(value).unwrap_err(), "android_patch_level", "{tag}");
        }
    }
}

#[test]
fn levels_without_a_minimum_do_not_matter() {
    let mut description = Description::new();
    for tag in [705, 706, 718, 719] {
        description = description.hardware(tag, None);
    }
    assert!(under(Policy::default(), &description).is_ok());
}

#[test]
fn provisioning_info_is_told_when_it_can_be_read_and_else_noted() {
    let told = |info: &[u8]| {
        let mut device = Device::remote(&Description::new());
        let mut attestation = Device::remote_attestation("TEE");
        let extension = CustomExtension::from_oid_content(PROVISIONING_INFO, info.to_vec());
        attestation.custom_extensions.push(extension);
        let issuer = device.upper.last().unwrap();
        device.attestation = Authority::below(attestation, issuer);
        let facts = Judge::new().device(&device).unwrap().facts;
        (facts.certificates_issued_30_days, facts.notes)
    };
    assert_eq!(told(&[0xa1, 0x01, 0x18, 0x40]), (Some(64), vec![]));
    assert_eq!(told(&[0xa1, 0x02, 0xf5]), (None, vec![]));
    let noted = (None, vec![Note::ProvisioningInfoUnreadable]);
    for bad in [
        &[][..],
        &[0x01],
        &[0xa1, 0x01],
        &[0xa1, 0x01, 0x20],
        &[0xa1, 0x01, 0x60],
        &[0xa0, 0],
    ] {
        assert_eq!(told(bad), noted, "{bad:02x?}");
    }
}
