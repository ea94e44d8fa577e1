//! Is what the simulated metadata service publishes signed as it says, and does its server follow its scripts?

use std::collections::BTreeSet;

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain};
use touchstone_simulator::webauthn::mds::{
    BlobCertificates, BlobFlaw, Crl, MetadataBlob, MetadataEntry, StatusReport, aaguid_text,
    corrupt_entries,
};

use crate::ber;
use crate::scene::{NOW_MS, p256_verifies, sha256};
use crate::x509::Certificate;

const DAY_MS: i64 = 86_400_000;

fn signer(algorithm: Algorithm) -> AttestationChain {
    AttestationCa::new([1; 32]).metadata_signer("mds.example", algorithm)
}

fn blob(algorithm: Algorithm) -> MetadataBlob {
    let entry = MetadataEntry::new([7; 16], "A model", &AttestationCa::new([2; 32]).root_der());
    MetadataBlob::new(signer(algorithm), 5, "2026-05-31").with(entry.json())
}

fn decode(part: &str) -> Vec<u8> {
    BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()
}

fn parts(compact: &str) -> [&str; 3] {
    compact.split('.').collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn a_blob_is_signed_by_the_first_of_its_certificates() {
    let compact = blob(Algorithm::Es256).compact();
    let [header, payload, signature] = parts(&compact);
    let fields: Value = serde_json::from_slice(&decode(header)).unwrap();
    assert_eq!(fields["alg"], "ES256");
    let first = fields["x5c"][0].as_str().unwrap();
    let leaf = data_encoding::BASE64.decode(first.as_bytes()).unwrap();
    assert_eq!(leaf, signer(Algorithm::Es256).leaf_der());
    let signature = p256::ecdsa::Signature::from_slice(&decode(signature)).unwrap();
    let digest = sha256(&[header.as_bytes(), b".", payload.as_bytes()]);
    let key = Certificate::parse(&leaf);
    let der = signature.to_der();
    assert!(p256_verifies(key.public_key(), &digest, der.as_bytes()));
}

#[test]
fn every_algorithm_of_blobs_has_its_name_and_length() {
    for (algorithm, name, bytes) in [
        (Algorithm::Es256, "ES256", 64),
        (Algorithm::Es384, "ES384", 96),
        (Algorithm::EdDsa, "EdDSA", 64),
        (Algorithm::Rs256, "RS256", 256),
        (Algorithm::Rs384, "RS384", 256),
        (Algorithm::Rs512, "RS512", 256),
        (Algorithm::Ps256, "PS256", 256),
    ] {
        let compact = blob(algorithm).compact();
        let [header, _, signature] = parts(&compact);
        let header: Value = serde_json::from_slice(&decode(header)).unwrap();
        assert_eq!(header["alg"], name);
        assert_eq!(decode(signature).len(), bytes, "{name}");
    }
}

#[test]
fn the_payload_holds_number_date_and_entries() {
    let compact = blob(Algorithm::Es256).compact();
    let payload: Value = serde_json::from_slice(&decode(parts(&compact)[1])).unwrap();
    assert_eq!(payload["no"], 5);
    assert_eq!(payload["nextUpdate"], "2026-05-31");
    let entry = &payload["entries"][0];
    assert_eq!(entry["aaguid"], "07070707-0707-0707-0707-070707070707");
    let statement = &entry["metadataStatement"];
    assert_eq!(statement["attestationTypes"][0], "basic_full");
    assert_eq!(statement["aaguid"], entry["aaguid"]);
}

#[test]
fn an_entry_may_hold_what_real_ones_hold() {
    let root = AttestationCa::new([2; 32]).root_der();
    let mut entry = MetadataEntry::u2f(&[[0xab; 20]], "An old key", &root);
    entry.spaced_certificates = true;
    entry.vendor_prototype_config_commands = vec![u64::MAX];
    let mut report = StatusReport::since("REVOKED", "2026-01-01");
    report.sunset_date = Some("2026-02-01".to_owned());
    let entry = entry.with_report(report).json();
    let id = &entry["attestationCertificateKeyIdentifiers"][0];
    assert_eq!(*id, "ab".repeat(20));
    assert!(entry.get("aaguid").is_none());
    assert_eq!(entry["statusReports"][1]["sunsetDate"], "2026-02-01");
    let certificate = &entry["metadataStatement"]["attestationRootCertificates"][0];
    let text: String = certificate.as_str().unwrap().split_whitespace().collect();
    assert_eq!(data_encoding::BASE64.decode(text.as_bytes()), Ok(root));
}

#[test]
fn integers_of_64_bits_are_written_whole() {
    let mut entry = MetadataEntry::new([7; 16], "A model", &[]);
    entry.vendor_prototype_config_commands = vec![u64::MAX];
    let text = entry.json().to_string();
    assert!(text.contains("[18446744073709551615]"), "{text}");
}

#[test]
fn every_flaw_changes_the_blob_and_no_two_alike() {
    let blob = blob(Algorithm::Es256);
    let mut seen = BTreeSet::from([blob.compact()]);
    for flaw in BlobFlaw::ALL {
        assert!(seen.insert(blob.flawed(*flaw, NOW_MS).compact()), "{flaw}");
        assert_eq!(flaw.to_string().parse(), Ok(*flaw));
    }
    let entries = corrupt_entries();
    let texts: BTreeSet<String> = entries.iter().map(Value::to_string).collect();
    assert_eq!(texts.len(), entries.len());
}

#[test]
fn certificates_may_be_given_by_their_address() {
    let mut blob = blob(Algorithm::Es256);
    blob.certificates = BlobCertificates::X5u("https://mds.example/x5c.pem".to_owned());
    let compact = blob.compact();
    let header: Value = serde_json::from_slice(&decode(parts(&compact)[0])).unwrap();
    assert_eq!(header["x5u"], "https://mds.example/x5c.pem");
    assert!(header.get("x5c").is_none());
    let found = Certificate::parse_pem(&blob.certificates_pem());
    assert_eq!(found.len(), 2);
    assert!(found[0].is_signed_by(&found[1]));
}

#[test]
fn a_crl_names_its_serials_and_is_signed_by_its_issuer() {
    let ca = AttestationCa::new([1; 32]);
    let serial = signer(Algorithm::Es256).leaf.serial;
    let issuer = &ca.intermediates[0];
    let crl = Crl::new(issuer, NOW_MS - DAY_MS, NOW_MS + DAY_MS, &[&serial]).der();
    let crl = ber::parse(&crl);
    assert_eq!(crl.at(&[0, 0]).content, [1]);
    assert_eq!(crl.at(&[0, 5, 0, 0]).content, serial);
    assert_eq!(crl.at(&[0, 5, 0, 2, 0, 1]).at(&[]).content, [0x0a, 1, 1]);
    let issuer = Certificate::parse(&issuer.signed_by(&ca.root));
    assert_eq!(crl.at(&[0, 2]).whole, issuer.subject());
    let digest = sha256(&[&crl.at(&[0]).whole]);
    let signature = &crl.at(&[2]).content[1..];
    assert!(p256_verifies(issuer.public_key(), &digest, signature));
}

#[test]
fn a_crl_without_serials_has_no_empty_list() {
    let ca = AttestationCa::new([1; 32]);
    let mut crl = Crl::new(&ca.root, NOW_MS, NOW_MS + DAY_MS, &[]);
    crl.next_update_ms = None;
    crl.number = None;
    let der = ber::parse(&crl.der());
    assert_eq!(der.at(&[0]).children.len(), 4);
}

#[test]
fn a_blob_of_production_size_has_400_entries_in_3_megabytes() {
    let blob = MetadataBlob::production_size([3; 32]);
    let aaguids: BTreeSet<&str> = blob
        .entries
        .iter()
        .filter_map(|entry| entry["aaguid"].as_str())
        .collect();
    assert_eq!((blob.entries.len(), aaguids.len()), (400, 377));
    let known = aaguid_text(&MetadataBlob::production_aaguid(&[3; 32], 399));
    assert!(aaguids.contains(known.as_str()));
    let megabytes = blob.compact().len() / 100_000;
    assert!((28..=36).contains(&megabytes), "{megabytes}00 kB");
    let x5c = blob.signer.x5c();
    let root = MetadataBlob::production_root([3; 32]);
    let last = Certificate::parse(x5c.last().unwrap());
    assert!(last.is_signed_by(&Certificate::parse(&root)));
}
