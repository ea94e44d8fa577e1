//! Minted BLOBs: M4 to M6, which certificates make a path to a root, and revocation lists for them.

use std::sync::Arc;

use rcgen::{
    CertificateRevocationListParams, CrlDistributionPoint, CrlIssuingDistributionPoint, CrlScope,
    KeyIdMethod, RevokedCertParams, SerialNumber, date_time_ymd,
};
use touchstone_evidence::mds3::{Blob, DEFAULT_SIGNER, Error, Source, default_roots};
use touchstone_evidence::x509::{Anchors, Certificate, Crl, Crls, Revocation};

use crate::huawei::leaf_params;
use crate::mds3_minted::{Minted, SIGNER};
use crate::minted::{Authority, authority_params, now};

const CRL_URL: &str = "http://crl.example/intermediate.crl";

#[test]
fn certificates_are_found_in_any_order_among_strangers() {
    let mut minted = Minted::new();
    let stranger = Authority::root(authority_params("stranger"));
    let namesake = Authority::root(authority_params("intermediate"));
    let root = minted.root.der.clone();
    let mut chain = vec![minted.chain[0].clone(), b"no certificate".to_vec()];
    chain.extend([
        stranger.der,
        namesake.der,
        root,
        minted.intermediate.der.clone(),
    ]);
    minted.chain = chain;
    assert!(minted.judge().is_ok());
}

#[test]
fn a_cross_certificate_leads_to_the_older_root_and_the_newer_root_needs_none() {
    let newer = Authority::root(authority_params("newer"));
    let older = Authority::root(authority_params("older"));
    let mut minted = Minted::below(&newer);
    let cross = newer.certified_by(&older);
    assert_eq!(
        minted.judge_under(&older.anchors()),
        Err(Error::ChainUntrusted)
    );
    minted.chain.push(cross);
    assert!(minted.judge_under(&older.anchors()).is_ok());
    assert!(minted.judge_under(&newer.anchors()).is_ok());
    let both = Anchors::from_der(&[&newer.der, &older.der]).unwrap();
    assert!(minted.judge_under(&both).is_ok());
}

#[test]
fn a_leaf_that_is_a_root_itself_is_its_own_path() {
    let minted = Minted::new();
    let leaf = Anchors::from_der(&[&minted.chain[0]]).unwrap();
    assert!(minted.judge_under(&leaf).is_ok());
}

#[test]
fn a_path_to_no_root_of_the_source_is_refused() {
    let mut minted = Minted::new();
    let other = Authority::root(authority_params("root")).anchors();
    assert_eq!(minted.judge_under(&other), Err(Error::ChainUntrusted));
    minted.chain.truncate(1);
    assert_eq!(minted.judge(), Err(Error::ChainUntrusted));
    minted.chain[0] = vec![0x30, 0];
    assert_eq!(minted.judge(), Err(Error::ChainUntrusted));
}

#[test]
fn an_issuer_on_the_path_must_be_an_authority() {
    let mut minted = Minted::new();
    let leaf = Authority::below(leaf_params("middle", &[]), &minted.root);
    let key = rcgen::KeyPair::generate().unwrap();
    minted.chain = vec![
        leaf.issue(&leaf_params("signer", &[SIGNER]), &key),
        leaf.der.clone(),
    ];
    assert_eq!(minted.judge(), Err(Error::ChainUntrusted));
}

#[test]
fn the_leaf_is_for_the_signer_by_dns_name_and_not_by_common_name() {
    for (common_name, dns_names) in [("a", &["other.example"][..]), (SIGNER, &[])] {
        let mut minted = Minted::with_leaf(leaf_params(common_name, dns_names));
        assert_eq!(minted.judge(), Err(Error::SignerMismatch));
        minted.signer = None;
        assert!(minted.judge().is_ok());
    }
}

#[test]
fn the_default_source_is_trusted_by_root_and_name() {
    let file = touchstone_testkit::vectors_dir().join("mds3/production-no9/blob.jwt");
    let text = std::fs::read_to_string(file).unwrap();
    let blob = Blob::parse(&text).unwrap();
    let Ok(touchstone_evidence::mds3::Certificates::Sent(sent)) = blob.certificates("") else {
        panic!("no certificates");
    };
    let crls = Crls::new();
    let roots = default_roots().unwrap();
    let mut source = Source {
        roots: &roots,
        signer: Some(DEFAULT_SIGNER),
        revocation: Revocation::Soft,
        crls: &crls,
    };
    let at = "2021-11-15T00:00:00Z".parse().unwrap();
    let accepted = blob.judge(&sent, &source, None, at).unwrap();
    assert_eq!(accepted.revocation_unknown, [0, 1]);
    let places = blob.crl_places(&sent, &source, at).unwrap();
    let urls: Vec<&str> = places.iter().map(|place| place.url.as_str()).collect();
    // The list of the signer is its issuer's, and that one's is the root's.
    assert_eq!(places[0].issuer, sent[1]);
    assert_ne!(places[1].issuer, sent[1]);
    assert_eq!(
        urls,
        [
            "http://crl.globalsign.com/gs/gsextendvalsha2g3r3.crl",
            "http://crl.globalsign.com/root-r3.crl",
        ]
    );
    source.signer = Some("mds2.fidoalliance.org");
    assert_eq!(
        blob.judge(&sent, &source, None, at),
        Err(Error::SignerMismatch)
    );
}

#[test]
fn a_path_that_is_not_valid_now_is_refused_unless_another_one_is() {
    let mut minted = Minted::new();
    let mut expired = authority_params("intermediate");
    expired.not_after = date_time_ymd(2025, 5, 1);
    let expired = minted.intermediate.reissued(expired, &minted.root);
    let good = minted.chain[1].clone();
    minted.chain[1] = expired;
    assert_eq!(minted.reason(), "blob_cert_expired");
    minted.chain.push(good);
    assert!(minted.judge().is_ok());
}

