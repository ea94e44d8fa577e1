//! Android key statements, wrong in one place each: checks D1 to D7.

use rcgen::{CertificateParams, CustomExtension, KeyPair, SigningKey};
use touchstone_evidence::android_key::SecurityLevel;
use touchstone_evidence::webauthn::statement::{AndroidKeyLists, StatementPolicy};
use touchstone_evidence::webauthn::{AttestationType, Format};

use crate::android_der::{Description, boolean, integer, null, octets, sequence, set};
use crate::android_minted::{DESCRIPTION, with_description};
use crate::minted::{Authority, authority_params, p256, p384, params};
use crate::webauthn_minted::{
    CLIENT_DATA_HASH, Credential, bytes, int, judge, map, refusal, text, x5c,
};

/// A statement, and what of it may be wrong.
struct Device {
    credential: Credential,
    leaf_key: Option<KeyPair>,
    leaf: CertificateParams,
    algorithm: i64,
    signed: Option<Vec<u8>>,
    leaf_first: bool,
}

/// What the credential's key is described with.
fn description() -> Description {
    let challenge = CLIENT_DATA_HASH.to_vec();
    let mut description = Description::new();
    description.challenge = challenge;
    description
}

impl Device {
    fn new(description: &Description) -> Self {
        Self {
            credential: Credential::new(),
            leaf_key: None,
            leaf: with_description(params("leaf"), description),
            algorithm: -7,
            signed: None,
            leaf_first: true,
        }
    }

    fn members(&self) -> Vec<(&'static str, Vec<u8>)> {
        let root = Authority::root_with(authority_params("root"), p256());
        let key = self.leaf_key.as_ref().unwrap_or(&self.credential.key);
        let mut chain = vec![root.issue(&self.leaf, key), root.der];
        if !self.leaf_first {
            chain.reverse();
        }
        let right = self.credential.signed();
        let signed = self.signed.as_ref().unwrap_or(&right);
        vec![
            ("alg", int(self.algorithm)),
            ("sig", bytes(&self.credential.key.sign(signed).unwrap())),
            ("x5c", x5c(&chain)),
        ]
    }

    fn object(&self) -> Vec<u8> {
        self.credential.object("android-key", &map(&self.members()))
    }

    fn reason(&self, policy: &StatementPolicy) -> Result<(), &'static str> {
        let judged = judge(&self.object(), policy);
        judged.map(|_| ()).map_err(|error| error.reason())
    }
}

fn spoilt(spoil: impl FnOnce(&mut Device)) -> (&'static str, &'static str) {
    let mut device = Device::new(&description());
    spoil(&mut device);
    refusal(&device.object())
}

fn described(description: &Description) -> (&'static str, &'static str) {
    refusal(&Device::new(description).object())
}

fn policy(lists: AndroidKeyLists) -> StatementPolicy {
    StatementPolicy {
        android_key_lists: lists,
        ..StatementPolicy::default()
    }
}

#[test]
fn a_right_statement_is_accepted() {
    let device = Device::new(&description());
    let verified = judge(&device.object(), &StatementPolicy::default()).unwrap();
    assert_eq!(verified.format(), Format::AndroidKey);
    assert_eq!(verified.attestation_type(), AttestationType::Basic);
    let element = &verified.statement.elements[0];
    assert_eq!((element.algorithm, element.x5c.len()), (Some(-7), 2));
    assert!(!element.aaguid_in_leaf);
}

#[test]
fn every_member_is_required_and_has_its_type() {
    for position in 0..3 {
        let device = Device::new(&description());
        let mut members = device.members();
        members[position].1 = text("other");
        let object = device.credential.object("android-key", &map(&members));
        assert_eq!(refusal(&object).1, "att_stmt_field_malformed", "{position}");
        members.remove(position);
        let object = device.credential.object("android-key", &map(&members));
        assert_eq!(refusal(&object).1, "att_stmt_field_missing", "{position}");
    }
}

#[test]
fn an_unreadable_leaf_is_refused() {
    let device = Device::new(&description());
    let mut members = device.members();
    members[2].1 = x5c(&[vec![0x30, 0]]);
    let object = device.credential.object("android-key", &map(&members));
    assert_eq!(refusal(&object).1, "attestation_cert_malformed");
}

#[test]
fn a_leaf_of_another_key_is_refused() {
    let refused = spoilt(|device| device.leaf_key = Some(p256()));
    assert_eq!(refused, ("D1", "android_key_leaf_key_mismatch"));
    let refused = spoilt(|device| device.leaf_key = Some(p384()));
    assert_eq!(refused, ("D1", "android_key_leaf_key_mismatch"));
}

#[test]
fn a_chain_without_the_leaf_first_is_refused() {
    let refused = spoilt(|device| device.leaf_first = false);
    assert_eq!(refused, ("D1", "android_key_leaf_key_mismatch"));
}

#[test]
fn an_unknown_algorithm_is_refused() {
    let refused = spoilt(|device| device.algorithm = -42);
    assert_eq!(refused, ("D2", "attestation_alg_unsupported"));
}

#[test]
fn an_algorithm_of_another_key_is_refused() {
    for algorithm in [-35, -257, -8, -47] {
        let refused = spoilt(|device| device.algorithm = algorithm);
        assert_eq!(refused, ("D2", "attestation_alg_key_mismatch"));
    }
}

#[test]
fn a_signature_over_anything_else_is_refused() {
    let refused = spoilt(|device| device.signed = Some(device.credential.auth_data()));
    assert_eq!(refused, ("D2", "attestation_signature_invalid"));
}

