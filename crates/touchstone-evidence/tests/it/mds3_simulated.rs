//! Simulated metadata services: every flaw of a BLOB, every algorithm, and one of the size of a real one.

use touchstone_evidence::mds3::{Accepted, Blob, Certificates, DEFAULT_SIGNER, Error, Source};
use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::x509::{Anchors, Crls, Revocation};
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::mds::{
    BlobCertificates, BlobFlaw, MetadataBlob, MetadataEntry, corrupt_entries, uaf_entry,
};

use crate::trust_minted::now;

const URL: &str = "https://mds.example/";
const SIGNER: &str = "mds.example";

fn service() -> AttestationCa {
    AttestationCa::new([5; 32])
}

fn blob(algorithm: Algorithm) -> MetadataBlob {
    let signer = service().metadata_signer(SIGNER, algorithm);
    let entry = MetadataEntry::new([7; 16], "a model", &service().root_der());
    MetadataBlob::new(signer, 3, "2026-06-30").with(entry.json())
}

fn judge(text: &str, root: &[u8], signer: &str) -> Result<Accepted, Error> {
    let source = Source {
        roots: &Anchors::from_der(&[root]).unwrap(),
        signer: Some(signer),
        revocation: Revocation::Soft,
        crls: &Crls::new(),
    };
    let blob = Blob::parse(text)?;
    match blob.certificates(URL)? {
        Certificates::Sent(certificates) => blob.judge(&certificates, &source, Some(2), now()),
        Certificates::At(url) => panic!("{url}"),
    }
}

#[test]
fn every_flaw_of_a_blob_is_found_by_its_check() {
    let right = blob(Algorithm::Es256);
    for flaw in BlobFlaw::ALL {
        let text = right.flawed(*flaw, now().unix_ms()).compact();
        let error = judge(&text, &service().root_der(), SIGNER).expect_err(flaw.name());
        assert_eq!(error.reason(), flaw.expected_reason(), "{flaw}");
        assert_eq!(error.check(), flaw.check(), "{flaw}");
    }
}

#[test]
fn a_blob_may_be_signed_with_every_listed_algorithm() {
    for algorithm in [
        Algorithm::Es256,
        Algorithm::Es384,
        Algorithm::EdDsa,
        Algorithm::Rs256,
        Algorithm::Rs384,
        Algorithm::Rs512,
        Algorithm::Ps256,
    ] {
        let judged = judge(&blob(algorithm).compact(), &service().root_der(), SIGNER);
        assert_eq!(
            judged.map(|accepted| accepted.payload.number),
            Ok(3),
            "{algorithm:?}"
        );
    }
}

#[test]
fn certificates_at_the_source_are_as_good_as_those_that_are_sent() {
    let mut blob = blob(Algorithm::Es256);
    blob.certificates = BlobCertificates::X5u("https://mds.example/signer.pem".to_owned());
    let text = blob.compact();
    let read = Blob::parse(&text).unwrap();
    let at = Certificates::At("https://mds.example/signer.pem".to_owned());
    assert_eq!(read.certificates(URL), Ok(at));
    let fetched = Certificates::fetched(&blob.certificates_pem()).unwrap();
    let source = Source {
        roots: &Anchors::from_der(&[service().root_der()]).unwrap(),
        signer: Some(SIGNER),
        revocation: Revocation::Off,
        crls: &Crls::new(),
    };
    assert!(read.judge(&fetched, &source, None, now()).is_ok());
}

#[test]
fn strange_entries_hide_no_other() {
    let mut blob = blob(Algorithm::Es256).with(uaf_entry("4e4e#4005"));
    let corrupt = corrupt_entries();
    let count = corrupt.len();
    blob.entries.extend(corrupt);
    let good = MetadataEntry::new([8; 16], "another", &service().root_der());
    let text = blob.with(good.json()).compact();
    let payload = judge(&text, &service().root_der(), SIGNER).unwrap().payload;
    let is_listed = |aaguid| {
        let mut entries = payload.entries.iter();
        entries.any(|listed| listed.entry.aaguid == Some(Aaguid(aaguid)))
    };
    assert!(is_listed([7; 16]) && is_listed([8; 16]));
    assert_eq!((payload.left_out, payload.entries_sent()), (1, count + 3));
    assert_eq!((payload.skipped, payload.entries.len()), (count, 2));
}

#[test]
fn a_blob_of_the_size_of_a_real_one_is_read() {
    let seed = [6; 32];
    let text = MetadataBlob::production_size(seed).compact();
    let accepted = judge(&text, &MetadataBlob::production_root(seed), DEFAULT_SIGNER);
    let payload = accepted.map_err(|error| error.reason());
    // Its number is 1, and 2 is at hand.
    assert_eq!(payload, Err("blob_number_regressed"));
    let payload = touchstone_evidence::mds3::reread(&text).unwrap();
    assert_eq!((payload.entries.len(), payload.skipped), (400, 0));
}
