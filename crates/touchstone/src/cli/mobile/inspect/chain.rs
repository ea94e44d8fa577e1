//! Decides what is shown of a chain of Android Key Attestation.

use serde_json::json;
use touchstone_evidence::android_key;

use super::{Inspected, failure};
use crate::chain_file;
use crate::offline::facts;

/// A file of certificates.
pub(super) fn inspect_file(bytes: &[u8]) -> Inspected {
    let certificates = chain_file::certificates(bytes)
        .map_err(|error| json!({ "not_a_chain": format!("{error:#}") }))?;
    inspect(&certificates).map(|facts| json!({ "android_key": facts }))
}

/// Certificates, leaf first.
pub(super) fn inspect<C: AsRef<[u8]>>(certificates: &[C]) -> Inspected {
    let chain: Vec<&[u8]> = certificates.iter().map(AsRef::as_ref).collect();
    android_key::inspect(&chain)
        .map(|facts| facts::android_key(&facts))
        .map_err(|error| {
            json!({
                "certificates": chain.len(),
                "unreadable": failure(error.check(), &error),
            })
        })
}
