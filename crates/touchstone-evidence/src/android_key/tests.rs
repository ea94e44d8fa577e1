//! What the parts of the format share: words and numbers of its closed facts, the built-in anchors, defaults.

use super::{BootState, CHECKS, Policy, Provisioning, Rules, SecurityLevel, google_hardware};

#[test]
fn words_and_numbers_of_security_levels_lead_back_to_them() {
    for (number, level) in (0..).zip(SecurityLevel::ALL) {
        assert_eq!(SecurityLevel::from_name(level.name()), Some(level));
        assert_eq!(SecurityLevel::from_number(number), Some(level));
    }
    assert_eq!(SecurityLevel::from_name("TEE"), None);
    assert_eq!(SecurityLevel::from_number(3), None);
    assert!(SecurityLevel::Software < SecurityLevel::Tee);
    assert!(SecurityLevel::Tee < SecurityLevel::StrongBox);
}

#[test]
fn words_and_numbers_of_boot_states_lead_back_to_them() {
    for (number, state) in (0..).zip(BootState::ALL) {
        assert_eq!(BootState::from_name(state.name()), Some(state));
        assert_eq!(BootState::from_number(number), Some(state));
    }
    assert_eq!(BootState::from_name("Verified"), None);
    assert_eq!(BootState::from_number(4), None);
}

#[test]
fn the_two_ways_of_provisioning_have_two_words() {
    assert_eq!(Provisioning::Factory.name(), "factory");
    assert_eq!(Provisioning::Remote.name(), "remote");
}

#[test]
fn the_built_in_roots_are_the_published_ones() {
    let anchors = google_hardware().unwrap();
    let keys = anchors
        .iter()
        .map(|anchor| data_encoding::HEXLOWER.encode(anchor.spki_sha256()));
    assert_eq!(
        keys.collect::<Vec<_>>(),
        [
            "feb2ea7551ee316ed4bb443c8293b884dbfdea40b603ee3e4f4a897e4580fbae",
            "3ee44512a1af2beb39c889490c60ea3f82e43f5d5a5532f5ab9419f676cd07ec",
        ]
    );
}

#[test]
fn the_default_policy_is_the_strict_one() {
    let policy = Policy::default();
    assert_eq!(policy.min_level, SecurityLevel::Tee);
    assert!(policy.require_locked && policy.boot_keys.is_empty());
    assert_eq!(policy.boot_states, [BootState::Verified]);
    assert_eq!((policy.min_os_version, policy.min_os_patch), (None, None));
    assert_eq!(
        (policy.min_vendor_patch, policy.min_boot_patch),
        (None, None)
    );
    let rules = Rules::default();
    assert!(!rules.allow_attest_key && !rules.reject_unknown_tags);
}

#[test]
fn the_checks_are_numbered_without_a_gap() {
    for (number, (check, _)) in (1..).zip(CHECKS) {
        assert_eq!(*check, format!("K{number}"));
    }
    assert_eq!(CHECKS.len(), 16);
}