#[test]
fn a_leaf_without_a_description_is_refused() {
    let refused = spoilt(|device| device.leaf = params("leaf"));
    assert_eq!(refused, ("D3", "android_key_extension_missing"));
}

#[test]
fn an_unreadable_description_is_refused() {
    let mut trailing = description();
    trailing.trailing.push(0);
    let mut level = description();
    level.levels.0 = 3;
    for unreadable in [trailing, level] {
        let refused = described(&unreadable);
        assert_eq!(refused, ("D3", "android_key_extension_malformed"));
    }
}

#[test]
fn security_levels_may_be_integers() {
    let mut parts = description().parts();
    parts[1] = integer(1);
    parts[3] = integer(1);
    let mut device = Device::new(&description());
    let extension = CustomExtension::from_oid_content(DESCRIPTION, sequence(&parts));
    device.leaf.custom_extensions = vec![extension];
    assert!(device.reason(&StatementPolicy::default()).is_ok());
}

#[test]
fn two_descriptions_are_no_description() {
    let twice = with_description(params("leaf"), &description());
    let refused = spoilt(|device| device.leaf = with_description(twice, &description()));
    assert_eq!(refused, ("D3", "android_key_extension_malformed"));
}

#[test]
fn unknown_tags_are_skipped() {
    let unknown = description().hardware(9_999, Some(octets(&[1])));
    assert!(
        Device::new(&unknown)
            .reason(&StatementPolicy::default())
            .is_ok()
    );
}

#[test]
fn another_challenge_is_refused() {
    for other in [&[0xce; 32][..], &[], &CLIENT_DATA_HASH[..31]] {
        let mut wrong = description();
        wrong.challenge = other.to_vec();
        let refused = described(&wrong);
        assert_eq!(refused, ("D4", "android_key_challenge_mismatch"));
    }
}

#[test]
fn a_key_for_every_app_is_refused() {
    for value in [null(), boolean(0)] {
        let refused = described(&description().hardware(600, Some(value.clone())));
        assert_eq!(refused, ("D5", "android_key_all_applications"));
        let refused = described(&description().software(600, Some(value)));
        assert_eq!(refused, ("D5", "android_key_all_applications"));
    }
}

/// What each choice of lists says of a description: `tee`, `union`, `relaxed`.
fn by_lists(description: &Description) -> [Result<(), &'static str>; 3] {
    let device = Device::new(description);
    AndroidKeyLists::ALL.map(|lists| device.reason(&policy(lists)))
}

const ORIGIN: Result<(), &str> = Err("android_key_origin_invalid");
const PURPOSE: Result<(), &str> = Err("android_key_purpose_invalid");

#[test]
fn an_origin_in_the_software_list_counts_in_the_union() {
    let moved = description()
        .hardware(702, None)
        .software(702, Some(integer(0)));
    assert_eq!(by_lists(&moved), [ORIGIN, Ok(()), Ok(())]);
}

#[test]
fn an_absent_origin_is_accepted_by_the_relaxed_rule_alone() {
    let absent = description().hardware(702, None);
    assert_eq!(by_lists(&absent), [ORIGIN, ORIGIN, Ok(())]);
}

#[test]
fn an_imported_key_is_refused_by_every_rule() {
    for value in [integer(1), integer(2), octets(&[0])] {
        let imported = description().hardware(702, Some(value));
        assert_eq!(by_lists(&imported), [ORIGIN; 3]);
    }
}

#[test]
fn two_origins_must_both_fit() {
    let both = description().software(702, Some(integer(2)));
    assert_eq!(by_lists(&both), [Ok(()), ORIGIN, ORIGIN]);
}

#[test]
fn a_purpose_in_the_software_list_counts_in_the_union() {
    let value = Some(set(&[integer(2)]));
    let moved = description().hardware(1, None).software(1, value);
    assert_eq!(by_lists(&moved), [PURPOSE, Ok(()), Ok(())]);
}

#[test]
fn an_absent_purpose_is_accepted_by_the_relaxed_rule_alone() {
    let absent = description().hardware(1, None);
    assert_eq!(by_lists(&absent), [PURPOSE, PURPOSE, Ok(())]);
}

#[test]
fn a_key_that_may_not_sign_is_refused_by_every_rule() {
    for value in [
        set(&[integer(3)]),
        set(&[]),
        integer(2),
        set(&[octets(&[2])]),
    ] {
        let other = description().hardware(1, Some(value));
        assert_eq!(by_lists(&other), [PURPOSE; 3]);
    }
}

#[test]
fn two_purposes_must_both_fit() {
    let both = description().software(1, Some(set(&[integer(3)])));
    assert_eq!(by_lists(&both), [Ok(()), PURPOSE, PURPOSE]);
}

#[test]
fn the_origin_is_looked_at_before_the_purpose() {
    let neither = description().hardware(1, None).hardware(702, None);
    let refused = described(&neither);
    assert_eq!(refused, ("D6", "android_key_origin_invalid"));
}

#[test]
fn a_weaker_level_than_the_least_is_refused() {
    let levels = [
        SecurityLevel::Software,
        SecurityLevel::Tee,
        SecurityLevel::StrongBox,
    ];
    for (number, level) in (0..).zip(levels) {
        let mut made = description();
        // The level of the attestation decides, not that of the key.
        made.levels = (number, 2);
        let device = Device::new(&made);
        for minimum in levels {
            let policy = StatementPolicy {
                android_key_minimum_level: minimum,
                ..StatementPolicy::default()
            };
            let wanted = if level >= minimum {
                Ok(())
            } else {
                Err("android_key_security_level_too_low")
            };
            assert_eq!(device.reason(&policy), wanted, "{level:?} {minimum:?}");
        }
    }
}
