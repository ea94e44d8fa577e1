//! Revocation lists: which one takes the place of the one at hand, and whose are looked for.

use rcgen::{
    CertificateParams, CertificateRevocationListParams, CrlDistributionPoint, IsCa, KeyIdMethod,
    KeyUsagePurpose, SerialNumber, date_time_ymd,
};
use touchstone_evidence::Timestamp;
use touchstone_evidence::x509::{Certificate, Crl, CrlError, SuccessionError, crl_places};

use crate::minted::{Authority, authority_params, p256, params};

fn ca() -> Authority {
    Authority::root(authority_params("ca"))
}

/// A list of May 2025 made on this day, current until the 20th.
fn list(signer: &Authority, number: u8, day: u8) -> Crl {
    let params = CertificateRevocationListParams {
        this_update: date_time_ymd(2025, 5, day),
        next_update: date_time_ymd(2025, 5, 20),
        crl_number: SerialNumber::from(vec![number]),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    let mut crl = Crl::parse(&signer.crl(params)).unwrap();
    verify(&mut crl, signer).unwrap();
    crl
}

fn verify(crl: &mut Crl, by: &Authority) -> Result<(), CrlError> {
    let issuer = Certificate::parse(&by.der).unwrap();
    crl.verify(issuer.subject, &issuer.spki)
}

fn on(day: u8) -> Timestamp {
    format!("2025-05-{day:02}T12:00:00Z").parse().unwrap()
}

#[test]
fn a_newer_list_of_the_same_key_succeeds_and_an_older_one_never() {
    let ca = ca();
    let held = list(&ca, 2, 5);
    for day in [10, 25] {
        assert_eq!(list(&ca, 3, 6).check_succeeds(&held, on(day)), Ok(()));
        assert_eq!(held.check_succeeds(&held, on(day)), Ok(()));
        let older = list(&ca, 1, 6);
        assert!(older.is_older_than(&held));
        let refused = older.check_succeeds(&held, on(day));
        assert_eq!(refused, Err(SuccessionError::Older));
    }
}

#[test]
fn while_a_list_is_current_no_other_key_speaks_in_its_place() {
    let (old_key, new_key) = (ca(), ca());
    let held = list(&old_key, 1, 1);
    for day in [1, 10, 19] {
        let refused = list(&new_key, 9, 1).check_succeeds(&held, on(day));
        assert_eq!(refused, Err(SuccessionError::Issuer));
    }
}

#[test]
fn a_list_that_is_not_current_yet_is_held_against_other_keys_too() {
    let held = list(&ca(), 1, 15);
    let refused = list(&ca(), 2, 16).check_succeeds(&held, on(10));
    assert_eq!(refused, Err(SuccessionError::Issuer));
}

#[test]
fn an_outdated_list_gives_way_to_a_current_one_of_another_key() {
    let ended = list(&ca(), 9, 1);
    let (new_key, june) = (ca(), "2025-06-05T00:00:00Z".parse().unwrap());
    let params = CertificateRevocationListParams {
        this_update: date_time_ymd(2025, 6, 1),
        next_update: date_time_ymd(2025, 7, 1),
        crl_number: SerialNumber::from(vec![1]),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    let mut successor = Crl::parse(&new_key.crl(params)).unwrap();
    verify(&mut successor, &new_key).unwrap();
    assert_eq!(successor.check_succeeds(&ended, june), Ok(()));
    assert!(
        !successor.is_older_than(&ended),
        "the numbers are of two keys"
    );
    // What has ended is nothing better than what is there, and what was made before is worse.
    let outdated = list(&new_key, 99, 2).check_succeeds(&ended, june);
    assert!(matches!(outdated, Err(SuccessionError::NotCurrent(_))));
    let ended = list(&ca(), 1, 5);
    let before = list(&new_key, 99, 4).check_succeeds(&ended, june);
    assert_eq!(before, Err(SuccessionError::Older));
}

/// Whether a list is looked for that an issuer of these parameters should sign.
fn is_looked_for(issuer: CertificateParams) -> bool {
    let issuer = Authority::below(issuer, &ca());
    let mut leaf = params("leaf");
    leaf.crl_distribution_points = vec![CrlDistributionPoint {
        uris: vec!["http://crl.example/list".to_owned()],
    }];
    let leaf = issuer.issue(&leaf, &p256());
    let chain = [&leaf, &issuer.der].map(|der| Certificate::parse(der).unwrap());
    let places = crl_places([(&chain[0], &chain[1])]);
    assert!(places.iter().all(|place| place.issuer == issuer.der));
    !places.is_empty()
}

#[test]
fn lists_are_looked_for_where_an_authority_signs_them_that_may() {
    assert!(is_looked_for(authority_params("ca")));
    let mut unsaid = authority_params("ca");
    unsaid.key_usages.clear();
    assert!(is_looked_for(unsaid));
    let mut lists_only = authority_params("ca");
    lists_only.key_usages = vec![KeyUsagePurpose::CrlSign];
    assert!(is_looked_for(lists_only));
}

#[test]
fn no_list_is_looked_for_that_a_leaf_or_a_key_for_other_uses_would_sign() {
    for is_ca in [IsCa::NoCa, IsCa::ExplicitNoCa] {
        let mut leaf = authority_params("leaf");
        leaf.is_ca = is_ca;
        assert!(!is_looked_for(leaf));
    }
    for usage in [
        KeyUsagePurpose::KeyCertSign,
        KeyUsagePurpose::DigitalSignature,
    ] {
        let mut other_use = authority_params("ca");
        other_use.key_usages = vec![usage];
        assert!(!is_looked_for(other_use));
    }
}
