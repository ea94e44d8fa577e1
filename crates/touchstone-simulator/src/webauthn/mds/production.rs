//! How large is a real BLOB? About 400 entries in 3 MB: one of that size, for measurements.

use data_encoding::BASE64;

use super::blob::MetadataBlob;
use super::entry::MetadataEntry;
use super::report::StatusReport;
use crate::key::{derive, sha256};
use crate::webauthn::Algorithm;
use crate::webauthn::ca::{AttestationCa, AuthorityKey};

const ENTRIES: u32 = 400;
/// With its two roots an entry of this icon has 7.5 kB.
const ICON_BYTES: u32 = 3_072;
/// The first entries, which other statuses and families have.
const REVOKED: u32 = 3;
const U2F: u32 = 23;

impl MetadataBlob {
    /// The root of [`Self::production_size`], DER.
    #[must_use]
    pub fn production_root(seed: [u8; 32]) -> Vec<u8> {
        service(seed).root_der()
    }

    /// A BLOB of 400 entries and 3 MB, signed with ES256 for `mds.fidoalliance.org`. The same seed gives the
    /// same one.
    #[must_use]
    pub fn production_size(seed: [u8; 32]) -> Self {
        let signer = service(seed).metadata_signer("mds.fidoalliance.org", Algorithm::Es256);
        let mut blob = Self::new(signer, 1, "2049-12-31");
        blob.entries = (0..ENTRIES)
            .map(|number| entry(&seed, number).json())
            .collect();
        blob
    }

    /// The AAGUID of one of its models, by number from 23 to 399; other numbers have none of FIDO2.
    #[must_use]
    pub fn production_aaguid(seed: &[u8; 32], number: u32) -> [u8; 16] {
        let digest = derive(seed, &format!("model {number}"));
        let mut aaguid = [0; 16];
        aaguid
            .iter_mut()
            .zip(digest)
            .for_each(|(to, from)| *to = from);
        aaguid
    }
}

fn service(seed: [u8; 32]) -> AttestationCa {
    AttestationCa::new(derive(&seed, "metadata service"))
}

fn entry(seed: &[u8; 32], number: u32) -> MetadataEntry {
    let root = |label: &str| {
        let seed = derive(seed, &format!("maker {number} {label}"));
        AttestationCa::with_keys(seed, AuthorityKey::P256, &[]).root_der()
    };
    let description = format!("Simulated Authenticator {number}");
    let mut entry = match number {
        0..U2F => {
            let digest = derive(seed, &format!("batch {number}"));
            let mut key_id = [0; 20];
            key_id
                .iter_mut()
                .zip(digest)
                .for_each(|(to, from)| *to = from);
            MetadataEntry::u2f(&[key_id], &description, &root("first"))
        }
        _ => {
            let aaguid = MetadataBlob::production_aaguid(seed, number);
            MetadataEntry::new(aaguid, &description, &root("first"))
        }
    };
    entry.roots.push(root("second"));
    entry.icon = Some(icon(seed, number));
    match number {
        0..REVOKED => entry.with_report(StatusReport::since("REVOKED", "2021-01-01")),
        _ => entry,
    }
}

/// Bytes that no compression makes smaller, as in real pictures.
fn icon(seed: &[u8; 32], number: u32) -> String {
    let start = derive(seed, &format!("icon {number}"));
    let blocks = (0..ICON_BYTES / 32).flat_map(|block| {
        let block = block.to_be_bytes();
        sha256(&[start.as_slice(), &block].concat())
    });
    let bytes: Vec<u8> = blocks.collect();
    format!("data:image/png;base64,{}", BASE64.encode(&bytes))
}
