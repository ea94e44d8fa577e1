//! Minted paths: what a profile asks of the certificates on the way to an anchor.

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyUsagePurpose};
use touchstone_evidence::signature::Scheme;
use touchstone_evidence::x509::{
    Anchors, BasicConstraintsRule, Certificate, CriticalRule, KeyUsageRule, PathError, Profile,
    verify_path,
};

use crate::minted::{Authority, authority_params, p256, params};

const LAX: Profile = Profile {
    basic_constraints: BasicConstraintsRule::Ignored,
    key_usage: KeyUsageRule::Ignored,
    critical: CriticalRule::Ignored,
    schemes: Profile::APPLE.schemes,
};

fn judge(ders: &[&[u8]], anchors: &Anchors, profile: &Profile) -> Result<(), PathError> {
    let chain: Vec<_> = ders
        .iter()
        .map(|der| Certificate::parse(der).unwrap())
        .collect();
    verify_path(&chain, anchors, profile).map(|_| ())
}

fn leaf() -> CertificateParams {
    let mut params = params("leaf");
    params.is_ca = IsCa::ExplicitNoCa;
    params
}

/// Leaf, intermediate, root, where the intermediate is what the caller says.
fn chain(intermediate: CertificateParams) -> (Vec<u8>, Authority, Authority) {
    let root = Authority::root(authority_params("root"));
    let intermediate = Authority::below(intermediate, &root);
    (intermediate.issue(&leaf(), &p256()), intermediate, root)
}

fn both(intermediate: CertificateParams) -> (Result<(), PathError>, Result<(), PathError>) {
    let (leaf, intermediate, root) = chain(intermediate);
    let ders: [&[u8]; 2] = [&leaf, &intermediate.der];
    (
        judge(&ders, &root.anchors(), &Profile::APPLE),
        judge(&ders, &root.anchors(), &LAX),
    )
}

#[test]
fn a_right_path_leads_to_its_anchor() {
    assert_eq!(both(authority_params("intermediate")), (Ok(()), Ok(())));
}

#[test]
fn an_issuer_must_be_an_authority_unless_the_profile_ignores_it() {
    for is_ca in [IsCa::ExplicitNoCa, IsCa::NoCa] {
        let mut params = authority_params("intermediate");
        params.is_ca = is_ca;
        assert_eq!(
            both(params),
            (Err(PathError::NotAnAuthority { index: 1 }), Ok(()))
        );
    }
}

#[test]
fn an_issuer_with_another_key_usage_is_refused_unless_the_profile_ignores_it() {
    let mut params = authority_params("intermediate");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    assert_eq!(
        both(params),
        (Err(PathError::KeyUsage { index: 1 }), Ok(()))
    );
}

#[test]
fn an_issuer_without_a_key_usage_is_accepted() {
    let mut params = authority_params("intermediate");
    params.key_usages.clear();
    assert_eq!(both(params), (Ok(()), Ok(())));
}

#[test]
fn a_path_length_is_kept_unless_the_profile_ignores_it() {
    let root = Authority::root(authority_params("root"));
    for (allowed, expected) in [(0, Err(PathError::PathTooLong { index: 2 })), (1, Ok(()))] {
        let mut params = authority_params("upper");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(allowed));
        let upper = Authority::below(params, &root);
        let lower = Authority::below(authority_params("lower"), &upper);
        let leaf = lower.issue(&leaf(), &p256());
        let ders: [&[u8]; 3] = [&leaf, &lower.der, &upper.der];
        assert_eq!(judge(&ders, &root.anchors(), &Profile::APPLE), expected);
        assert_eq!(judge(&ders, &root.anchors(), &LAX), Ok(()));
    }
}

#[test]
fn an_anchor_needs_both_name_and_key() {
    let (leaf, intermediate, root) = chain(authority_params("intermediate"));
    let ders: [&[u8]; 2] = [&leaf, &intermediate.der];
    let same_name = Authority::root(authority_params("root"));
    let wrong = PathError::SignatureWrong { index: 1 };
    assert_eq!(
        judge(&ders, &same_name.anchors(), &Profile::APPLE),
        Err(wrong)
    );
    let other_name = Authority::root(authority_params("other"));
    assert_eq!(
        judge(&ders, &other_name.anchors(), &Profile::APPLE),
        Err(PathError::AnchorUnknown)
    );
    let all = Anchors::from_der(&[&other_name.der, &same_name.der, &root.der]).unwrap();
    assert_eq!(judge(&ders, &all, &Profile::APPLE), Ok(()));
}

#[test]
fn each_issuer_must_be_the_next_subject_and_have_signed() {
    let (leaf, intermediate, root) = chain(authority_params("intermediate"));
    let stranger = Authority::below(authority_params("stranger"), &root);
    let impostor = Authority::below(authority_params("intermediate"), &root);
    let anchors = root.anchors();
    let judge = |ders: &[&[u8]]| judge(ders, &anchors, &Profile::APPLE).unwrap_err();
    assert_eq!(
        judge(&[&leaf, &stranger.der]),
        PathError::IssuerMismatch { index: 0 }
    );
    assert_eq!(
        judge(&[&leaf, &impostor.der]),
        PathError::SignatureWrong { index: 0 }
    );
    assert_eq!(
        judge(&[&intermediate.der, &leaf]),
        PathError::IssuerMismatch { index: 0 }
    );
    assert_eq!(judge(&[&leaf]), PathError::AnchorUnknown);
    assert_eq!(judge(&[]), PathError::Empty);
}

#[test]
fn every_signature_is_over_the_bytes_as_they_came() {
    let (leaf, intermediate, root) = chain(authority_params("intermediate"));
    // How many bits of the signature do not count is told in front of it, and real certificates
    // tell it wrongly.
    let unused_bits = leaf.len() - Certificate::parse(&leaf).unwrap().signature.len() - 1;
    for at in (0..leaf.len()).filter(|at| *at != unused_bits) {
        let mut changed = leaf.clone();
        changed[at] ^= 0x01;
        let Ok(changed) = Certificate::parse(&changed) else {
            continue;
        };
        let path = [changed, Certificate::parse(&intermediate.der).unwrap()];
        assert!(
            verify_path(&path, &root.anchors(), &LAX).is_err(),
            "byte {at}"
        );
    }
}

#[test]
fn schemes_outside_the_profile_are_refused() {
    let (leaf, intermediate, root) = chain(authority_params("intermediate"));
    let profile = Profile {
        schemes: &[Scheme::EcdsaSha512],
        ..Profile::APPLE
    };
    let refused = judge(&[&leaf, &intermediate.der], &root.anchors(), &profile);
    assert_eq!(refused, Err(PathError::SchemeRefused { index: 1 }));
}

#[test]
fn a_leaf_that_is_an_authority_is_refused_unless_the_profile_ignores_it() {
    let root = Authority::root(authority_params("root"));
    let leaf = root.issue(&authority_params("leaf"), &p256());
    let refused = judge(&[&leaf], &root.anchors(), &Profile::APPLE);
    assert_eq!(refused, Err(PathError::LeafIsAuthority));
    assert_eq!(judge(&[&leaf], &root.anchors(), &LAX), Ok(()));
}
