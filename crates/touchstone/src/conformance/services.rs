//! Decides what the metadata services of group Q publish: one BLOB that is right, and four that must not be taken over.

use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain, Extension};
use touchstone_simulator::webauthn::mds::{BlobFlaw, Crl, MetadataBlob};

use super::catalogue;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
const NUMBER: u64 = 1;
const NEXT_UPDATE: &str = "2099-12-31";
const SIGNER: &str = "mds.conformance.example";
const ROOT_CRL: &str = "/root.crl";
const INTERMEDIATE_CRL: &str = "/intermediate.crl";

/// The models of the right BLOB: one that nothing is known against, and one for each report that is undesired.
pub(super) const GOOD: [u8; 16] = *b"conformance-good";
pub(super) const REPORTED: [([u8; 16], &str); 5] = [
    (*b"conformance-byps", "USER_VERIFICATION_BYPASS"),
    (*b"conformance-akey", "ATTESTATION_KEY_COMPROMISE"),
    (*b"conformance-rkey", "USER_KEY_REMOTE_COMPROMISE"),
    (*b"conformance-pkey", "USER_KEY_PHYSICAL_COMPROMISE"),
    (*b"conformance-revk", "REVOKED"),
];
/// The models of BLOBs that must not be taken over.
pub(super) const BAD_SIGNATURE: [u8; 16] = *b"conformance-bsig";
pub(super) const FOREIGN_CHAIN: [u8; 16] = *b"conformance-fchn";
pub(super) const REVOKED_INTERMEDIATE: [u8; 16] = *b"conformance-rint";
pub(super) const REVOKED_SIGNER: [u8; 16] = *b"conformance-rsig";

/// Where each BLOB is, and the reason that its source gets: `None` where it is taken over.
pub(super) const BLOBS: [(&str, Option<&str>); 5] = [
    ("/good.jwt", None),
    ("/bad-signature.jwt", Some("blob_signature_invalid")),
    ("/foreign-chain.jwt", Some("blob_chain_untrusted")),
    ("/revoked-intermediate.jwt", Some("blob_cert_revoked")),
    ("/revoked-signer.jwt", Some("blob_cert_revoked")),
];

/// The root of whoever signs BLOBs, PEM.
pub(super) fn root_pem() -> String {
    ca().root_pem()
}

fn ca() -> AttestationCa {
    AttestationCa::new(*b"touchstone conformance suite:mds")
}

/// Paths and contents: BLOBs, and the revocation lists that `base` (without a slash at its end) serves.
pub(super) fn files(base: &str, now_ms: i64) -> Vec<(&'static str, Vec<u8>)> {
    let blob = |signer: &AttestationChain, aaguid| {
        let entry = catalogue::other_entry(aaguid, &[]);
        MetadataBlob::new(signer.clone(), NUMBER, NEXT_UPDATE).with(entry.json())
    };
    let right = signer(&ca());
    let with_report = |blob: MetadataBlob, (aaguid, status): &([u8; 16], &str)| {
        blob.with(catalogue::other_entry(*aaguid, &[status]).json())
    };
    let good = REPORTED.iter().fold(blob(&right, GOOD), with_report);
    let bad = blob(&right, BAD_SIGNATURE).flawed(BlobFlaw::SignatureFlipped, now_ms);
    let foreign = blob(&right, FOREIGN_CHAIN).flawed(BlobFlaw::RootOther, now_ms);
    let (by_revoked, root_list) = revoked_intermediate(base, now_ms);
    let (revoked, list) = revoked_signer(base, now_ms);
    let texts = [
        good,
        bad,
        foreign,
        blob(&by_revoked, REVOKED_INTERMEDIATE),
        blob(&revoked, REVOKED_SIGNER),
    ];
    let blobs = BLOBS.iter().zip(texts);
    let blobs = blobs.map(|((path, _), blob)| (*path, blob.compact().into_bytes()));
    let lists = [(ROOT_CRL, root_list.der()), (INTERMEDIATE_CRL, list.der())];
    blobs.chain(lists).collect()
}

/// The paths of revocation lists.
pub(super) fn is_list(path: &str) -> bool {
    [ROOT_CRL, INTERMEDIATE_CRL].contains(&path)
}

fn signer(ca: &AttestationCa) -> AttestationChain {
    ca.metadata_signer(SIGNER, Algorithm::Es256)
}

/// A signer below an intermediate that the root has revoked.
fn revoked_intermediate(base: &str, now_ms: i64) -> (AttestationChain, Crl) {
    let mut ca = AttestationCa::new(*b"touchstone conformance suite:mds");
    let mut serial = Vec::new();
    if let Some(intermediate) = ca.intermediates.first_mut() {
        let named = Extension::crl_distribution_point(&format!("{base}{ROOT_CRL}"));
        intermediate.profile.put(named);
        // Another one than that of the right BLOB, which is not revoked.
        intermediate.profile.serial = vec![0x51; 16];
        serial.clone_from(&intermediate.profile.serial);
    }
    let list = crl(&ca.root, &serial, now_ms);
    (signer(&ca), list)
}

/// A signer that its intermediate has revoked.
fn revoked_signer(base: &str, now_ms: i64) -> (AttestationChain, Crl) {
    let mut signer = signer(&ca());
    let named = Extension::crl_distribution_point(&format!("{base}{INTERMEDIATE_CRL}"));
    signer.leaf.put(named);
    signer.leaf.serial = vec![0x52; 16];
    let list = crl(signer.ca.issuer(), &signer.leaf.serial, now_ms);
    (signer, list)
}

fn crl(issuer: &touchstone_simulator::webauthn::ca::Authority, serial: &[u8], now_ms: i64) -> Crl {
    let (from_ms, to_ms) = (
        now_ms.saturating_sub(DAY_MS),
        now_ms.saturating_add(30 * DAY_MS),
    );
    Crl::new(issuer, from_ms, to_ms, &[serial])
}
