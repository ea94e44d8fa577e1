//! Minted attestations: that checks run in the printed order, and rejections that no outside case has.

use rcgen::{BasicConstraints, CustomExtension, IsCa};
use touchstone_evidence::Timestamp;
use touchstone_evidence::app_attest::attestation::{
    App, CHECKS, Error, Expected, Verified, inspect, nonce_matches, verify,
};
use touchstone_evidence::app_attest::{Environment, Environments, rp_id_hash};
use touchstone_evidence::x509::{Anchors, PathError};

use crate::minted::{Attestation, Authority, NONCE_EXTENSION, authority_params, now, p384};

fn judge(
    minted: &Attestation,
    anchors: &Anchors,
    now: Timestamp,
    change: impl FnOnce(&mut App<'_>, &mut [u8; 32]),
) -> Result<Verified<'static>, Error> {
    let mut app = App {
        rp_id_hash: rp_id_hash(minted.app_id),
        client_data_hash: &minted.client_data_hash,
        environments: Environments {
            production: false,
            development: true,
        },
    };
    let mut key_id = minted.key_id();
    change(&mut app, &mut key_id);
    let evidence = minted.evidence();
    let expected = Expected {
        key_id: &key_id,
        apps: &[app],
    };
    let verified = verify(&evidence, &expected, anchors, now)?;
    Ok(Verified {
        receipt: verified.receipt.into_owned().into(),
        ..verified
    })
}

fn refusal(minted: &Attestation) -> Error {
    judge(minted, &minted.root.anchors(), now(), |_, _| {}).unwrap_err()
}

#[test]
fn a_right_attestation_is_accepted_with_its_facts() {
    let minted = Attestation::new();
    let verified = judge(&minted, &minted.root.anchors(), now(), |_, _| {}).unwrap();
    assert_eq!(
        (verified.app_index, verified.environment),
        (0, Environment::Development)
    );
    assert_eq!(verified.public_key, minted.point());
    assert_eq!(verified.receipt.as_ref(), b"receipt");
    assert_eq!(
        verified.certificates[0].not_after.to_string(),
        "2026-01-01T00:00:00.000Z"
    );
    assert_eq!(
        inspect(&minted.evidence()).unwrap().certificates[1],
        verified.certificates[1]
    );
}

/// Everything is wrong at once; then the fault of one check after the other is mended. Each time the first check that
/// still fails must be the reason.
#[test]
fn checks_run_in_the_printed_order() {
    let other = Authority::root(authority_params("other"));
    for (position, (number, _)) in CHECKS.iter().enumerate() {
        let wrong = |check: usize| check >= position;
        let mut minted = Attestation::new();
        if wrong(0) {
            minted.trailing = vec![0];
        }
        minted.nonce_extension = !wrong(4);
        if wrong(7) {
            minted.aaguid = *b"something else..";
        }
        minted.counter = u32::from(wrong(8));
        minted.credential_id = wrong(9).then_some([3; 32]);
        minted.cose_point = wrong(10).then_some(vec![4; 65]);
        let anchors = if wrong(1) {
            other.anchors()
        } else {
            minted.root.anchors()
        };
        let now = if wrong(2) {
            "2027-01-01T00:00:00Z".parse().unwrap()
        } else {
            now()
        };
        let error = judge(&minted, &anchors, now, |app, key_id| {
            if wrong(3) {
                app.rp_id_hash = rp_id_hash("TESTTEAM01.com.example.other");
            }
            if wrong(5) {
                app.client_data_hash = b"other";
            }
            if wrong(6) {
                *key_id = [5; 32];
            }
        })
        .unwrap_err();
        assert_eq!(error.check(), *number, "{error:?}");
    }
}

#[test]
fn the_matching_app_is_picked_and_its_own_hash_and_environments_count() {
    let minted = Attestation::new();
    let app = |app_id, hash, environments| App {
        rp_id_hash: rp_id_hash(app_id),
        client_data_hash: hash,
        environments,
    };
    let both = Environments {
        production: true,
        development: true,
    };
    let production = Environments {
        production: true,
        development: false,
    };
    let hash: &[u8] = &minted.client_data_hash;
    let evidence = minted.evidence();
    let key_id = minted.key_id();
    let judge = |apps: &[App<'_>]| {
        let expected = Expected {
            key_id: &key_id,
            apps,
        };
        verify(&evidence, &expected, &minted.root.anchors(), now())
            .map(|verified| verified.app_index)
    };
    let other = app("other", hash, both);
    assert_eq!(judge(&[other, app(minted.app_id, hash, both)]), Ok(1));
    assert_eq!(judge(&[]).unwrap_err().check(), "A4");
    assert_eq!(judge(&[other]).unwrap_err().check(), "A4");
    assert_eq!(
        judge(&[app(minted.app_id, b"x", both), other])
            .unwrap_err()
            .check(),
        "A6"
    );
    assert_eq!(
        judge(&[other, app(minted.app_id, hash, production)]),
        Err(Error::EnvironmentMismatch {
            found: Some(Environment::Development)
        })
    );
}