/// A BLOB whose leaf names a revocation list of the intermediate.
fn with_list(revocation: Revocation) -> Minted {
    let mut leaf = leaf_params("signer", &[SIGNER]);
    leaf.serial_number = Some(SerialNumber::from(vec![0x42]));
    leaf.crl_distribution_points = vec![CrlDistributionPoint {
        uris: vec![CRL_URL.to_owned()],
    }];
    let mut minted = Minted::with_leaf(leaf);
    minted.revocation = revocation;
    minted
}

fn params(revoked: &[u8]) -> CertificateRevocationListParams {
    let entry = |serial: &u8| RevokedCertParams {
        serial_number: SerialNumber::from(vec![*serial]),
        revocation_time: date_time_ymd(2025, 2, 1),
        reason_code: None,
        invalidity_date: None,
    };
    CertificateRevocationListParams {
        this_update: date_time_ymd(2025, 5, 1),
        next_update: date_time_ymd(2025, 7, 1),
        crl_number: SerialNumber::from(vec![1]),
        issuing_distribution_point: None,
        revoked_certs: revoked.iter().map(entry).collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    }
}

/// The list, verified to be its signer's.
fn at_hand(signer: &Authority, params: CertificateRevocationListParams) -> Crls {
    let mut crl = Crl::parse(&signer.crl(params)).unwrap();
    let issuer = Certificate::parse(&signer.der).unwrap();
    crl.verify(issuer.subject, &issuer.spki).unwrap();
    [(CRL_URL.to_owned(), Arc::new(crl))].into_iter().collect()
}

fn judged(
    revocation: Revocation,
    params: CertificateRevocationListParams,
) -> Result<Vec<usize>, Error> {
    let mut minted = with_list(revocation);
    minted.crls = at_hand(&minted.intermediate, params);
    minted.judge().map(|accepted| accepted.revocation_unknown)
}

#[test]
fn a_current_list_that_does_not_name_the_leaf_is_enough() {
    for revocation in [Revocation::Soft, Revocation::Hard] {
        assert_eq!(judged(revocation, params(&[0x41, 0x43])), Ok(vec![]));
    }
}

#[test]
fn a_revoked_signer_is_refused_also_by_a_list_that_is_out_of_date() {
    let mut old = params(&[0x42]);
    old.next_update = date_time_ymd(2025, 5, 15);
    for params in [params(&[0x41, 0x42]), old] {
        for revocation in [Revocation::Soft, Revocation::Hard] {
            let refused = judged(revocation, params.clone()).unwrap_err();
            assert_eq!(refused.reason(), "blob_cert_revoked");
        }
        assert_eq!(judged(Revocation::Off, params), Ok(vec![]));
    }
}

#[test]
fn a_list_that_is_missing_or_out_of_date_matters_to_a_hard_judgement_only() {
    let mut old = params(&[]);
    old.next_update = date_time_ymd(2025, 5, 15);
    assert_eq!(judged(Revocation::Soft, old.clone()), Ok(vec![0]));
    assert_eq!(
        judged(Revocation::Hard, old).unwrap_err().reason(),
        "crl_expired"
    );
    let missing = with_list(Revocation::Hard);
    assert_eq!(missing.reason(), "blob_revocation_unknown");
    let soft = with_list(Revocation::Soft).judge().unwrap();
    assert_eq!(soft.revocation_unknown, [0]);
}

#[test]
fn a_list_from_the_future_or_of_a_namesake_is_no_list() {
    let mut future = params(&[]);
    future.this_update = date_time_ymd(2025, 6, 2);
    let refused = judged(Revocation::Hard, future).unwrap_err();
    assert_eq!(refused.reason(), "blob_revocation_unknown");
    let mut minted = with_list(Revocation::Hard);
    let namesake = Authority::root(authority_params("intermediate"));
    minted.crls = at_hand(&namesake, params(&[]));
    assert_eq!(minted.reason(), "blob_revocation_unknown");
    minted.revocation = Revocation::Soft;
    minted.crls = at_hand(&namesake, params(&[0x42]));
    assert!(minted.judge().is_ok());
}

#[test]
fn a_list_for_other_certificates_does_not_stand_for_the_right_one() {
    let part = |url: &str, scope| {
        let mut params = params(&[]);
        params.issuing_distribution_point = Some(CrlIssuingDistributionPoint {
            distribution_point: CrlDistributionPoint {
                uris: vec![url.to_owned()],
            },
            scope,
        });
        judged(Revocation::Hard, params).map_err(|error| error.reason())
    };
    let unknown = Err("blob_revocation_unknown");
    assert_eq!(part(CRL_URL, None), Ok(vec![]));
    assert_eq!(part(CRL_URL, Some(CrlScope::UserCertsOnly)), Ok(vec![]));
    assert_eq!(part(CRL_URL, Some(CrlScope::CaCertsOnly)), unknown);
    assert_eq!(part("http://crl.example/other.crl", None), unknown);
}

#[test]
fn the_list_at_hand_is_not_replaced_by_an_older_one() {
    let authority = Authority::root(authority_params("root"));
    let list = |number: &[u8]| {
        let mut params = params(&[]);
        params.crl_number = SerialNumber::from(number.to_vec());
        Crl::parse(&authority.crl(params)).unwrap()
    };
    assert!(list(&[9]).is_older_than(&list(&[1, 0])));
    assert!(!list(&[1, 0]).is_older_than(&list(&[9])));
    assert!(!list(&[9]).is_older_than(&list(&[9])));
    assert!(list(&[9]).check_current(now()).is_ok());
}
