//! Minted Android chains: K9 to K11, what is said of the app, and that checks run in the printed order.

use touchstone_evidence::android_key::{
    App, CHECKS, Error, Expected, Policy, Rules, SecurityLevel, StatusList, verify,
};
use touchstone_evidence::x509::Certificate;

use crate::android_der::{
    CHALLENGE, Description, PACKAGE, SIGNER, application_id, integer, null, set,
};
use crate::android_minted::{Device, Judge, named, refusal, root, serial_number, with_description};
use crate::minted::params;

fn refused(description: &Description) -> Error {
    refusal(&Device::factory(description))
}

#[test]
fn a_malformed_description_is_refused_of_target_and_attest_key() {
    let mut malformed = Description::new();
    malformed.trailing = vec![0];
    let error = refused(&malformed);
    assert!(matches!(
        error,
        Error::DescriptionMalformed { index: 0, .. }
    ));
    let attest_key = with_description(params("attest"), &malformed);
    let device = Device::factory(&Description::new()).with_attest_key(attest_key);
    let error = Judge::allowing_attest_keys().device(&device).unwrap_err();
    assert!(matches!(
        error,
        Error::DescriptionMalformed { index: 1, .. }
    ));
    assert_eq!(error.reason(), "android_extension_malformed");
}

#[test]
fn unknown_tags_are_refused_where_the_tenant_says_so() {
    let unknown = Description::new().software(9_999, Some(null()));
    let purpose = Some(set(&[integer(7)]));
    let unknown_attest = unknown.clone().hardware(1, purpose.clone());
    let plain = Device::factory(&unknown);
    let between = with_description(params("attest"), &unknown_attest);
    let attested = Device::factory(&Description::new()).with_attest_key(between);
    let mut judge = Judge::allowing_attest_keys();
    let facts = judge.device(&plain).unwrap().facts;
    assert_eq!(facts.notes.len(), 1);
    judge.rules.reject_unknown_tags = true;
    for device in [plain, attested] {
        let error = judge.device(&device).unwrap_err();
        assert_eq!(error.reason(), "android_unknown_tag");
    }
    let known = Description::new().hardware(1, purpose);
    let between = with_description(params("attest"), &known);
    let device = Device::factory(&Description::new()).with_attest_key(between);
    assert!(judge.device(&device).is_ok());
}

#[test]
fn an_attest_key_only_attests_and_has_the_challenge_and_level_of_the_target() {
    let judged = |attest_key: &Description| {
        let between = with_description(params("attest"), attest_key);
        let device = Device::factory(&Description::new()).with_attest_key(between);
        Judge::allowing_attest_keys().device(&device).map(|_| ())
    };
    let right = Description::new().hardware(1, Some(set(&[integer(7)])));
    assert_eq!(judged(&right), Ok(()));
    let purposes = [
        Some(set(&[integer(2)])),
        Some(set(&[integer(7), integer(2)])),
        Some(set(&[integer(7), integer(7)])),
        Some(set(&[])),
        Some(integer(7)),
        None,
    ];
    for purpose in purposes {
        let unfit = right.clone().hardware(1, purpose);
        assert_eq!(judged(&unfit), Err(Error::AttestKeyInvalid));
    }
    for origin in [Some(integer(1)), Some(integer(2)), None] {
        let imported = right.clone().hardware(702, origin);
        assert_eq!(judged(&imported), Err(Error::AttestKeyInvalid));
    }
    let software = right
        .clone()
        .hardware(1, None)
        .software(1, Some(set(&[integer(7)])));
    assert_eq!(judged(&software), Err(Error::AttestKeyInvalid));
    let mut other = right.clone();
    other.challenge[0] ^= 1;
    assert_eq!(judged(&other), Err(Error::AttestKeyInvalid));
    for levels in [(2, 1), (1, 2), (0, 0), (2, 2)] {
        let other = Description {
            levels,
            ..right.clone()
        };
        assert_eq!(judged(&other), Err(Error::AttestKeyInvalid), "{levels:?}");
    }
}

#[test]
fn another_challenge_is_told_as_it_came() {
    for challenge in [
        vec![],
        CHALLENGE[1..].to_vec(),
        [&CHALLENGE[..], &[0]].concat(),
    ] {
        let received = challenge.clone();
        let description = Description {
            challenge,
            ..Description::new()
        };
        assert_eq!(refused(&description), Error::ChallengeMismatch { received });
    }
}

