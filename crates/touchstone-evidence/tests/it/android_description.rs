//! Key descriptions by hand: what is read, what is noted, what is refused.

use proptest::prelude::*;
use touchstone_evidence::android_key::description::{Error, KeyDescription};
use touchstone_evidence::android_key::{BootState, List, Note, SecurityLevel};
use touchstone_evidence::der;

use crate::android_der::{
    BOOT_KEY, CHALLENGE, Description, PACKAGE, SIGNER, application_id, boolean, element,
    enumerated, integer, null, octets, root_of_trust, sequence, set, tagged,
};

fn refusal(der: &[u8]) -> Error {
    KeyDescription::parse(der).unwrap_err()
}

/// Judges a description of which this tag of the hardware list cannot be read.
fn noted(tag: u32, value: Vec<u8>, check: impl Fn(&KeyDescription<'_>)) {
    let der = Description::new().hardware(tag, Some(value)).der();
    let description = KeyDescription::parse(&der).unwrap();
    let list = List::Hardware;
    assert_eq!(description.notes, [Note::Unreadable { list, tag }]);
    check(&description);
}

#[test]
fn every_part_is_told() {
    let der = Description::new().der();
    let description = KeyDescription::parse(&der).unwrap();
    assert_eq!(description.attestation_version, 300);
    assert_eq!(description.attestation_level, SecurityLevel::Tee);
    assert_eq!(description.keymint_level, SecurityLevel::Tee);
    assert_eq!(description.challenge, CHALLENGE);
    assert!(description.unique_id.is_empty() && description.notes.is_empty());
    let hardware = &description.hardware;
    assert_eq!(hardware.purposes(), Some(vec![2, 3]));
    assert_eq!(hardware.origin(), Some(0));
    assert!(!hardware.all_applications());
    let root = hardware.root_of_trust().unwrap();
    assert!(root.device_locked && root.verified_boot_key == BOOT_KEY);
    assert_eq!(root.verified_boot_state, BootState::Verified);
    assert_eq!(root.verified_boot_hash, Some(&[8; 32][..]));
    assert_eq!(hardware.os_version(), Some(160_000));
    assert_eq!(hardware.os_patch_level(), Some(202_512));
    assert_eq!(hardware.vendor_patch_level(), Some(20_251_205));
    assert_eq!(hardware.boot_patch_level(), Some(20_251_200));
    let id = description.application_id().unwrap();
    assert_eq!(
        (id.package_names, id.signers),
        (vec![PACKAGE], vec![SIGNER])
    );
}

#[test]
fn security_levels_are_integers_only_where_the_family_allows_it() {
    let mut parts = Description::new().parts();
    parts[1] = integer(2);
    parts[3] = integer(1);
    let der = sequence(&parts);
    assert_eq!(refusal(&der), Error::Der(der::Error::UnexpectedTag));
    let description = KeyDescription::parse_with_integer_levels(&der).unwrap();
    assert_eq!(description.attestation_level, SecurityLevel::StrongBox);
    assert_eq!(description.keymint_level, SecurityLevel::Tee);
    let enumerated = Description::new().der();
    assert!(KeyDescription::parse_with_integer_levels(&enumerated).is_ok());
}

#[test]
fn a_security_level_of_another_type_is_refused() {
    for wrong in [boolean(0), octets(&[1]), null()] {
        for position in [1, 3] {
            let mut parts = Description::new().parts();
            parts[position] = wrong.clone();
            let der = sequence(&parts);
            let unexpected = Error::Der(der::Error::UnexpectedTag);
            assert_eq!(refusal(&der), unexpected);
            let lenient = KeyDescription::parse_with_integer_levels(&der);
            assert_eq!(lenient.unwrap_err(), unexpected);
        }
    }
}

#[test]
fn a_value_that_cannot_be_read_is_there_all_the_same() {
    noted(702, octets(&[0]), |description| {
        let list = &description.hardware;
        assert!(list.has_origin() && list.origin().is_none());
        assert!(!description.software.has_origin());
    });
    noted(1, integer(2), |description| {
        let list = &description.hardware;
        assert!(list.has_purposes() && list.purposes().is_none());
        assert!(!description.software.has_purposes());
    });
}

#[test]
fn tags_come_in_any_order() {
    let mut description = Description::new();
    description.hardware.reverse();
    let der = description.der();
    let description = KeyDescription::parse(&der).unwrap();
    assert_eq!(description.hardware.origin(), Some(0));
    assert!(description.hardware.root_of_trust().is_some());
}

#[test]
fn a_tag_that_comes_twice_is_refused_in_either_list_known_or_not() {
    for tag in [1, 704, 709, 9_999] {
        let mut twice = Description::new().hardware(tag, Some(null()));
        twice.hardware.insert(0, (tag, null()));
        let list = List::Hardware;
        assert_eq!(refusal(&twice.der()), Error::RepeatedTag { list, tag });
        let mut twice = Description::new().software(tag, Some(null()));
        twice.software.insert(0, (tag, null()));
        let list = List::Software;
        assert_eq!(refusal(&twice.der()), Error::RepeatedTag { list, tag });
    }
    let both = Description::new().software(702, Some(integer(0))).der();
    assert!(KeyDescription::parse(&both).is_ok());
}

#[test]
fn a_primitive_tag_repeats_a_constructed_one_and_is_unreadable_alone() {
    let parts = |hardware: &[Vec<u8>]| {
        let mut parts = Description::new().parts();
        parts[7] = sequence(hardware);
        sequence(&parts)
    };
    let primitive = element(&[0x81], &integer(2));
    let both = parts(&[tagged(1, &set(&[])), primitive.clone()]);
    let (list, tag) = (List::Hardware, 1);
    assert_eq!(refusal(&both), Error::RepeatedTag { list, tag });
    let alone = parts(&[primitive]);
    let description = KeyDescription::parse(&alone).unwrap();
    assert_eq!(description.notes, [Note::Unreadable { list, tag }]);
}

#[test]
fn elements_without_a_context_tag_are_refused() {
    for foreign in [integer(1), element(&[0x61], &[]), element(&[0xe1], &[])] {
        let mut parts = Description::new().parts();
        parts[6] = sequence(&[foreign]);
        let list = List::Software;
        assert_eq!(refusal(&sequence(&parts)), Error::NotTagged { list });
    }
}

#[test]
fn unknown_tags_are_noted_where_they_stand() {
    let der = Description::new()
        .software(9, Some(vec![0xff]))
        .hardware(16_383, Some(Vec::new()))
        .der();
    let unknown = |list, tag| Note::UnknownTag { list, tag };
    let expected = [unknown(List::Software, 9), unknown(List::Hardware, 16_383)];
    let notes = KeyDescription::parse(&der).unwrap().notes;
    assert_eq!(notes, expected);
    assert_eq!(notes[0].to_string(), "software list: unknown tag 9");
}

#[test]
fn a_tag_number_that_is_not_in_its_shortest_form_is_refused() {
    let mut parts = Description::new().parts();
    parts[7] = sequence(&[element(&[0xbf, 0x80, 0x45], &null())]);
    assert_eq!(
        refusal(&sequence(&parts)),
        Error::Der(der::Error::TagMalformed)
    );
}

#[test]
fn what_cannot_be_read_is_noted_and_absent() {
    for purposes in [
        null(),
        integer(2),
        set(&[null()]),
        set(&[element(&[2], &[0xff])]),
    ] {
        noted(1, purposes, |d| assert_eq!(d.hardware.purposes(), None));
    }
    for origin in [
        null(),
        element(&[2], &[]),
        [integer(0), integer(0)].concat(),
    ] {
        noted(702, origin, |d| assert_eq!(d.hardware.origin(), None));
    }
    noted(702, Vec::new(), |d| assert_eq!(d.hardware.origin(), None));
    noted(706, element(&[2], &[0x80]), |d| {
        assert_eq!(d.hardware.os_patch_level(), None);
    });
    noted(503, integer(0), |_| {});
    noted(710, integer(0), |_| {});
    noted(2, null(), |_| {});
    noted(709, null(), |d| {
        assert_eq!(d.hardware.application_id(), None)
    });
}

#[test]
fn a_key_for_all_applications_is_told_also_when_the_tag_is_unreadable() {
    noted(600, integer(1), |d| assert!(d.hardware.all_applications()));
    noted(600, Vec::new(), |d| assert!(d.hardware.all_applications()));
    let der = Description::new().software(600, Some(null())).der();
    let description = KeyDescription::parse(&der).unwrap();
    assert!(description.software.all_applications() && !description.hardware.all_applications());
}

#[test]
fn half_a_root_of_trust_is_none() {
    let (key, state) = (octets(&BOOT_KEY), enumerated(0));
    let cases = [
        sequence(&[key.clone(), boolean(1)]),
        sequence(&[key.clone(), vec![1, 2, 1, 1], state.clone()]),
        sequence(&[key.clone(), boolean(1), integer(0)]),
        sequence(&[boolean(1), state.clone()]),
        sequence(&[key.clone(), boolean(1), state, octets(&[]), null()]),
        root_of_trust(&BOOT_KEY, 4),
        set(&[key]),
        null(),
    ];
    for value in cases {
        noted(704, value, |d| assert_eq!(d.hardware.root_of_trust(), None));
    }
}

#[test]
fn any_byte_but_zero_is_true_and_the_boot_hash_may_be_missing() {
    for (byte, locked) in [(0, false), (1, true), (0x80, true), (0xff, true)] {
        let root = sequence(&[octets(&[]), boolean(byte), enumerated(2)]);
        let der = Description::new().hardware(704, Some(root)).der();
        let description = KeyDescription::parse(&der).unwrap();
        let root = description.hardware.root_of_trust().unwrap();
        assert_eq!(root.device_locked, locked);
        assert_eq!(root.verified_boot_hash, None);
        assert_eq!(root.verified_boot_state, BootState::Unverified);
    }
}

#[test]
fn the_application_id_is_the_software_lists_and_else_the_hardware_lists() {
    let other = application_id(&[b"com.example.other"], &[&SIGNER]);
    let package = |description: &Description| {
        let der = description.der();
        let id = KeyDescription::parse(&der).unwrap().application_id();
        id.map(|id| id.package_names[0].to_owned())
    };
    let both = Description::new().hardware(709, Some(other));
    assert_eq!(package(&both).as_deref(), Some(PACKAGE));
    for software in [None, Some(null())] {
        let hardware_only = both.clone().software(709, software);
        assert_eq!(
            package(&hardware_only).as_deref(),
            Some("com.example.other")
        );
    }
    let neither = both.hardware(709, None).software(709, None);
    assert_eq!(package(&neither), None);
}

#[test]
fn packages_and_signers_of_wrong_forms_are_unreadable() {
    let long = [b'a'; 256];
    let cases = [
        application_id(&[b""], &[&SIGNER]),
        application_id(&[&long], &[&SIGNER]),
        application_id(&[b"a\xff"], &[&SIGNER]),
        application_id(&[b"a\nb"], &[&SIGNER]),
        application_id(&[b"a.b"], &[&[1; 31]]),
        application_id(&[b"a.b"], &[&[1; 20]]),
        octets(&[sequence(&[set(&[]), set(&[])]), vec![0]].concat()),
        octets(&sequence(&[set(&[])])),
        octets(&sequence(&[set(&[octets(b"a.b")]), set(&[])])),
        sequence(&[set(&[]), set(&[])]),
    ];
    for id in cases {
        noted(709, id, |d| assert_eq!(d.hardware.application_id(), None));
    }
    let longest = application_id(&[&long[1..]], &[]);
    let der = Description::new().hardware(709, Some(longest)).der();
    let id = KeyDescription::parse(&der)
        .unwrap()
        .hardware
        .application_id();
    assert!(id.is_some_and(|id| id.signers.is_empty()));
}

#[test]
fn tags_packages_and_digests_are_bounded() {
    let list = List::Hardware;
    let beyond = Err(Error::BeyondLimit { list });
    let tags = |count: u32| {
        let mut description = Description::new();
        description.hardware = (1_000..1_000 + count).map(|tag| (tag, null())).collect();
        KeyDescription::parse(&description.der()).map(|description| description.notes.len())
    };
    assert_eq!((tags(128), tags(129)), (Ok(128), beyond));
    let id = |packages: usize, signers: usize| {
        let id = application_id(&vec![&b"a.b"[..]; packages], &vec![&SIGNER[..]; signers]);
        let der = Description::new().hardware(709, Some(id)).der();
        let description = KeyDescription::parse(&der);
        description.map(|description| description.notes.len())
    };
    assert_eq!((id(64, 16), id(65, 16)), (Ok(0), beyond));
    assert_eq!(id(64, 17), beyond);
}

#[test]
fn the_mandatory_elements_are_eight_in_order_and_nothing_behind_them() {
    let right = Description::new().parts();
    for missing in 0..right.len() {
        let mut parts = right.to_vec();
        parts.remove(missing);
        assert!(
            KeyDescription::parse(&sequence(&parts)).is_err(),
            "{missing}"
        );
    }
    let nine = [right.to_vec(), vec![null()]].concat();
    assert_eq!(refusal(&sequence(&nine)), Error::Der(der::Error::Trailing));
    let behind = [sequence(&right), vec![0]].concat();
    assert_eq!(refusal(&behind), Error::Der(der::Error::Trailing));
    let mut swapped = right.clone();
    swapped.swap(0, 1);
    assert!(KeyDescription::parse(&sequence(&swapped)).is_err());
    let mut integer_level = right.clone();
    integer_level[1] = integer(1);
    assert!(KeyDescription::parse(&sequence(&integer_level)).is_err());
    assert!(KeyDescription::parse(&set(&right)).is_err());
}

#[test]
fn versions_count_from_one_and_levels_are_three() {
    let parse = |version, levels| {
        let description = Description::new();
        let description = Description {
            version,
            levels,
            ..description
        };
        KeyDescription::parse(&description.der()).map(|description| description.keymint_level)
    };
    for version in [1, 2, 3, 4, 41, 100, 300, 400, 9_000, u32::MAX] {
        assert_eq!(parse(version, (0, 2)), Ok(SecurityLevel::StrongBox));
    }
    assert_eq!(parse(0, (1, 1)), Err(Error::VersionZero));
    for levels in [(3, 1), (1, 3)] {
        let unknown = Error::SecurityLevelUnknown { number: 3 };
        assert_eq!(parse(300, levels), Err(unknown));
    }
    let mut negative = Description::new().parts();
    negative[0] = element(&[2], &[0xff]);
    assert!(KeyDescription::parse(&sequence(&negative)).is_err());
}

#[test]
fn a_description_cut_off_anywhere_is_refused() {
    let der = Description::new().der();
    for length in 0..der.len() {
        assert!(KeyDescription::parse(&der[..length]).is_err(), "{length}");
    }
}

proptest! {
    #[test]
    fn never_panics_near_a_right_description(at in 0_usize..400, byte in any::<u8>()) {
        let mut der = Description::new().der();
        if let Some(slot) = der.get_mut(at) {
            *slot = byte;
        }
        if let Ok(description) = KeyDescription::parse(&der) {
            let _ = (description.application_id(), description.hardware.root_of_trust());
            let _ = (description.hardware.purposes(), description.hardware.origin());
        }
    }
}
