//! Trust anchors: the built-in ones are the published ones, and files that are none are refused.

use std::path::Path;

use data_encoding::HEXLOWER;
use touchstone_evidence::app_attest::{apple_app_attest, apple_receipt};
use touchstone_evidence::signature::{Error, PublicKey, TrustedKey, verify};
use touchstone_evidence::x509::{Anchors, AnchorsError, Certificate};

const PEM: &str = include_str!("../../anchors/apple_root_ca_g3.pem");

fn fingerprints(anchors: &Anchors) -> Vec<String> {
    anchors
        .iter()
        .map(|anchor| HEXLOWER.encode(anchor.spki_sha256()))
        .collect()
}

fn outside(name: &str) -> String {
    let folder = touchstone_testkit::vectors_dir().join("android_key/_anchors");
    std::fs::read_to_string(Path::new(&folder).join(name)).unwrap()
}

#[test]
fn built_in_anchors_are_the_published_ones() {
    let app_attest = "1ae751fd29896d0f1f13fe226c063f445d40d8938acc6245c251ecc0679330bd";
    assert_eq!(fingerprints(&apple_app_attest().unwrap()), [app_attest]);
    let receipt = "9b219d0fbff36a5fb32090571906bceea68617c833a3f61b81e962a8e64db8af";
    assert_eq!(fingerprints(&apple_receipt().unwrap()), [receipt]);
}

#[test]
fn rsa_and_elliptic_anchors_are_read_from_one_file() {
    let anchors = Anchors::from_pem(&outside("google_hardware_roots.pem")).unwrap();
    assert_eq!(
        fingerprints(&anchors),
        [
            "feb2ea7551ee316ed4bb443c8293b884dbfdea40b603ee3e4f4a897e4580fbae",
            "3ee44512a1af2beb39c889490c60ea3f82e43f5d5a5532f5ab9419f676cd07ec",
        ]
    );
}

#[test]
fn keys_that_must_never_be_trusted_are_refused_wherever_they_stand() {
    let never = outside("google_software_roots_never_trust.pem");
    let refused = Anchors::from_pem(&never).unwrap_err();
    assert_eq!(refused, AnchorsError::NeverTrusted { position: 1 });
    let refused = Anchors::from_pem(&format!("{PEM}{never}")).unwrap_err();
    assert_eq!(refused, AnchorsError::NeverTrusted { position: 2 });
    let (_, second) = never.split_at(never.rfind("-----BEGIN").unwrap());
    assert_eq!(
        Anchors::from_pem(second).unwrap_err(),
        AnchorsError::NeverTrusted { position: 1 }
    );
}

#[test]
fn files_without_certificates_are_refused() {
    for text in ["", "\n", "no certificate here"] {
        assert_eq!(Anchors::from_pem(text).unwrap_err(), AnchorsError::Empty);
    }
    assert_eq!(
        Anchors::from_der::<Vec<u8>>(&[]).unwrap_err(),
        AnchorsError::Empty
    );
}

#[test]
fn unreadable_blocks_are_refused_with_their_line() {
    let unreadable = |text: &str| match Anchors::from_pem(text) {
        Err(AnchorsError::Unreadable { line }) => line,
        other => panic!("{other:?}"),
    };
    assert_eq!(unreadable("-----BEGIN CERTIFICATE-----\nAAAA\n"), 1);
    assert_eq!(
        unreadable("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"),
        3
    );
    assert_eq!(
        unreadable("\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
        2
    );
    assert_eq!(unreadable(&PEM.replace("-----END CERTIFICATE-----", "")), 1);
    let twice = PEM.replace("-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----");
    assert_eq!(unreadable(&twice), 1);
}

#[test]
fn every_certificate_of_a_file_must_be_usable() {
    let broken = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    let refused = Anchors::from_pem(&format!("{PEM}{broken}")).unwrap_err();
    assert_eq!(refused, AnchorsError::CertificateUnusable { position: 2 });
}

#[test]
fn text_between_certificates_and_windows_lines_are_accepted() {
    let text = format!(
        "# ours\r\n{}\r\nsubject=...\n{PEM}",
        PEM.replace('\n', "\r\n")
    );
    assert_eq!(fingerprints(&Anchors::from_pem(&text).unwrap()).len(), 2);
}

#[test]
fn files_are_bounded_in_certificates_and_bytes() {
    assert!(Anchors::from_pem(&PEM.repeat(64)).is_ok());
    assert_eq!(
        Anchors::from_pem(&PEM.repeat(65)).unwrap_err(),
        AnchorsError::BeyondLimit
    );
    assert_eq!(
        Anchors::from_pem(&" ".repeat(1_048_577)).unwrap_err(),
        AnchorsError::BeyondLimit
    );
}

#[test]
fn rsa_keys_of_1024_bits_neither_load_nor_verify() {
    let never = outside("google_software_roots_never_trust.pem");
    let ders: Vec<Vec<u8>> = never
        .split("-----BEGIN CERTIFICATE-----")
        .skip(1)
        .map(|block| block.split("-----END").next().unwrap().replace('\n', ""))
        .map(|base64| data_encoding::BASE64.decode(base64.as_bytes()).unwrap())
        .collect();
    let certificates = ders.iter().map(|der| Certificate::parse(der).unwrap());
    let small = certificates
        .filter(|certificate| matches!(certificate.spki.public_key(), Some(PublicKey::Rsa(_))))
        .map(|certificate| {
            let key = certificate.spki.public_key().unwrap();
            let scheme = certificate.scheme().unwrap();
            assert!(TrustedKey::new(&key).is_err());
            let verified = verify(&key, scheme, certificate.tbs, certificate.signature);
            assert_eq!(verified, Err(Error::Wrong));
        });
    assert_eq!(small.count(), 1);
}