#[test]
fn the_app_must_be_registered_and_signed_by_its_signers_alone() {
    let id = |packages: &[&[u8]], signers: &[&[u8]]| {
        Description::new().software(709, Some(application_id(packages, signers)))
    };
    let (other, app) = (b"com.example.other".as_slice(), PACKAGE.as_bytes());
    let without = Description::new().software(709, None);
    assert_eq!(refused(&without), Error::AppIdMissing);
    assert_eq!(refused(&id(&[other], &[&SIGNER])), Error::AppNotAllowed);
    assert_eq!(
        refused(&id(&[b"com.example.App"], &[&SIGNER])),
        Error::AppNotAllowed
    );
    assert_eq!(refused(&id(&[], &[&SIGNER])), Error::AppNotAllowed);
    assert_eq!(refused(&id(&[app], &[])), Error::SignerMismatch);
    assert_eq!(refused(&id(&[app], &[&[1; 32]])), Error::SignerMismatch);
    assert_eq!(
        refused(&id(&[app], &[&SIGNER, &[1; 32]])),
        Error::SignerMismatch
    );
    let shared = Device::factory(&id(&[other, app], &[&SIGNER]));
    assert!(Judge::new().device(&shared).is_ok());
    let no_signers = Judge {
        signers: vec![],
        ..Judge::new()
    };
    let error = no_signers.device(&shared).unwrap_err();
    assert_eq!(error, Error::SignerMismatch);
}

#[test]
fn the_matching_app_is_picked_and_its_own_signers_and_policy_count() {
    let device = Device::factory(&Description::new());
    let chain = device.chain();
    let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    let (lax, strict) = (
        Policy::default(),
        Policy {
            min_level: SecurityLevel::StrongBox,
            ..Policy::default()
        },
    );
    let judge = |apps: &[App<'_>]| {
        let expected = Expected {
            challenge: &CHALLENGE,
            apps,
            rules: Rules::default(),
            status: None,
        };
        let verified = verify(&chain, &expected, &device.root.anchors(), Judge::new().now);
        verified
            .map(|verified| verified.app_index)
            .map_err(|error| error.check())
    };
    let app = |package_name, signers, policy| App {
        package_name,
        signers,
        policy,
    };
    let other = app("com.example.other", &[SIGNER], &strict);
    let unsigned = app(PACKAGE, &[[1; 32]], &strict);
    let right = app(PACKAGE, &[SIGNER], &lax);
    assert_eq!(judge(&[other, unsigned, right]), Ok(2));
    assert_eq!(
        judge(&[app(PACKAGE, &[SIGNER], &strict), right]),
        Err("K12")
    );
    assert_eq!((judge(&[]), judge(&[other])), (Err("K11"), Err("K11")));
}

/// Everything is wrong at once; then the fault of one check after the other is mended. Each time the first check that
/// still fails must be the reason.
#[test]
fn checks_run_in_the_printed_order() {
    let stranger = root();
    for (position, (number, _)) in CHECKS.iter().enumerate() {
        let wrong = |check: usize| check > position;
        let description = wrong_description(wrong);
        let upper = if wrong(3) {
            vec![named(&[])]
        } else {
            vec![named(&[(serial_number(), "1")])]
        };
        let mut attestation = named(&[(serial_number(), "2")]);
        if wrong(7) {
            attestation = with_description(attestation, &Description::new());
        }
        let mut device = Device::issued(root(), upper, attestation, &description);
        if wrong(4) {
            device = device.with_attest_key(params("between"));
        }
        let mut chain = device.chain();
        if wrong(5) {
            *chain[0].last_mut().unwrap() ^= 1;
        }
        if wrong(1) {
            chain[0].push(0);
        }
        let anchors = if wrong(2) {
            stranger.anchors()
        } else {
            device.root.anchors()
        };
        let mut judge = if wrong(6) {
            Judge::at("2020-01-01T00:00:00Z")
        } else {
            Judge::new()
        };
        judge.policy.min_os_patch = wrong(16).then_some(209_912);
        if wrong(8) {
            judge.status = Some(listing(&device));
        }
        let error = judge.chain(&chain, &anchors).unwrap_err();
        assert_eq!(error.check(), *number, "{error:?}");
    }
}

/// What is wrong in a description for K9 to K15.
fn wrong_description(wrong: impl Fn(usize) -> bool) -> Description {
    let mut description = Description::new();
    if wrong(9) {
        description.trailing = vec![0];
    }
    if wrong(10) {
        description.challenge = vec![1];
    }
    if wrong(11) {
        description = description.software(709, None);
    }
    if wrong(12) {
        description.levels = (0, 0);
    }
    if wrong(13) {
        description = description.hardware(702, None);
    }
    if wrong(14) {
        description = description.hardware(600, Some(null()));
    }
    if wrong(15) {
        description = description.hardware(704, None);
    }
    description
}

/// A list on which the device's intermediate is revoked.
fn listing(device: &Device) -> StatusList {
    let top = Certificate::parse(&device.upper[0].der).unwrap();
    let serial = data_encoding::HEXLOWER.encode(top.serial);
    let json = format!(r#"{{"entries":{{"{serial}":{{"status":"REVOKED"}}}}}}"#);
    StatusList::parse(json.as_bytes()).unwrap()
}
