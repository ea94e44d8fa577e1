//! What does a metadata service publish? BLOBs of entries, signed or spoilt, CRLs, and a server on loopback that
//! gives them out (spec/webauthn.md 4.5 and 7).
//!
//! ```
//! use touchstone_simulator::webauthn::Algorithm;
//! use touchstone_simulator::webauthn::ca::AttestationCa;
//! use touchstone_simulator::webauthn::mds::{MetadataBlob, MetadataEntry, ScriptedMds};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let maker = AttestationCa::new([1; 32]);
//! let entry = MetadataEntry::new([2; 16], "A key", &maker.root_der());
//! let signer = AttestationCa::new([3; 32]).metadata_signer("mds.example", Algorithm::Es256);
//! let blob = MetadataBlob::new(signer, 1, "2026-05-31").with(entry.json());
//! let mds = ScriptedMds::start().await.unwrap();
//! mds.set_blob(&blob.compact());
//! assert_eq!(mds.calls(ScriptedMds::BLOB), 0);
//! # });
//! ```

mod blob;
mod crl;
mod entry;
mod flaw;
mod production;
mod report;
mod server;

pub use blob::{BlobCertificates, MetadataBlob};
pub use crl::{Crl, Revoked};
pub use entry::{MetadataEntry, aaguid_text, algorithm_name, corrupt_entries, uaf_entry};
pub use flaw::BlobFlaw;
pub use report::StatusReport;
pub use server::ScriptedMds;
