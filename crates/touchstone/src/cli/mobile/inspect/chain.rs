//! Decides what is shown of a chain of Android Key Attestation.

use serde_json::{Value, json};
use touchstone_evidence::android_key;

use super::checks::{CHAIN, Checks};
use super::failure;
use crate::chain_file;
use crate::offline::facts;

/// A file of certificates.
pub(super) fn inspect_file(bytes: &[u8], checks: &mut Checks) -> Value {
    match chain_file::certificates(bytes) {
        Ok(certificates) => json!({ "android_key": inspect(&certificates, checks) }),
        Err(error) => {
            checks.failed(CHAIN, "K1");
            json!({ "not_a_chain": format!("{error:#}") })
        }
    }
}

/// Certificates, leaf first.
pub(super) fn inspect<C: AsRef<[u8]>>(certificates: &[C], checks: &mut Checks) -> Value {
    let chain: Vec<&[u8]> = certificates.iter().map(AsRef::as_ref).collect();
    match android_key::inspect(&chain) {
        Ok(facts) => {
            checks.held(CHAIN);
            facts::android_key(&facts)
        }
        Err(error) => {
            checks.failed(CHAIN, error.check());
            json!({
                "certificates": chain.len(),
                "unreadable": failure(error.check(), &error),
            })
        }
    }
}