#[test]
fn dates_count_with_a_leeway_before_and_none_after() {
    let minted = Attestation::new();
    let anchors = minted.root.anchors();
    let at = |text: &str| judge(&minted, &anchors, text.parse().unwrap(), |_, _| {}).map(|_| ());
    assert_eq!(at("2024-12-31T23:59:00Z"), Ok(()));
    assert!(matches!(
        at("2024-12-31T23:58:59.999Z"),
        Err(Error::CertNotYetValid { index: 0, .. })
    ));
    assert_eq!(at("2026-01-01T00:00:00Z"), Ok(()));
    assert!(matches!(
        at("2026-01-01T00:00:00.001Z"),
        Err(Error::CertExpired { index: 0, .. })
    ));
}

#[test]
fn the_intermediate_must_be_valid_too() {
    let mut minted = Attestation::new();
    let mut expired = authority_params("intermediate");
    expired.not_after = rcgen::date_time_ymd(2025, 5, 1);
    minted.intermediate = Authority::below(expired, &minted.root);
    assert!(matches!(
        refusal(&minted),
        Error::CertExpired { index: 1, .. }
    ));
}

#[test]
fn a_leaf_that_is_an_authority_is_refused() {
    let mut minted = Attestation::new();
    minted.leaf.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    assert_eq!(
        refusal(&minted),
        Error::ChainUntrusted(PathError::LeafIsAuthority)
    );
}

#[test]
fn a_repeated_nonce_extension_is_refused_even_when_both_are_right() {
    let mut minted = Attestation::new();
    let nonce =
        touchstone_evidence::digest::sha256(&[&minted.auth_data(), &minted.client_data_hash]);
    let value = [&[0x30, 0x24, 0xa1, 0x22, 0x04, 0x20], nonce.as_slice()].concat();
    let extension = CustomExtension::from_oid_content(NONCE_EXTENSION, value);
    minted.leaf.custom_extensions.push(extension.clone());
    assert_eq!(refusal(&minted), Error::NonceExtensionInvalid);
    minted.nonce_extension = false;
    assert!(judge(&minted, &minted.root.anchors(), now(), |_, _| {}).is_ok());
}

#[test]
fn a_leaf_key_on_another_curve_is_refused() {
    let (cose_point, credential_id) = (Some(vec![4; 65]), Some([1; 32]));
    let minted = Attestation {
        key: p384(),
        cose_point,
        credential_id,
        ..Attestation::new()
    };
    let app = App {
        rp_id_hash: rp_id_hash(minted.app_id),
        client_data_hash: &minted.client_data_hash,
        environments: Environments {
            production: true,
            development: true,
        },
    };
    let expected = Expected {
        key_id: &[1; 32],
        apps: &[app],
    };
    let evidence = minted.evidence();
    let refused = verify(&evidence, &expected, &minted.root.anchors(), now());
    assert_eq!(refused, Err(Error::KeyIdMismatch));
}

#[test]
fn a_nonce_is_found_by_the_hash_it_was_made_from_and_no_other() {
    let minted = Attestation::new();
    let evidence = minted.evidence();
    assert!(nonce_matches(&evidence, &minted.client_data_hash));
    assert!(!nonce_matches(&evidence, b"other"));
    assert!(!nonce_matches(&evidence[1..], &minted.client_data_hash));
    let without = Attestation {
        nonce_extension: false,
        ..minted
    };
    assert!(!nonce_matches(
        &without.evidence(),
        &without.client_data_hash
    ));
}

#[test]
fn the_operating_system_is_told_when_it_can_be_read() {
    const OS: &[u64] = &[1, 2, 840, 113_635, 100, 8, 7];
    let system = |value: &[u8]| {
        let mut minted = Attestation::new();
        let extension = CustomExtension::from_oid_content(OS, value.to_vec());
        minted.leaf.custom_extensions.push(extension);
        let verified = judge(&minted, &minted.root.anchors(), now(), |_, _| {}).unwrap();
        (
            verified.operating_system.version,
            verified.operating_system.build,
        )
    };
    let version = |text: &[u8]| {
        let length = u8::try_from(text.len()).unwrap();
        [&[0xbf, 0x8a, 0x78, length + 2, 0x04, length], text].concat()
    };
    let build = b"\xbf\x8a\x7b\x07\x04\x0520C65";
    let sequence = |parts: &[&[u8]]| {
        let inside = parts.concat();
        [
            &[0x30, u8::try_from(inside.len()).unwrap()],
            inside.as_slice(),
        ]
        .concat()
    };
    let known = (Some("16.2".to_owned()), Some("20C65".to_owned()));
    assert_eq!(system(&sequence(&[&version(b"16.2"), build])), known);
    assert_eq!(system(&sequence(&[build])), (None, known.1.clone()));
    assert_eq!(
        system(&sequence(&[&version(b"16\n2"), build])),
        (None, known.1.clone())
    );
    assert_eq!(
        system(&sequence(&[&version(&[b'1'; 65]), build])),
        (None, known.1)
    );
    let two_texts = b"\xbf\x8a\x78\x06\x04\x011\x04\x012";
    assert_eq!(system(&sequence(&[two_texts])), (None, None));
    for unreadable in [
        b"".as_slice(),
        b"\x30",
        b"\x04\x00",
        b"\x30\x02\xbf\x8a",
        b"\x30\x00\x00",
    ] {
        assert_eq!(system(unreadable), (None, None));
    }
}
