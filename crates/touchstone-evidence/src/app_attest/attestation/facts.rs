//! Decides nothing: tells what an attestation object says, for the verdict log, for nonce hints (spec mobile.md
//! section 4.8) and for inspection by hand. Nothing told here is authentic unless the attestation was accepted.

use alloc::string::String;

use subtle::ConstantTimeEq;

use super::super::Environment;
use super::auth_data::AuthData;
use super::error::Error;
use super::extension;
use super::object::Object;
use crate::digest::{Sha256, sha256};
use crate::limits::KEY_ID_BYTES;
use crate::x509::CertificateFacts;

/// The operating system of a device, as Apple's leaf names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperatingSystem {
    /// Such as `16.2`.
    pub version: Option<String>,
    /// Such as `20C65`.
    pub build: Option<String>,
}

/// What an attestation object says, accepted or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Leaf and intermediate.
    pub certificates: [CertificateFacts; 2],
    /// The nonce of the leaf, if its extension is exactly as it should be.
    pub nonce: Option<Sha256>,
    /// The operating system as the leaf names it.
    pub operating_system: OperatingSystem,
    /// SHA-256 of the App ID.
    pub rp_id_hash: Sha256,
    /// The environment; `None` when the aaguid is neither.
    pub environment: Option<Environment>,
    /// The counter.
    pub counter: u32,
    /// The credential id.
    pub credential_id: [u8; KEY_ID_BYTES],
    /// How many bytes the receipt has.
    pub receipt_bytes: usize,
}

/// Reads an attestation object without judging it: check A1 alone.
pub fn inspect(evidence: &[u8]) -> Result<Facts, Error> {
    let object = Object::parse(evidence)?;
    let chain = object.certificates()?;
    let auth_data = AuthData::parse(&object.auth_data)?;
    let [leaf, _] = &chain;
    Ok(Facts {
        nonce: extension::nonce(leaf),
        operating_system: extension::operating_system(leaf),
        certificates: chain.each_ref().map(CertificateFacts::of),
        rp_id_hash: auth_data.rp_id_hash,
        environment: Environment::from_aaguid(&auth_data.aaguid),
        counter: auth_data.counter,
        credential_id: auth_data.credential_id,
        receipt_bytes: object.receipt.len(),
    })
}

/// Whether the nonce in the leaf is the one over this client data hash: A6 alone, for hints after a mismatch.
pub fn nonce_matches(evidence: &[u8], client_data_hash: &[u8]) -> bool {
    let matches = |object: &Object<'_>| {
        let [leaf, _] = object.certificates().ok()?;
        let computed = sha256(&[&object.auth_data, client_data_hash]);
        extension::nonce(&leaf).map(|nonce| bool::from(nonce.ct_eq(&computed)))
    };
    Object::parse(evidence).is_ok_and(|object| matches(&object).unwrap_or(false))
}
