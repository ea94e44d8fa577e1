//! Decides whether a key lives in a genuine Apple device and belongs to an app: Apple App Attest (spec mobile.md
//! sections 4.2 to 4.4). Checks run in this order; the first that fails is the reason.
//!
//! [`attestation::verify`], a new key:
//!
//! 1. A1: the CBOR shape, two certificates, authenticator data with a COSE key;
//! 2. A2: leaf <- intermediate <- pinned root: names, signatures, authorities;
//! 3. A3: leaf and intermediate within their validity;
//! 4. A4: the rpIdHash is that of an expected app;
//! 5. A5: the leaf has its nonce extension, once and exactly;
//! 6. A6: the nonce = SHA-256(authData || clientDataHash);
//! 7. A7: the leaf key is P-256 and its hash is the key id;
//! 8. A8: the environment is allowed for the app;
//! 9. A9: the counter is 0;
//! 10. A10: the credential id is the key id;
//! 11. A11: the COSE key is the leaf key.
//!
//! [`receipt::verify`], C1 to C8, is A12; the use case applies its policy. A13 is decided when the verdict settles.
//!
//! [`assertion::parse`] is B1 and gives the counter; the use case finds the key record (B2, B3);
//! [`assertion::verify`] is B4 to B6: App ID, signature, counter. B7 belongs to the use case.

pub mod assertion;
pub mod attestation;
mod environment;
pub mod receipt;

pub use environment::{Environment, Environments};

use crate::digest::{Sha256, sha256};
use crate::x509::{Anchors, AnchorsError};

/// The published Apple App Attestation Root CA: the anchor of attestations.
pub fn apple_app_attest() -> Result<Anchors, AnchorsError> {
    Anchors::from_pem(include_str!(
        "../../anchors/apple_app_attestation_root_ca.pem"
    ))
}

/// The published Apple Root CA - G3: the anchor of receipts.
pub fn apple_receipt() -> Result<Anchors, AnchorsError> {
    Anchors::from_pem(include_str!("../../anchors/apple_root_ca_g3.pem"))
}

/// The rpIdHash of an App ID (`TEAMID.bundle.id`): its SHA-256.
pub fn rp_id_hash(app_id: &str) -> Sha256 {
    sha256(&[app_id.as_bytes()])
}

/// SHA-256 of a key's 65-byte point: how Apple names a key.
pub fn key_id(public_key: &[u8; 65]) -> Sha256 {
    sha256(&[public_key])
}

#[cfg(test)]
mod tests;
